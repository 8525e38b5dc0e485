from collections.abc import Mapping, Sequence
from typing import Any

from piccolo.conf.apps import AppConfig

from core.contributions import HealthCheck, JobKind, MetricSource, PluginInfo, Schedule
from core.hookspecs import hookimpl
from core.text.i18n import lazy


@hookimpl
def plugin_info() -> PluginInfo:
    """Name the part."""
    return PluginInfo(name="files", title=lazy("Tệp đính kèm"), version="0.1.0", package="core.files")


@hookimpl
def migration_app() -> AppConfig:
    """Return the table of attachments."""
    from core.files.piccolo_app import APP_CONFIG

    return APP_CONFIG


@hookimpl
def route_handlers() -> Sequence[Any]:
    """Return the downloads."""
    from core.files.controllers import DownloadController

    return [DownloadController]


@hookimpl
def jobs() -> Sequence[JobKind]:
    """Return the sweeper and the scanner's second try."""
    from core.files.jobs import ScanAgain, SweepFiles, scan_again, sweep_files

    return [JobKind(SweepFiles, sweep_files, concurrency=1), JobKind(ScanAgain, scan_again, concurrency=1)]


@hookimpl
def schedules() -> Sequence[Schedule]:
    """Sweep each night (02:17 in Vietnam), scan again every ten minutes."""
    from core.files.jobs import ScanAgain, SweepFiles

    return [Schedule("17 19 * * *", SweepFiles()), Schedule("*/10 * * * *", ScanAgain())]


@hookimpl
def health_checks() -> Sequence[HealthCheck]:
    """Return checks of the folder and of the virus scanner."""
    from core.files.health import folder_trouble, scanner_trouble

    return [HealthCheck("files.folder", folder_trouble), HealthCheck("files.scanner", scanner_trouble)]


@hookimpl
def metrics() -> Sequence[MetricSource]:
    """Return how many files wait for the virus scanner."""

    async def collect() -> Mapping[str, float]:
        from core.files.queries import count_quarantined

        return {"quarantined": await count_quarantined()}

    return [MetricSource("motcua_files", "Attached files that wait for the virus scanner.", collect, label="state")]
