"""What requests contribute; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.assets.menu import SECTION


def nav_items() -> Sequence[c.NavItem]:
    return [
        c.NavItem(lazy("Đề nghị về thiết bị"), "/staff/equipment-requests", "inbox", "assets.custody", 355, SECTION)
    ]


def route_handlers() -> Sequence[Any]:
    from plugins.assets.requests.pages import RequestPages

    return [RequestPages]


def panels() -> Sequence[c.Panel]:
    from plugins.assets.requests.pages import load_requests

    return [c.Panel("assets.person", "assets/requests/panel.html", load_requests, 100, "assets.own")]


def demo_data() -> Sequence[c.DemoData]:
    return [c.DemoData("assets.requests", c.later("plugins.assets.requests.demo:load_requests"), 425)]
