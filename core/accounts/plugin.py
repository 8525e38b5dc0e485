from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

from piccolo.conf.apps import AppConfig

from core.contributions import (
    Command,
    DemoData,
    JobKind,
    NavItem,
    Panel,
    Permission,
    PluginInfo,
    Schedule,
    Service,
    later,
)
from core.hookspecs import hookimpl
from core.text.i18n import lazy


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo(name="accounts", title=lazy("Tài khoản"), version="0.1.0", package="core.accounts")


@hookimpl
def migration_app() -> AppConfig:
    from core.accounts.piccolo_app import APP_CONFIG

    return APP_CONFIG


@hookimpl
def permissions() -> Sequence[Permission]:
    return [
        Permission("accounts.manage", lazy("Quản lý tài khoản"), roles=("admin",)),
        Permission("accounts.matrix", lazy("Sửa bảng quyền"), roles=("admin",)),
    ]


@hookimpl
def services() -> Sequence[Service]:
    from core.accounts.authenticator import SessionAuthenticator
    from core.contracts.identity import Authenticator

    return [Service(Authenticator, SessionAuthenticator())]


@hookimpl
def lifespans() -> Sequence[Callable[[Any], AbstractAsyncContextManager[None]]]:
    from core.accounts.seeding import seeded_matrix

    return [seeded_matrix]


@hookimpl
def route_handlers() -> Sequence[Any]:
    from core.accounts.controllers.administration import AccountsAdministration
    from core.accounts.controllers.login import LoginController
    from core.accounts.controllers.matrix import MatrixController
    from core.accounts.controllers.own import OwnAccount

    return [LoginController, OwnAccount, AccountsAdministration, MatrixController]


@hookimpl
def panels() -> Sequence[Panel]:
    from core.accounts.controllers.administration import person_panel

    return [Panel("offices.person", "accounts/person_panel.html", person_panel, permission="accounts.manage")]


@hookimpl
def nav_items() -> Sequence[NavItem]:
    section = lazy("Quản trị")
    return [
        NavItem(lazy("Tài khoản"), "/staff/accounts", "users", "accounts.manage", 800, section),
        NavItem(lazy("Vai trò và quyền"), "/staff/roles", "shield-lock", "accounts.matrix", 810, section),
    ]


@hookimpl
def jobs() -> Sequence[JobKind]:
    from core.accounts.commands.forgotten import MailLink, mail_link
    from core.accounts.jobs import Sweep, sweep

    return [JobKind(Sweep, sweep), JobKind(MailLink, mail_link)]


@hookimpl
def schedules() -> Sequence[Schedule]:
    from core.accounts.jobs import Sweep

    return [Schedule("17 19 * * *", Sweep())]


@hookimpl
def commands() -> Sequence[Command]:
    from core.accounts.cli import admin, token

    return [Command(admin), Command(token)]


@hookimpl
def demo_data() -> Sequence[DemoData]:
    return [DemoData("accounts.logins", later("core.accounts.demo:load_logins"), 20)]
