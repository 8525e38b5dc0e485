from collections.abc import Sequence
from typing import Any

from piccolo.conf.apps import AppConfig

from core.contributions import JobKind, MetricSource, NavItem, Permission, PluginInfo, Schedule
from core.hookspecs import hookimpl
from core.text.i18n import lazy


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(name="notices", title=lazy("Thư gửi đi"), version="0.1.0", package="core.notices")


@hookimpl
def migration_app() -> AppConfig:
    from core.notices.piccolo_app import APP_CONFIG

    return APP_CONFIG


@hookimpl
def permissions() -> Sequence[Permission]:
    return [
        Permission("notices.read", lazy("Xem thư gửi đi"), roles=("admin", "it_officer", "secretary")),
        Permission("notices.resend", lazy("Gửi lại thư"), roles=("admin", "it_officer", "secretary")),
    ]


@hookimpl
def nav_items() -> Sequence[NavItem]:
    return [NavItem(lazy("Thư gửi đi"), "/staff/mail", "mail-forward", "notices.read", 900, lazy("Quản trị"))]


@hookimpl
def route_handlers() -> Sequence[Any]:
    from core.notices.controllers import MailController

    return [MailController]


@hookimpl
def jobs() -> Sequence[JobKind]:
    from core.notices import jobs as work
    from core.notices.payloads import Forget, SendMails, Sweep

    return [
        JobKind(SendMails, work.send_mails, concurrency=4),
        JobKind(Sweep, work.sweep, concurrency=1),
        JobKind(Forget, work.forget, concurrency=1),
    ]


@hookimpl
def schedules() -> Sequence[Schedule]:
    from core.notices.payloads import Forget, Sweep

    return [Schedule("* * * * *", Sweep()), Schedule("10 19 * * *", Forget())]  # 02:10 in Vietnam


@hookimpl
def metrics() -> Sequence[MetricSource]:
    from core.notices.queries import count_by_state

    return [MetricSource("motcua_outgoing_mails", "Outgoing mails by state.", count_by_state, label="state")]
