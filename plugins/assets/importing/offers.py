"""What importing contributes; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.assets.menu import SECTION


def nav_items() -> Sequence[c.NavItem]:
    return [c.NavItem(lazy("Nhập từ Excel, CSV"), "/staff/imports", "file-spreadsheet", "assets.edit", 304, SECTION)]


def route_handlers() -> Sequence[Any]:
    from plugins.assets.importing.pages import ImportPages

    return [ImportPages]


def panels() -> Sequence[c.Panel]:
    from plugins.assets.importing.panel import load_old_number

    return [c.Panel("assets.asset.aside", "assets/importing/panel.html", load_old_number, 180, "assets.read")]


def jobs() -> Sequence[c.JobKind]:
    from plugins.assets.importing.jobs import KINDS

    return KINDS


def search_providers() -> Sequence[c.SearchProvider]:
    from plugins.assets.importing.panel import search_old_numbers

    return [c.SearchProvider("assets.old_numbers", lazy("Số thẻ, mã cũ"), search_old_numbers, "assets.read", 310)]


def demo_data() -> Sequence[c.DemoData]:
    return [c.DemoData("assets.importing", c.later("plugins.assets.importing.demo:load_imports"), 450)]
