"""What quick work contributes; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c


def permissions() -> Sequence[c.Permission]:
    from plugins.onestop.desk.access import PERMISSIONS

    return PERMISSIONS


def route_handlers() -> Sequence[Any]:
    from plugins.onestop.desk.controllers.batches import BatchPages
    from plugins.onestop.desk.controllers.duplicates import DuplicatePages
    from plugins.onestop.desk.controllers.handover import HandOverPages
    from plugins.onestop.desk.controllers.printing import PrintPages

    return [BatchPages, PrintPages, HandOverPages, DuplicatePages]
