from collections.abc import Sequence

from piccolo.conf.apps import AppConfig

from core.contributions import Command, JobKind, Permission, PluginInfo, Schedule
from core.hookspecs import hookimpl
from core.text.i18n import lazy
from plugins.assets.settings import AssetsSettings


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(name="assets", title=lazy("Tài sản"), version="0.1.0", settings=AssetsSettings)


@hookimpl
def migration_app() -> AppConfig:
    from plugins.assets.piccolo_app import APP_CONFIG

    return APP_CONFIG


@hookimpl
def permissions() -> Sequence[Permission]:
    return [
        Permission("assets.read", lazy("Xem tài sản"), ("it_officer", "admin", "auditor", "leader")),
        Permission("assets.edit", lazy("Ghi sổ tài sản"), ("it_officer", "admin")),
        Permission("assets.monitor", lazy("Giám sát thiết bị"), ("it_officer", "admin")),
    ]


@hookimpl
def jobs() -> Sequence[JobKind]:
    from plugins.assets.monitoring import jobs as work
    from plugins.assets.monitoring import payloads

    return [
        JobKind(payloads.Poll, work.poll, concurrency=1),
        JobKind(payloads.PollCommune, work.poll_commune, concurrency=4),
        JobKind(payloads.PollDevice, work.poll_device, concurrency=8),
        JobKind(payloads.ForgetSamples, work.forget_samples, concurrency=1),
    ]


@hookimpl
def schedules() -> Sequence[Schedule]:
    from plugins.assets.monitoring.payloads import ForgetSamples, Poll

    return [Schedule("* * * * *", Poll()), Schedule("40 19 * * *", ForgetSamples())]


@hookimpl
def commands() -> Sequence[Command]:
    from plugins.assets.cli import assets

    return [Command(assets)]
