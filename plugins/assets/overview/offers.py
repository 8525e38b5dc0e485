"""What the overview contributes; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.assets.menu import SECTION


def nav_items() -> Sequence[c.NavItem]:
    return [c.NavItem(lazy("Tổng quan thiết bị"), "/staff/equipment", "chart-bar", "assets.read", 299, SECTION)]


def route_handlers() -> Sequence[Any]:
    from plugins.assets.overview.pages import OverviewPages

    return [OverviewPages]
