"""The `motcua` command line: the kernel's commands, and those of the installed plugins below their names."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from typing import TypeVar

import rich_click as click

from core.settings import Settings, load_settings

T = TypeVar("T")


def with_database(work: Callable[[], Awaitable[T]], settings: Settings | None = None) -> T:
    """Run async work with the registry installed and the pool open; for commands."""
    from core import db, registry
    from core.migrate import MigrationFailed, OtherVersion
    from core.text.i18n import load_catalogues

    chosen = settings or load_settings()
    if not chosen.database_url:
        raise click.ClickException("No database: set DATABASE_URL, or database_url in the settings file.")
    installed = registry.build_registry(chosen)
    registry.install(installed)
    load_catalogues(["core", *(plugin.package for plugin in installed.plugins)])

    async def run() -> T:
        # no limit for one statement: a migration or an import may take its time
        await db.open_pool(chosen.database_url, statement_seconds=None)
        try:
            return await work()
        finally:
            await db.close_pool()

    try:
        return asyncio.run(run())
    except (ConnectionError, OtherVersion, MigrationFailed) as error:
        raise click.ClickException(str(error)) from error


class Commands(click.RichGroup):
    """Loads the plugins' commands when the line names something that the kernel does not know, or asks for help.

    joined: the group that the commands name, "" for the line itself. A plugin's own group opens itself to others with a
    subclass that says its name.
    """

    joined = ""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all names, sorted."""
        return sorted({*super().list_commands(ctx), *_plugin_commands(self.joined)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the kernel's command, else a plugin's."""
        return super().get_command(ctx, cmd_name) or _plugin_commands(self.joined).get(cmd_name)


class DemoCommands(Commands):
    """The group `motcua demo`, which plugins' demonstrations join."""

    joined = "demo"


def _plugin_commands(group: str) -> dict[str, click.Command]:
    from core import registry

    installed = registry.build_registry(load_settings())
    return {item.command.name: item.command for item in installed.all("commands") if item.group == group}


@click.group(cls=Commands)
def main() -> None:
    """Một cửa: one door for dossiers, assets and meetings."""
    from core.log import configure_logging

    configure_logging(development=os.environ.get("MOTCUA_ENVIRONMENT") == "development")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=1, show_default=True, help="Processes; one per core is enough.")
def web(host: str, port: int, workers: int) -> None:
    """Serve the pages and the API."""
    from granian.constants import Interfaces, Loops
    from granian.server import Server

    Server(
        "core.asgi:app",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,
        workers=workers,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


@main.command()
def worker() -> None:
    """Run queued jobs and schedules."""
    from core import registry
    from core import worker as background

    with_database(lambda: background.run(registry.current()))


@main.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--home", default=".motcua", show_default=True, help="Folder of the database, files and log-ins.")
def dev(port: int, home: str) -> None:
    """Run everything on this machine, with demonstration data."""
    from pathlib import Path

    from core import dev as development

    sys.exit(development.run(Path(home).resolve(), port))


@main.group(cls=DemoCommands)
def demo() -> None:
    """Demonstrations with known outcomes."""


@main.group()
def migrate() -> None:
    """Bring the database to the installed version, or write a new migration."""


@migrate.command("run")
def migrate_run() -> None:
    """Run the migrations that have not run yet."""
    from core import migrate as migrations
    from core import registry

    done = with_database(lambda: migrations.migrate(registry.current()))
    click.echo("\n".join(done) or "The database is up to date.")


@migrate.command("new")
@click.argument("app")
@click.option("--description", default="")
def migrate_new(app: str, description: str) -> None:
    """Write a migration for APP from the difference between its tables and its migrations."""
    from core import migrate as migrations
    from core import registry

    installed = registry.build_registry(load_settings())
    registry.install(installed)
    asyncio.run(migrations.new_migration(installed, app, description))


@main.command()
def check() -> None:
    """Say which plugins are healthy and what is wrong with the others; exit code 1 when one is left out."""
    from core import registry

    installed = registry.build_registry(load_settings())
    for plugin in installed.plugins:
        click.echo(f"ok      {plugin.name} {plugin.info.version}")
    for fault in installed.faults:
        click.echo(f"left out {fault.plugin}: {fault.reason}")
    sys.exit(1 if installed.faults else 0)


if __name__ == "__main__":
    main()
