from collections.abc import Sequence

from piccolo.conf.apps import AppConfig

from core.contributions import Permission, PluginInfo
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
