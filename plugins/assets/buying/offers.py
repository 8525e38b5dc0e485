"""What purchases contribute; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.assets.menu import SECTION


def permissions() -> Sequence[c.Permission]:
    return [c.Permission("assets.buy", lazy("Ghi mua sắm thiết bị"), ("it_officer", "admin"))]


def nav_items() -> Sequence[c.NavItem]:
    return [c.NavItem(lazy("Mua sắm"), "/staff/purchases", "receipt", "assets.read", 305, SECTION)]


def route_handlers() -> Sequence[Any]:
    from plugins.assets.buying.controllers.pages import DeliveryPages, PurchasePages

    return [PurchasePages, DeliveryPages]


def panels() -> Sequence[c.Panel]:
    from plugins.assets.buying.panel import load_purchase

    return [c.Panel("assets.asset.aside", "assets/buying/panel.html", load_purchase, 40, "assets.read")]


def demo_data() -> Sequence[c.DemoData]:
    return [c.DemoData("assets.buying", c.later("plugins.assets.buying.demo:load_purchases"), 410)]
