"""What the clock contributes; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.onestop.menu import BOOKS, SETUP


def nav_items() -> Sequence[c.NavItem]:
    return [
        c.NavItem(lazy("Hạn từng bước"), "/staff/deadlines", "clock", "onestop.view", 130, BOOKS),
        c.NavItem(lazy("Lịch và quy tắc hạn"), "/staff/clock", "calendar", "onestop.manage", 602, SETUP),
    ]


def route_handlers() -> Sequence[Any]:
    from plugins.onestop.clock.controllers.days import DayPages
    from plugins.onestop.clock.controllers.deadlines import DeadlinePages
    from plugins.onestop.clock.controllers.dossier import DossierClockPages
    from plugins.onestop.clock.controllers.rules import RulePages

    return [DayPages, RulePages, DeadlinePages, DossierClockPages]


def panels() -> Sequence[c.Panel]:
    from plugins.onestop.clock.panels import load_deadlines, load_dossier

    return [
        c.Panel("onestop.dossier.aside", "onestop/clock/panel_dossier.html", load_dossier, 10, "onestop.view"),
        c.Panel("staff.dashboard", "onestop/clock/panel_deadlines.html", load_deadlines, 110, "onestop.view"),
    ]


def subscriptions() -> Sequence[c.Subscription]:
    from core.contracts.events import DossierMoved
    from plugins.onestop.clock.jobs import note_step

    return [c.Subscription(DossierMoved, note_step, "in_transaction")]


def jobs() -> Sequence[c.JobKind]:
    from plugins.onestop.clock import jobs as work
    from plugins.onestop.clock.payloads import Recompute, StopUnanswered, Sweep

    return [
        c.JobKind(Recompute, work.recompute, concurrency=1),
        c.JobKind(Sweep, work.sweep, concurrency=1),
        c.JobKind(StopUnanswered, work.stop_unanswered, concurrency=1),
    ]


def schedules() -> Sequence[c.Schedule]:
    from plugins.onestop.clock.payloads import Recompute, StopUnanswered, Sweep

    # UTC: a night at 18:30 is 01:30 in Vietnam
    return [
        c.Schedule("*/5 * * * *", Sweep()),
        c.Schedule("20 * * * *", StopUnanswered()),
        c.Schedule("30 18 * * *", Recompute()),
    ]


def demo_data() -> Sequence[c.DemoData]:
    return [c.DemoData("onestop.clock", c.later("plugins.onestop.clock.demo:load_clock"), 320)]
