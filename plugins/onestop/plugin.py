from collections.abc import Sequence
from typing import Any

from piccolo.conf.apps import AppConfig

from core.contributions import (
    CodePattern,
    Command,
    DemoData,
    NavItem,
    Panel,
    Permission,
    PluginInfo,
    SearchProvider,
    Service,
)
from core.hookspecs import hookimpl
from core.text.i18n import lazy


@hookimpl
def plugin_info() -> PluginInfo:
    """Name the plugin."""
    return PluginInfo(name="onestop", title=lazy("Một cửa"), version="0.1.0")


@hookimpl
def migration_app() -> AppConfig:
    """Return the tables of procedures and dossiers."""
    from plugins.onestop.piccolo_app import APP_CONFIG

    return APP_CONFIG


@hookimpl
def permissions() -> Sequence[Permission]:
    """Return what the people at and behind the desk may do."""
    from plugins.onestop import access

    staff = ("clerk", "specialist", "leader")
    return [
        Permission(access.VIEW, lazy("Xem hồ sơ một cửa"), roles=(*staff, "admin", "auditor")),
        Permission(access.RECEIVE, lazy("Tiếp nhận và trả kết quả hồ sơ"), roles=("clerk",)),
        Permission(access.APPRAISE, lazy("Thụ lý hồ sơ"), roles=("specialist",)),
        Permission(access.SIGN, lazy("Ký duyệt hồ sơ"), roles=("leader",)),
        Permission(access.IDENTITY, lazy("Xem số giấy tờ và điện thoại trong hồ sơ"), roles=staff),
        Permission(access.MANAGE, lazy("Quản lý danh mục thủ tục"), roles=("admin",)),
    ]


@hookimpl
def nav_items() -> Sequence[NavItem]:
    """Return the desk's lines in the menu."""
    section = lazy("Một cửa")
    return [
        NavItem(lazy("Hồ sơ"), "/staff/dossiers", "folder-open", "onestop.view", 100, section),
        NavItem(lazy("Tiếp nhận hồ sơ"), "/staff/dossiers/new", "file-plus", "onestop.receive", 110, section),
        NavItem(lazy("Bàn giao hồ sơ"), "/staff/handover", "transfer", "onestop.receive", 120, section),
        NavItem(lazy("Thủ tục"), "/staff/procedures", "list-details", "onestop.view", 130, section),
    ]


@hookimpl
def route_handlers() -> Sequence[Any]:
    """Return pages and API."""
    from plugins.onestop.controllers.api import DossierApi, ProcedureApi
    from plugins.onestop.controllers.catalogue import CataloguePages
    from plugins.onestop.controllers.dossier import DossierPages
    from plugins.onestop.controllers.handover import HandOverPages
    from plugins.onestop.controllers.intake import IntakePages

    return [IntakePages, DossierPages, HandOverPages, CataloguePages, DossierApi, ProcedureApi]


@hookimpl
def panels() -> Sequence[Panel]:
    """Return the day's figures for the staff's first page."""
    from plugins.onestop.panels import load_today

    return [Panel("staff.dashboard", "onestop/panel_today.html", load_today, 100, "onestop.view")]


@hookimpl
def services() -> Sequence[Service]:
    """Return what the public pages ask for."""
    from core.contracts.dossiers import DossierStatus
    from core.contracts.procedures import ProcedureCatalogue
    from plugins.onestop.services import Catalogue, Status

    return [Service(ProcedureCatalogue, Catalogue()), Service(DossierStatus, Status())]


@hookimpl
def code_patterns() -> Sequence[CodePattern]:
    """Return the slip's code: staff get the dossier, everybody else its public status."""
    from core.codes import DOSSIER_SLIP, kind_of
    from plugins.onestop.scanning import open_slip

    return [
        CodePattern("onestop.slip", lazy("Hồ sơ"), lambda code: kind_of(code) is DOSSIER_SLIP, open_slip, public=True)
    ]


@hookimpl
def search_providers() -> Sequence[SearchProvider]:
    """Return dossiers and procedures for the one search box."""
    from plugins.onestop.queries.finding import find_dossiers, find_procedures

    return [
        SearchProvider("onestop.dossiers", lazy("Hồ sơ"), find_dossiers, "onestop.view", 10),
        SearchProvider("onestop.procedures", lazy("Thủ tục"), find_procedures, "onestop.view", 20),
    ]


@hookimpl
def commands() -> Sequence[Command]:
    """Return `motcua onestop ...`."""
    from plugins.onestop.cli import onestop

    return [Command(onestop)]


@hookimpl
def demo_data() -> Sequence[DemoData]:
    """Return a busy week at the desks."""
    from plugins.onestop.demo import load_week

    return [DemoData("onestop.week", load_week, 300)]
