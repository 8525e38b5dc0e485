"""What filing from home contributes; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.onestop.menu import DESK, SETUP


def nav_items() -> Sequence[c.NavItem]:
    return [
        c.NavItem(lazy("Hồ sơ nộp từ xa"), "/staff/online", "world", "onestop.view", 104, DESK),
        c.NavItem(lazy("Biểu mẫu nộp từ xa"), "/staff/online-forms", "clipboard", "onestop.manage", 604, SETUP),
    ]


def route_handlers() -> Sequence[Any]:
    from plugins.onestop.online.controllers.forms import FormPages
    from plugins.onestop.online.controllers.inbox import InboxPages

    return [InboxPages, FormPages]


def services() -> Sequence[c.Service]:
    from core.contracts.online import OnlineFiling
    from plugins.onestop.online.services import Filing, FilingAttachments

    return [c.Service(OnlineFiling, Filing()), c.Service(FilingAttachments, FilingAttachments())]


def panels() -> Sequence[c.Panel]:
    from plugins.onestop.online.panels import load_filing, load_waiting

    return [
        c.Panel("onestop.dossier", "onestop/online/panel_filing.html", load_filing, 50, "onestop.view"),
        c.Panel("staff.dashboard", "onestop/online/panel_waiting.html", load_waiting, 110, "onestop.receive"),
    ]


def jobs() -> Sequence[c.JobKind]:
    from plugins.onestop.online.jobs import ForgetDrafts, RecountAnswers, run_forget_drafts, run_recount_answers

    return [
        c.JobKind(ForgetDrafts, run_forget_drafts, concurrency=1),
        c.JobKind(RecountAnswers, run_recount_answers, concurrency=1),
    ]


def schedules() -> Sequence[c.Schedule]:
    from plugins.onestop.online.jobs import ForgetDrafts, RecountAnswers

    return [c.Schedule("41 18 * * *", ForgetDrafts()), c.Schedule("11 23 * * *", RecountAnswers())]


def search_providers() -> Sequence[c.SearchProvider]:
    from plugins.onestop.online.queries.finding import find_filings

    return [c.SearchProvider("onestop.filings", lazy("Hồ sơ nộp từ xa"), find_filings, "onestop.view", 12)]


def commands() -> Sequence[c.Command]:
    from plugins.onestop.online.cli import online_forms

    return [c.Command(online_forms)]


def demo_data() -> Sequence[c.DemoData]:
    return [c.DemoData("onestop.online", c.later("plugins.onestop.online.demo:load_filings"), 320)]
