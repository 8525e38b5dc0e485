"""What papers contribute; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.onestop.menu import BOOKS, DESK, SETUP


def permissions() -> Sequence[c.Permission]:
    return [c.Permission("onestop.templates", lazy("Sửa mẫu giấy tờ một cửa"), roles=("admin",))]


def nav_items() -> Sequence[c.NavItem]:
    return [
        c.NavItem(lazy("Sổ theo dõi hồ sơ"), "/staff/logbook", "clipboard-list", "onestop.view", 132, BOOKS),
        c.NavItem(lazy("Danh sách bàn giao"), "/staff/handover-lists", "clipboard-check", "onestop.receive", 110, DESK),
        c.NavItem(lazy("Mẫu giấy tờ"), "/staff/paper-templates", "file-text", "onestop.templates", 606, SETUP),
    ]


def route_handlers() -> Sequence[Any]:
    from plugins.onestop.papers.controllers.logbook import LogbookPages
    from plugins.onestop.papers.controllers.papers import PaperPages
    from plugins.onestop.papers.controllers.piles import HandoverListPages
    from plugins.onestop.papers.controllers.scans import ScanPages
    from plugins.onestop.papers.controllers.templates import TemplatePages

    return [PaperPages, ScanPages, HandoverListPages, LogbookPages, TemplatePages]


def panels() -> Sequence[c.Panel]:
    from plugins.onestop.papers.panels import load_papers, load_scans

    return [
        c.Panel("onestop.dossier", "onestop/papers/scans.html", load_scans, 150, "onestop.view"),
        c.Panel("onestop.dossier", "onestop/papers/panel.html", load_papers, 200, "onestop.view"),
    ]


def services() -> Sequence[c.Service]:
    from plugins.onestop.papers.commands.scanning import ScanFiles

    return [c.Service(ScanFiles, ScanFiles())]


def demo_data() -> Sequence[c.DemoData]:
    return [c.DemoData("onestop.papers", c.later("plugins.onestop.papers.demo:load_papers"), 320)]
