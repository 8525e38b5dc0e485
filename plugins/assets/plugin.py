from collections.abc import Sequence
from typing import Any

from piccolo.conf.apps import AppConfig

from core import contributions as c
from core.hookspecs import hookimpl
from core.text.i18n import lazy
from plugins.assets.features import gathered


@hookimpl
def plugin_info() -> c.PluginInfo:
    from plugins.assets.settings import AssetsSettings

    return c.PluginInfo(name="assets", title=lazy("Tài sản"), version="0.1.0", settings=AssetsSettings)


@hookimpl
def migration_app() -> AppConfig:
    from plugins.assets.piccolo_app import APP_CONFIG

    return APP_CONFIG


@hookimpl
def permissions() -> Sequence[c.Permission]:
    return gathered("permissions")


@hookimpl
def nav_items() -> Sequence[c.NavItem]:
    return gathered("nav_items")


@hookimpl
def route_handlers() -> Sequence[Any]:
    return gathered("route_handlers")


@hookimpl
def panels() -> Sequence[c.Panel]:
    return gathered("panels")


@hookimpl
def services() -> Sequence[c.Service]:
    return gathered("services")


@hookimpl
def subscriptions() -> Sequence[c.Subscription]:
    return gathered("subscriptions")


@hookimpl
def jobs() -> Sequence[c.JobKind]:
    return gathered("jobs")


@hookimpl
def schedules() -> Sequence[c.Schedule]:
    return gathered("schedules")


@hookimpl
def commands() -> Sequence[c.Command]:
    return gathered("commands")


@hookimpl
def code_patterns() -> Sequence[c.CodePattern]:
    return gathered("code_patterns")


@hookimpl
def search_providers() -> Sequence[c.SearchProvider]:
    return gathered("search_providers")


@hookimpl
def notice_channels() -> Sequence[c.NoticeChannel]:
    return gathered("notice_channels")


@hookimpl
def health_checks() -> Sequence[c.HealthCheck]:
    return gathered("health_checks")


@hookimpl
def metrics() -> Sequence[c.MetricSource]:
    return gathered("metrics")


@hookimpl
def exporters() -> Sequence[c.ExporterSpec]:
    return gathered("exporters")


@hookimpl
def lifespans() -> Sequence[Any]:
    return gathered("lifespans")


@hookimpl
def demo_data() -> Sequence[c.DemoData]:
    return gathered("demo_data")
