"""What the notices contribute; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.onestop.menu import SETUP


def permissions() -> Sequence[c.Permission]:
    from plugins.onestop.telling.access import PERMISSIONS

    return PERMISSIONS


def nav_items() -> Sequence[c.NavItem]:
    return [c.NavItem(lazy("Thông báo cho người dân"), "/staff/notices", "message", "onestop.notices", 610, SETUP)]


def route_handlers() -> Sequence[Any]:
    from plugins.onestop.telling.controllers.dossier import DossierNotices
    from plugins.onestop.telling.controllers.pages import NoticePages

    return [DossierNotices, NoticePages]


def panels() -> Sequence[c.Panel]:
    from plugins.onestop.telling.panels import load_notices

    return [c.Panel("onestop.dossier.aside", "onestop/telling/panel.html", load_notices, 300, "onestop.view")]


def jobs() -> Sequence[c.JobKind]:
    from plugins.onestop.telling import jobs as work
    from plugins.onestop.telling.payloads import Tell, TellOne

    return [c.JobKind(Tell, work.tell, concurrency=1), c.JobKind(TellOne, work.tell_one)]


def schedules() -> Sequence[c.Schedule]:
    from plugins.onestop.telling.payloads import Tell

    return [c.Schedule("* * * * *", Tell())]


def notice_channels() -> Sequence[c.NoticeChannel]:
    from plugins.onestop.telling.channels import send_sms, send_zalo

    return [c.NoticeChannel("sms", send_sms), c.NoticeChannel("zalo", send_zalo)]


def metrics() -> Sequence[c.MetricSource]:
    from plugins.onestop.telling.queries import count_by_state

    return [c.MetricSource("motcua_notices", "Notices to people not yet sent.", count_by_state, "state")]


def demo_data() -> Sequence[c.DemoData]:
    return [c.DemoData("onestop.notices", c.later("plugins.onestop.telling.demo:load_notices"), 331)]
