# mypy: disable-error-code="empty-body"
"""The whole surface of what a plugin may declare.

Every hook is sync, is called once while the app is built, and gets no database and no network. What a hook returns is
described in `core.contributions`. A plugin implements the ones that it needs and no more.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

import pluggy
from piccolo.conf.apps import AppConfig

from core.contributions import (
    CodePattern,
    Command,
    DemoData,
    ExporterSpec,
    HealthCheck,
    JobKind,
    MetricSource,
    NavItem,
    NoticeChannel,
    Panel,
    Permission,
    PluginInfo,
    Schedule,
    SearchProvider,
    Service,
    Subscription,
)

PROJECT = "motcua"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def plugin_info() -> PluginInfo:
    """Return who the plugin is; the only hook that every plugin must implement."""


@hookspec
def migration_app() -> AppConfig:
    """Return Piccolo's AppConfig with the plugin's tables and its migrations folder."""


@hookspec
def route_handlers() -> Sequence[Any]:
    """Return controllers and handlers; each has a permission (`requires`) or is declared `public`."""


@hookspec
def nav_items() -> Sequence[NavItem]:
    """Return the plugin's lines in the staff menu."""


@hookspec
def panels() -> Sequence[Panel]:
    """Return pieces for pages that belong to others."""


@hookspec
def permissions() -> Sequence[Permission]:
    """Return the actions that can be allowed, with the roles that hold them at first."""


@hookspec
def services() -> Sequence[Service]:
    """Return implementations of contracts; at most one plugin implements a contract."""


@hookspec
def subscriptions() -> Sequence[Subscription]:
    """Return which events the plugin wants to be told of."""


@hookspec
def jobs() -> Sequence[JobKind]:
    """Return the kinds of background work the plugin does."""


@hookspec
def schedules() -> Sequence[Schedule]:
    """Return work that is due again and again."""


@hookspec
def commands() -> Sequence[Command]:
    """Return commands for the `motcua` line."""


@hookspec
def search_providers() -> Sequence[SearchProvider]:
    """Return answers for the one search box."""


@hookspec
def code_patterns() -> Sequence[CodePattern]:
    """Return the kinds of scanned codes that the plugin knows."""


@hookspec
def notice_channels() -> Sequence[NoticeChannel]:
    """Return ways to reach people besides mail."""


@hookspec
def health_checks() -> Sequence[HealthCheck]:
    """Return checks for /health/ready."""


@hookspec
def metrics() -> Sequence[MetricSource]:
    """Return gauges for /metrics."""


@hookspec
def exporters() -> Sequence[ExporterSpec]:
    """Return data sets that can be taken out as CSV, XLSX or open data."""


@hookspec
def lifespans() -> Sequence[Callable[[Any], AbstractAsyncContextManager[None]]]:
    """Return async context managers (given the app) that are open while the app serves."""


@hookspec
def demo_data() -> Sequence[DemoData]:
    """Return what fills an empty installation with a busy week."""


@hookspec(firstresult=True)
def identity_provider() -> Any:
    """Return an outside log-in (such as VNeID); the first plugin that has one wins."""
