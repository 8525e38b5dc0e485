from collections.abc import Sequence
from typing import Any

from piccolo.conf.apps import AppConfig

from core.contributions import (
    Command,
    JobKind,
    NavItem,
    Panel,
    Permission,
    PluginInfo,
    Schedule,
    SearchProvider,
    Subscription,
)
from core.hookspecs import hookimpl
from core.text.i18n import lazy
from visitorbook.access import READ, WRITE


@hookimpl
def plugin_info() -> PluginInfo:
    """Name the plugin and its settings."""
    from visitorbook.settings import VisitorBookSettings

    return PluginInfo("visitorbook", lazy("Sổ khách"), "1.0", core=">=0.1,<1", settings=VisitorBookSettings)


@hookimpl
def migration_app() -> AppConfig:
    """Return the tables."""
    from visitorbook.piccolo_app import APP_CONFIG

    return APP_CONFIG


@hookimpl
def permissions() -> Sequence[Permission]:
    """Return what can be allowed."""
    return [
        Permission(READ, lazy("Xem sổ khách"), roles=("clerk", "leader")),
        Permission(WRITE, lazy("Ghi sổ khách"), roles=("clerk",)),
    ]


@hookimpl
def nav_items() -> Sequence[NavItem]:
    """Return the line of the menu."""
    return [NavItem(lazy("Sổ khách"), "/staff/visitors", "book", READ, 500)]


@hookimpl
def route_handlers() -> Sequence[Any]:
    """Return the pages."""
    from visitorbook.controllers import VisitorPages

    return [VisitorPages]


@hookimpl
def panels() -> Sequence[Panel]:
    """Return who is in the house, for the first page."""
    from visitorbook.panels import load_house

    return [Panel("staff.dashboard", "visitorbook/panel.html", load_house, 500, READ)]


@hookimpl
def subscriptions() -> Sequence[Subscription]:
    """Return what the plugin wants to hear: that somebody who is in the house handed in a dossier."""
    from core.contracts.events import DossierReceived
    from visitorbook.subscribers import note_dossier

    return [Subscription(DossierReceived, note_dossier, "after_commit")]


@hookimpl
def jobs() -> Sequence[JobKind]:
    """Return the background work."""
    from visitorbook.jobs import CloseBook, close_book

    return [JobKind(CloseBook, close_book)]


@hookimpl
def schedules() -> Sequence[Schedule]:
    """Return when the book is closed: 18:00 in Vietnam."""
    from visitorbook.jobs import CloseBook

    return [Schedule("0 11 * * *", CloseBook())]


@hookimpl
def search_providers() -> Sequence[SearchProvider]:
    """Return visitors for the one search box."""
    from visitorbook.queries import find_visitors

    return [SearchProvider("visitorbook.visitors", lazy("Khách"), find_visitors, READ, 500)]


@hookimpl
def commands() -> Sequence[Command]:
    """Return `motcua visitorbook ...`."""
    from visitorbook.cli import visitorbook

    return [Command(visitorbook)]
