"""What monitoring contributes; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.assets.menu import SECTION


def permissions() -> Sequence[c.Permission]:
    return [c.Permission("assets.monitor", lazy("Giám sát thiết bị"), ("it_officer", "admin"))]


def nav_items() -> Sequence[c.NavItem]:
    return [c.NavItem(lazy("Giám sát"), "/staff/monitoring", "activity", "assets.read", 360, SECTION)]


def route_handlers() -> Sequence[Any]:
    from plugins.assets.monitoring.controllers.pages import OverviewPages, WatchPages

    return [OverviewPages, WatchPages]


def panels() -> Sequence[c.Panel]:
    from plugins.assets.monitoring.health import dashboard

    return [c.Panel("staff.dashboard", "assets/dashboard.html", dashboard, 300, "assets.read")]


def jobs() -> Sequence[c.JobKind]:
    from plugins.assets.monitoring.jobs import KINDS

    return KINDS


def schedules() -> Sequence[c.Schedule]:
    from plugins.assets.monitoring.payloads import SCHEDULES

    return SCHEDULES


def commands() -> Sequence[c.Command]:
    from plugins.assets.cli import assets

    return [c.Command(assets)]


def health_checks() -> Sequence[c.HealthCheck]:
    from plugins.assets.monitoring.health import poller

    return [c.HealthCheck("assets.poller", poller)]


def metrics() -> Sequence[c.MetricSource]:
    from plugins.assets.monitoring.health import devices_by_state

    return [c.MetricSource("motcua_devices", "Monitored devices by state.", devices_by_state, "state")]
