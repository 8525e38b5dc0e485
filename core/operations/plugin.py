from collections.abc import Sequence
from typing import Any

from core.contributions import Command, HealthCheck, JobKind, MetricSource, NavItem, Permission, PluginInfo, Schedule
from core.hookspecs import hookimpl
from core.text.i18n import lazy


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(name="operations", title=lazy("Vận hành"), version="0.1.0", package="core.operations")


@hookimpl
def permissions() -> Sequence[Permission]:
    return [
        Permission("operations.read", lazy("Xem tình trạng hệ thống"), roles=("admin", "it_officer")),
        Permission("operations.requeue", lazy("Chạy lại việc nền bị giữ"), roles=("admin",)),
        Permission("api.docs", lazy("Xem tài liệu API"), roles=("admin", "it_officer")),
    ]


@hookimpl
def nav_items() -> Sequence[NavItem]:
    return [
        NavItem(lazy("Trang chính"), "/staff", "home", "", 0, exact=True),
        NavItem(lazy("Tình trạng hệ thống"), "/staff/operations", "activity", "operations.read", 920, lazy("Quản trị")),
        NavItem(lazy("Tài liệu API"), "/api/docs", "code", "api.docs", 930, lazy("Quản trị")),
    ]


@hookimpl
def route_handlers() -> Sequence[Any]:
    from core.operations.api_docs import ApiDocs
    from core.operations.controllers import HomeController, OperationsController
    from core.operations.health import live, metrics_page, ready
    from core.web.lists.controllers import ListChoices

    return [HomeController, OperationsController, ApiDocs, ListChoices, live, ready, metrics_page]


@hookimpl
def health_checks() -> Sequence[HealthCheck]:
    from core.operations import checks

    return [
        HealthCheck("database", checks.database),
        HealthCheck("worker", checks.worker),
        HealthCheck("plugins", checks.plugins),
    ]


@hookimpl
def metrics() -> Sequence[MetricSource]:
    from core.operations import checks

    return [MetricSource("motcua_jobs", "Background jobs by state", checks.jobs_by_state, label="state")]


@hookimpl
def jobs() -> Sequence[JobKind]:
    from core.operations.jobs import Beat, Tidy, beat, tidy

    return [JobKind(Beat, beat, attempts=1), JobKind(Tidy, tidy)]


@hookimpl
def schedules() -> Sequence[Schedule]:
    from core.operations.jobs import Beat, Tidy

    return [Schedule("* * * * *", Beat()), Schedule("17 18 * * *", Tidy())]


@hookimpl
def commands() -> Sequence[Command]:
    from core.operations.cli import health

    return [Command(health)]
