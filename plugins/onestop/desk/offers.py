"""What quick work contributes; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any


def route_handlers() -> Sequence[Any]:
    return []


def _later() -> Sequence[Any]:
    from plugins.onestop.desk.controllers.batches import BatchPages
    from plugins.onestop.desk.controllers.duplicates import DuplicatePages

    return [BatchPages, DuplicatePages]
