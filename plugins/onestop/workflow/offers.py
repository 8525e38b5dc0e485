"""What the workflow feature contributes; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.onestop.menu import SETUP


def nav_items() -> Sequence[c.NavItem]:
    return [c.NavItem(lazy("Quy trình"), "/staff/workflows", "sitemap", "onestop.manage", 600, SETUP)]


def route_handlers() -> Sequence[Any]:
    from plugins.onestop.workflow.controllers.drafts import DraftPages
    from plugins.onestop.workflow.controllers.playing import PlayPages
    from plugins.onestop.workflow.controllers.steps import StepPages
    from plugins.onestop.workflow.controllers.versions import WorkflowPages

    return [StepPages, WorkflowPages, DraftPages, PlayPages]


def panels() -> Sequence[c.Panel]:
    from plugins.onestop.workflow.panels import load_holding, load_rounds

    return [
        c.Panel("onestop.dossier", "onestop/workflow/panel_rounds.html", load_rounds, 50, "onestop.view"),
        c.Panel("onestop.dossier.aside", "onestop/workflow/panel_holding.html", load_holding, 50, "onestop.view"),
    ]


def jobs() -> Sequence[c.JobKind]:
    from plugins.onestop.workflow.commands.relocating import RelocateDossiers, carry_out

    return [c.JobKind(RelocateDossiers, carry_out, concurrency=1)]


def demo_data() -> Sequence[c.DemoData]:
    return [c.DemoData("onestop.workflows", c.later("plugins.onestop.workflow.demo:load_workflows"), 390)]
