from collections.abc import Sequence
from typing import Any

from piccolo.conf.apps import AppConfig

from core.contributions import CodePattern, Command, DemoData, NavItem, Permission, PluginInfo, SearchProvider, later
from core.hookspecs import hookimpl
from core.text.i18n import lazy

EVERYBODY = ("admin", "clerk", "specialist", "leader", "it_officer", "secretary", "hamlet_head", "auditor")


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(name="offices", title=lazy("Tổ chức"), version="0.1.0", package="core.offices")


@hookimpl
def migration_app() -> AppConfig:
    from core.offices.piccolo_app import APP_CONFIG

    return APP_CONFIG


@hookimpl
def permissions() -> Sequence[Permission]:
    return [
        Permission("offices.read", lazy("Xem đơn vị và người làm việc"), roles=EVERYBODY),
        Permission("offices.manage", lazy("Quản lý đơn vị và người làm việc"), roles=("admin",)),
        Permission("offices.assign", lazy("Giao và thu hồi vai trò"), roles=("admin",)),
        Permission("offices.absence", lazy("Báo vắng thay người khác"), roles=("admin", "leader", "secretary")),
    ]


@hookimpl
def route_handlers() -> Sequence[Any]:
    from core.offices.controllers.absences import AbsencesController
    from core.offices.controllers.people import PeopleController
    from core.offices.controllers.units import UnitsController

    return [UnitsController, PeopleController, AbsencesController]


@hookimpl
def nav_items() -> Sequence[NavItem]:
    section = lazy("Tổ chức")
    return [
        NavItem(lazy("Cơ quan, đơn vị"), "/staff/units", "sitemap", "offices.read", 700, section),
        NavItem(lazy("Người làm việc"), "/staff/people", "id-badge-2", "offices.read", 710, section),
        NavItem(lazy("Ngày vắng"), "/staff/absences", "calendar-off", "", 720, section),
    ]


@hookimpl
def commands() -> Sequence[Command]:
    from core.offices.cli import offices

    return [Command(offices)]


@hookimpl
def demo_data() -> Sequence[DemoData]:
    return [DemoData("offices.people", later("core.offices.demo:load_people"), 10)]


@hookimpl
def search_providers() -> Sequence[SearchProvider]:
    from core.offices.finding import find_people, find_units

    return [
        SearchProvider("offices.people", lazy("Người làm việc"), find_people, "offices.read", 60),
        SearchProvider("offices.units", lazy("Cơ quan, đơn vị"), find_units, "offices.read", 70),
    ]


@hookimpl
def code_patterns() -> Sequence[CodePattern]:
    from core.offices.finding import is_staff_card, open_staff_card

    return [CodePattern("offices.staff_card", lazy("Thẻ cán bộ"), is_staff_card, open_staff_card)]
