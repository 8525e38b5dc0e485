from collections.abc import Sequence
from typing import Any

from core.contributions import PluginInfo
from core.hookspecs import hookimpl
from core.text.i18n import lazy


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(name="search", title=lazy("Tìm kiếm"), version="0.1.0", package="core.search")


@hookimpl
def route_handlers() -> Sequence[Any]:
    from core.search.controllers import search_box

    return [search_box]
