from collections.abc import Sequence
from typing import Any

from piccolo.conf.apps import AppConfig

from core import contributions as c
from core.hookspecs import hookimpl
from core.text.i18n import lazy
from plugins.assets.access import MENU, PERMISSIONS
from plugins.assets.settings import AssetsSettings


@hookimpl
def plugin_info() -> c.PluginInfo:
    return c.PluginInfo(name="assets", title=lazy("Tài sản"), version="0.1.0", settings=AssetsSettings)


@hookimpl
def migration_app() -> AppConfig:
    from plugins.assets.piccolo_app import APP_CONFIG

    return APP_CONFIG


@hookimpl
def permissions() -> Sequence[c.Permission]:
    return PERMISSIONS


@hookimpl
def route_handlers() -> Sequence[Any]:
    from plugins.assets.inventory.controllers.api import AssetsApi
    from plugins.assets.inventory.controllers.pages import AssetPages
    from plugins.assets.monitoring.controllers.pages import OverviewPages, WatchPages

    return [AssetPages, AssetsApi, OverviewPages, WatchPages]


@hookimpl
def nav_items() -> Sequence[c.NavItem]:
    return MENU


@hookimpl
def panels() -> Sequence[c.Panel]:
    from plugins.assets.monitoring.health import dashboard

    return [c.Panel("staff.dashboard", "assets/dashboard.html", dashboard, 300, "assets.read")]


@hookimpl
def jobs() -> Sequence[c.JobKind]:
    from plugins.assets.monitoring.jobs import KINDS

    return KINDS


@hookimpl
def schedules() -> Sequence[c.Schedule]:
    from plugins.assets.monitoring.payloads import SCHEDULES

    return SCHEDULES


@hookimpl
def commands() -> Sequence[c.Command]:
    from plugins.assets.cli import assets

    return [c.Command(assets)]


@hookimpl
def search_providers() -> Sequence[c.SearchProvider]:
    from plugins.assets.inventory.search import search

    return [c.SearchProvider("assets", lazy("Thiết bị"), search, "assets.read", 300)]


@hookimpl
def code_patterns() -> Sequence[c.CodePattern]:
    from plugins.assets.inventory.search import is_label, resolve

    return [c.CodePattern("assets.label", lazy("Nhãn tài sản"), is_label, resolve)]


@hookimpl
def exporters() -> Sequence[c.ExporterSpec]:
    from plugins.assets.inventory.exports import register_rows

    return [c.ExporterSpec("assets.register", lazy("Sổ tài sản"), "assets.read", register_rows)]


@hookimpl
def health_checks() -> Sequence[c.HealthCheck]:
    from plugins.assets.monitoring.health import poller

    return [c.HealthCheck("assets.poller", poller)]


@hookimpl
def metrics() -> Sequence[c.MetricSource]:
    from plugins.assets.monitoring.health import devices_by_state

    return [c.MetricSource("motcua_devices", "Monitored devices by state.", devices_by_state, "state")]


@hookimpl
def lifespans() -> Sequence[Any]:
    from plugins.assets.demo.load import agent_while_serving

    return [agent_while_serving]


@hookimpl
def demo_data() -> Sequence[c.DemoData]:
    from plugins.assets.demo.load import load

    return [c.DemoData("assets.equipment", load, 400)]
