from collections.abc import Sequence
from typing import Any

from piccolo.conf.apps import AppConfig

from core.contributions import DemoData, NavItem, Panel, Permission, PluginInfo, SearchProvider, later
from core.hookspecs import hookimpl
from core.text.i18n import lazy

READERS = ("clerk", "specialist", "leader", "secretary", "it_officer", "admin", "auditor")


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(name="meetings", title=lazy("Họp"), version="0.1.0", package="plugins.meetings")


@hookimpl
def migration_app() -> AppConfig:
    from plugins.meetings.piccolo_app import APP_CONFIG

    return APP_CONFIG


@hookimpl
def permissions() -> Sequence[Permission]:
    return [
        Permission("meetings.read", lazy("Xem cuộc họp và câu trả lời"), roles=READERS),
        Permission("meetings.call", lazy("Mời họp, sửa và hủy cuộc họp"), roles=("secretary", "leader", "admin")),
    ]


@hookimpl
def nav_items() -> Sequence[NavItem]:
    return [NavItem(lazy("Họp"), "/staff/meetings", "calendar-event", "meetings.read", 300, lazy("Công việc"))]


@hookimpl
def route_handlers() -> Sequence[Any]:
    from plugins.meetings.controllers.convene import ConvenePages
    from plugins.meetings.controllers.public import AnswerPages
    from plugins.meetings.controllers.staff import MeetingPages

    return [MeetingPages, ConvenePages, AnswerPages]


@hookimpl
def panels() -> Sequence[Panel]:
    from plugins.meetings.queries.finding import coming

    return [Panel("staff.dashboard", "meetings/panel_coming.html", coming, 300, "meetings.read")]


@hookimpl
def search_providers() -> Sequence[SearchProvider]:
    from plugins.meetings.queries.finding import search

    return [SearchProvider("meetings", lazy("Họp"), search, "meetings.read", 400)]


@hookimpl
def demo_data() -> Sequence[DemoData]:
    return [DemoData("meetings.week", later("plugins.meetings.demo:load_week"), 400)]
