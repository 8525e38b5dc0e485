from collections.abc import Sequence
from typing import Any

from core.contributions import NavItem, PluginInfo
from core.hookspecs import hookimpl
from core.text.i18n import lazy


@hookimpl
def plugin_info() -> PluginInfo:
    """Name the part."""
    return PluginInfo(name="exports", title=lazy("Xuất dữ liệu"), version="0.1.0", package="core.exports")


@hookimpl
def nav_items() -> Sequence[NavItem]:
    """Return the page of data sets; it shows each reader only what that reader may take."""
    return [NavItem(lazy("Xuất dữ liệu"), "/staff/exports", "file-export", order=890)]


@hookimpl
def route_handlers() -> Sequence[Any]:
    """Return the page of data sets and the files themselves."""
    from core.exports.controllers import ExportController

    return [ExportController]
