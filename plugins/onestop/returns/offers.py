"""What the way of results contributes; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.onestop.menu import DESK


def nav_items() -> Sequence[c.NavItem]:
    return [c.NavItem(lazy("Trả qua bưu điện"), "/staff/parcels", "package", "onestop.receive", 112, DESK)]


def route_handlers() -> Sequence[Any]:
    from plugins.onestop.returns.controllers import ParcelList, ReturnPages

    return [ParcelList, ReturnPages]


def services() -> Sequence[c.Service]:
    from core.contracts.parcels import ResultPost
    from plugins.onestop.returns.services import Post

    return [c.Service(ResultPost, Post())]


def panels() -> Sequence[c.Panel]:
    from plugins.onestop.returns.panels import load_handing

    return [c.Panel("onestop.dossier.aside", "onestop/returns/panel_handing.html", load_handing, 60, "onestop.view")]


def demo_data() -> Sequence[c.DemoData]:
    return [c.DemoData("onestop.parcels", c.later("plugins.onestop.returns.demo:load_parcels"), 325)]
