"""What the statistics contribute."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.onestop.menu import BOOKS


def nav_items() -> Sequence[c.NavItem]:
    return [c.NavItem(lazy("Thống kê"), "/staff/statistics", "chart-bar", "onestop.view", 138, BOOKS)]


def route_handlers() -> Sequence[Any]:
    from plugins.onestop.statistics.controllers import StatisticsPages

    return [StatisticsPages]
