"""What the desk itself contributes; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.onestop.menu import DESK


def permissions() -> Sequence[c.Permission]:
    from plugins.onestop.access import PERMISSIONS

    return PERMISSIONS


def nav_items() -> Sequence[c.NavItem]:
    return [
        c.NavItem(lazy("Hồ sơ"), "/staff/dossiers", "folder-open", "onestop.view", 100, DESK),
        c.NavItem(lazy("Tiếp nhận hồ sơ"), "/staff/dossiers/new", "file-plus", "onestop.receive", 102, DESK),
        c.NavItem(lazy("Bàn giao hồ sơ"), "/staff/handover", "transfer", "onestop.receive", 108, DESK),
        c.NavItem(lazy("Danh mục thủ tục"), "/staff/procedures", "list-details", "onestop.view", 116, DESK),
    ]


def route_handlers() -> Sequence[Any]:
    from plugins.onestop.controllers.api import DossierApi, ProcedureApi
    from plugins.onestop.controllers.dossier import DossierPages
    from plugins.onestop.controllers.intake import IntakePages

    return [IntakePages, DossierPages, DossierApi, ProcedureApi]


def panels() -> Sequence[c.Panel]:
    from plugins.onestop.panels import load_today

    return [c.Panel("staff.dashboard", "onestop/panel_today.html", load_today, 100, "onestop.view")]


def services() -> Sequence[c.Service]:
    from core.contracts.dossiers import DossierStatus
    from core.contracts.procedures import ProcedureCatalogue
    from plugins.onestop.services import Catalogue, Status

    return [c.Service(ProcedureCatalogue, Catalogue()), c.Service(DossierStatus, Status())]


def code_patterns() -> Sequence[c.CodePattern]:
    from core.codes import DOSSIER_SLIP, kind_of
    from plugins.onestop.scanning import open_slip

    return [
        c.CodePattern("onestop.slip", lazy("Hồ sơ"), lambda code: kind_of(code) is DOSSIER_SLIP, open_slip, public=True)
    ]


def search_providers() -> Sequence[c.SearchProvider]:
    from plugins.onestop.queries.finding import find_dossiers, find_procedures

    return [
        c.SearchProvider("onestop.dossiers", lazy("Hồ sơ"), find_dossiers, "onestop.view", 10),
        c.SearchProvider("onestop.procedures", lazy("Thủ tục"), find_procedures, "onestop.view", 20),
    ]


def commands() -> Sequence[c.Command]:
    from plugins.onestop.cli import onestop

    return [c.Command(onestop)]


def demo_data() -> Sequence[c.DemoData]:
    return [c.DemoData("onestop.week", c.later("plugins.onestop.demo:load_week"), 300)]
