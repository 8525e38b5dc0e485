"""What stocktakes contribute; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.assets.menu import SECTION


def permissions() -> Sequence[c.Permission]:
    return [c.Permission("assets.stocktake", lazy("Lập và khóa đợt kiểm kê"), ("it_officer", "admin"))]


def nav_items() -> Sequence[c.NavItem]:
    return [c.NavItem(lazy("Kiểm kê"), "/staff/stocktakes", "checklist", "assets.read", 357, SECTION)]


def route_handlers() -> Sequence[Any]:
    from plugins.assets.stocktake.pages import OwnCountPages, StocktakePages

    return [StocktakePages, OwnCountPages]


def demo_data() -> Sequence[c.DemoData]:
    return [c.DemoData("assets.stocktake", c.later("plugins.assets.stocktake.demo:load_stocktake"), 430)]
