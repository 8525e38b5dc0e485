"""What quick work contributes; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any


def route_handlers() -> Sequence[Any]:
    from plugins.onestop.desk.controllers.batches import BatchPages
    from plugins.onestop.desk.controllers.duplicates import DuplicatePages
    from plugins.onestop.desk.controllers.handover import HandOverPages
    from plugins.onestop.desk.controllers.printing import PrintPages

    return [BatchPages, PrintPages, HandOverPages, DuplicatePages]
