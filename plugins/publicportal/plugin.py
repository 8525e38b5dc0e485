from collections.abc import Sequence
from typing import Any

from piccolo.conf.apps import AppConfig

from core.contributions import PluginInfo, Service
from core.hookspecs import hookimpl
from core.text.i18n import lazy


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(name="publicportal", title=lazy("Cổng công khai"), version="0.1.0")


@hookimpl
def migration_app() -> AppConfig:
    from plugins.publicportal.piccolo_app import APP_CONFIG

    return APP_CONFIG


@hookimpl
def route_handlers() -> Sequence[Any]:
    from plugins.publicportal.controllers.api import LookUpApi
    from plugins.publicportal.controllers.filing import FilingDoor
    from plugins.publicportal.controllers.filing_end import FilingEnd
    from plugins.publicportal.controllers.filing_steps import FilingSteps
    from plugins.publicportal.controllers.kiosk import Kiosk
    from plugins.publicportal.controllers.lookup import LookUpPages
    from plugins.publicportal.controllers.pages import PublicPages
    from plugins.publicportal.controllers.rating import RatingDoor

    return [PublicPages, LookUpPages, Kiosk, LookUpApi, FilingDoor, FilingSteps, FilingEnd, RatingDoor]


@hookimpl
def services() -> Sequence[Service]:
    from core.contracts.dossiers import StatusPage
    from plugins.publicportal.controllers.lookup import SlipPage

    return [Service(StatusPage, SlipPage())]
