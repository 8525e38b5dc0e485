"""What reports of faults contribute; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.assets.menu import SECTION


def nav_items() -> Sequence[c.NavItem]:
    return [c.NavItem(lazy("Báo hỏng"), "/staff/faults", "alert-triangle", "assets.read", 325, SECTION)]


def route_handlers() -> Sequence[Any]:
    from plugins.assets.faults.controllers.public import FaultForm
    from plugins.assets.faults.controllers.staff import FaultPages

    return [FaultForm, FaultPages]


def panels() -> Sequence[c.Panel]:
    from plugins.assets.faults.panel import load_faults, load_waiting

    return [
        c.Panel("assets.asset", "assets/faults/panel.html", load_faults, 50, "assets.read"),
        c.Panel("staff.dashboard", "assets/faults/waiting.html", load_waiting, 310, "assets.read"),
    ]


def services() -> Sequence[c.Service]:
    from plugins.assets.faults.commands import FaultPhotos

    return [c.Service(FaultPhotos, FaultPhotos())]


def code_patterns() -> Sequence[c.CodePattern]:
    from plugins.assets.faults.queries import resolve
    from plugins.assets.inventory.search import is_label

    return [c.CodePattern("assets.fault", lazy("Báo hỏng thiết bị"), is_label, resolve, public=True)]


def demo_data() -> Sequence[c.DemoData]:
    return [c.DemoData("assets.faults", c.later("plugins.assets.faults.demo:load"), 430)]
