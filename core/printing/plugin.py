from collections.abc import Sequence

from core.contributions import HealthCheck, PluginInfo
from core.hookspecs import hookimpl
from core.text.i18n import lazy


@hookimpl
def plugin_info() -> PluginInfo:
    """Name the part."""
    return PluginInfo(name="printing", title=lazy("In giấy tờ"), version="0.1.0", package="core.printing")


@hookimpl
def health_checks() -> Sequence[HealthCheck]:
    """Return the check that papers come out in the font of official papers."""
    from core.printing.fonts import font_trouble

    return [HealthCheck("printing.fonts", font_trouble)]
