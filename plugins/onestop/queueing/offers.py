"""What the queue contributes; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.onestop.menu import BOOKS, DESK, SETUP


def permissions() -> Sequence[c.Permission]:
    from plugins.onestop.queueing.access import PERMISSIONS

    return PERMISSIONS


def nav_items() -> Sequence[c.NavItem]:
    return [
        c.NavItem(lazy("Quầy gọi số"), "/staff/queue", "speakerphone", "onestop.queue", 106, DESK),
        c.NavItem(lazy("Thời gian chờ"), "/staff/queue/figures", "hourglass", "onestop.view", 140, BOOKS),
        c.NavItem(lazy("Sắp xếp quầy"), "/staff/queue/settings", "armchair", "onestop.queue_manage", 608, SETUP),
    ]


def route_handlers() -> Sequence[Any]:
    from plugins.onestop.queueing.controllers.arranging import ArrangingPages
    from plugins.onestop.queueing.controllers.board import BoardPages
    from plugins.onestop.queueing.controllers.calling import CallingPages
    from plugins.onestop.queueing.controllers.figures import QueueFigures
    from plugins.onestop.queueing.controllers.kiosk import KioskPages
    from plugins.onestop.queueing.controllers.tickets import TicketPages

    return [KioskPages, TicketPages, BoardPages, CallingPages, ArrangingPages, QueueFigures]


def panels() -> Sequence[c.Panel]:
    from plugins.onestop.queueing.panels import load_ticket

    return [c.Panel("onestop.dossier.aside", "onestop/queueing/panel_ticket.html", load_ticket, 150, "onestop.view")]


def code_patterns() -> Sequence[c.CodePattern]:
    from core.codes import QUEUE_TICKET, kind_of
    from plugins.onestop.queueing.scanning import open_ticket

    return [
        c.CodePattern(
            "onestop.queue", lazy("Số thứ tự"), lambda code: kind_of(code) is QUEUE_TICKET, open_ticket, public=True
        )
    ]


def lifespans() -> Sequence[Any]:
    from plugins.onestop.queueing.live import open_hub

    return [open_hub]


def demo_data() -> Sequence[c.DemoData]:
    return [c.DemoData("onestop.queues", c.later("plugins.onestop.queueing.demo:load_queues"), 340)]
