"""`motcua admin ...` and `motcua token ...`: what an operator does at the server."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import rich_click as click

from core.acting import Act

T = TypeVar("T")


def _run(work: Callable[[Act], Awaitable[T]]) -> T:
    """Run a command as the system; what it refuses is told in one line."""
    from core.acting import system_act
    from core.cli import with_database
    from core.clock import system_clock
    from core.errors import MotcuaError

    try:
        return with_database(lambda: work(system_act(system_clock.now(), "command-line")))
    except MotcuaError as error:
        raise click.ClickException(str(error)) from error


@click.group("admin")
def admin() -> None:
    """Administrators."""


@admin.command()
@click.option("--username", default="admin", show_default=True)
@click.option("--name", "full_name", default="Quản trị viên", show_default=True, help="Full name.")
@click.option("--again", is_flag=True, help="Invite a further administrator although there is one.")
def invite(username: str, full_name: str, again: bool) -> None:
    """Print a link, good once and for three days, by which the first administrator chooses a password."""
    from core.accounts.commands.first_admin import invite_first_admin
    from core.registry import current

    path = _run(lambda act: invite_first_admin(username, full_name, act, again=again))
    click.echo(current().settings.base_url.rstrip("/") + path)


@click.group("token")
def token() -> None:
    """Tokens for programs."""


@token.command()
@click.option("--user", required=True, help="User name of the account that the program acts for.")
@click.option("--name", required=True, help="What the token is for.")
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 366))
@click.option("--permission", "permissions", multiple=True, help="Repeat for each; all that the user holds by default.")
def create(user: str, name: str, days: int, permissions: tuple[str, ...]) -> None:
    """Print a new token; it is not shown again."""
    from core.accounts.commands.tokens import create_token_for

    click.echo(_run(lambda act: create_token_for(user, name, days, permissions, act)))
