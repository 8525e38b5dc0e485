"""What results and registers contribute."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.onestop.menu import BOOKS, DESK


def permissions() -> Sequence[c.Permission]:
    from plugins.onestop.results.access import PERMISSIONS

    return PERMISSIONS


def nav_items() -> Sequence[c.NavItem]:
    return [
        c.NavItem(lazy("Kết quả giải quyết"), "/staff/results", "certificate", "onestop.view", 114, DESK),
        c.NavItem(lazy("Các sổ"), "/staff/registers", "bookmark", "onestop.view", 134, BOOKS),
    ]


def route_handlers() -> Sequence[Any]:
    from plugins.onestop.results.controllers.entering import EnteringPages
    from plugins.onestop.results.controllers.registers import RegisterPages
    from plugins.onestop.results.controllers.results import ResultPages

    return [EnteringPages, ResultPages, RegisterPages]


def panels() -> Sequence[c.Panel]:
    from plugins.onestop.results.panels import load_results

    return [c.Panel("onestop.dossier", "onestop/results/panel.html", load_results, 200, "onestop.view")]


def commands() -> Sequence[c.Command]:
    from plugins.onestop.results.cli import registers

    return [c.Command(registers, group="onestop")]


def demo_data() -> Sequence[c.DemoData]:
    return [c.DemoData("onestop.registers", c.later("plugins.onestop.results.demo:load_registers"), 340)]
