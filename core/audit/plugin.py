from collections.abc import Sequence
from typing import Any

from piccolo.conf.apps import AppConfig

from core.contributions import Command, JobKind, NavItem, Permission, PluginInfo, Schedule
from core.hookspecs import hookimpl
from core.text.i18n import lazy


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(name="audit", title=lazy("Nhật ký"), version="0.1.0", package="core.audit")


@hookimpl
def migration_app() -> AppConfig:
    from core.audit.piccolo_app import APP_CONFIG

    return APP_CONFIG


@hookimpl
def permissions() -> Sequence[Permission]:
    return [Permission("audit.read", lazy("Xem nhật ký"), roles=("admin", "auditor"))]


@hookimpl
def nav_items() -> Sequence[NavItem]:
    return [NavItem(lazy("Nhật ký"), "/staff/audit", "history", "audit.read", 910, lazy("Quản trị"))]


@hookimpl
def route_handlers() -> Sequence[Any]:
    from core.audit.controllers import LogController

    return [LogController]


@hookimpl
def jobs() -> Sequence[JobKind]:
    from core.audit.jobs import SealLog, seal_log

    return [JobKind(SealLog, seal_log, concurrency=1)]


@hookimpl
def schedules() -> Sequence[Schedule]:
    from core.audit.jobs import SealLog

    return [Schedule("* * * * *", SealLog())]


@hookimpl
def commands() -> Sequence[Command]:
    from core.audit.cli import audit

    return [Command(audit)]
