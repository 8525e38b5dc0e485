"""What inventory agents contribute; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.assets.menu import SECTION


def nav_items() -> Sequence[c.NavItem]:
    return [c.NavItem(lazy("Máy báo về"), "/staff/agents", "cpu", "assets.read", 340, SECTION)]


def route_handlers() -> Sequence[Any]:
    from plugins.assets.agents.pages import MachinePages
    from plugins.assets.agents.receiving import AgentPost

    return [AgentPost, MachinePages]


def panels() -> Sequence[c.Panel]:
    from plugins.assets.agents.pages import load_machine

    return [c.Panel("assets.asset.aside", "assets/agents/panel.html", load_machine, 200, "assets.read")]


def demo_data() -> Sequence[c.DemoData]:
    return [c.DemoData("assets.agents", c.later("plugins.assets.agents.demo:load"), 410)]
