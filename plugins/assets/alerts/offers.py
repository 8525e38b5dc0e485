"""What events contribute; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.assets.menu import SECTION


def nav_items() -> Sequence[c.NavItem]:
    return [
        c.NavItem(lazy("Sự kiện giám sát"), "/staff/events", "bell", "assets.read", 362, SECTION),
        c.NavItem(lazy("Lịch bảo trì"), "/staff/maintenance", "tool", "assets.monitor", 364, SECTION),
    ]


def route_handlers() -> Sequence[Any]:
    from plugins.assets.alerts.pages import EventPages, MaintenancePages

    return [EventPages, MaintenancePages]


def jobs() -> Sequence[c.JobKind]:
    from plugins.assets.alerts.escalating import KINDS

    return KINDS


def schedules() -> Sequence[c.Schedule]:
    from plugins.assets.alerts.payloads import SCHEDULES

    return SCHEDULES
