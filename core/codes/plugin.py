from collections.abc import Sequence
from typing import Any

from core.contributions import PluginInfo
from core.hookspecs import hookimpl
from core.text.i18n import lazy


@hookimpl
def plugin_info() -> PluginInfo:
    """Name the part."""
    return PluginInfo(name="codes", title=lazy("Mã quét"), version="0.1.0", package="core.codes")


@hookimpl
def route_handlers() -> Sequence[Any]:
    """Return the address behind every printed code."""
    from core.codes.controllers import CodeController

    return [CodeController]
