"""What the NetBox API contributes; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any


def route_handlers() -> Sequence[Any]:
    from plugins.assets.netbox.controllers import NetBoxApi

    return [NetBoxApi]
