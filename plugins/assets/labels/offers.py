"""What labels contribute; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.assets.menu import SECTION


def permissions() -> Sequence[c.Permission]:
    return [c.Permission("assets.labels", lazy("In nhãn tài sản, phòng và cán bộ"), ("it_officer", "admin"))]


def nav_items() -> Sequence[c.NavItem]:
    return [
        c.NavItem(lazy("In nhãn"), "/staff/assets/labels", "printer", "assets.labels", 350, SECTION),
        c.NavItem(lazy("Thử máy quét"), "/staff/scanner-test", "barcode", "assets.read", 360, SECTION),
    ]


def route_handlers() -> Sequence[Any]:
    from plugins.assets.labels.controllers.pages import LabelPages
    from plugins.assets.labels.controllers.printers import PrinterPages
    from plugins.assets.labels.controllers.scanners import ScannerPages

    return [LabelPages, PrinterPages, ScannerPages]


def panels() -> Sequence[c.Panel]:
    from plugins.assets.labels.panel import load_label

    return [c.Panel("assets.asset.aside", "assets/labels/panel.html", load_label, 800, "assets.labels")]


def code_patterns() -> Sequence[c.CodePattern]:
    from plugins.assets.labels.queries import is_place, place_page

    return [c.CodePattern("assets.place", lazy("Nhãn phòng"), is_place, place_page)]


def demo_data() -> Sequence[c.DemoData]:
    return [c.DemoData("assets.labels", c.later("plugins.assets.labels.demo:load"), 420)]
