"""`motcua onestop registers ...`: registers from a file."""

from pathlib import Path

import msgspec
import rich_click as click

from core.acting import system_act
from core.cli import with_database
from core.clock import system_clock
from core.settings import config_folder


@click.group()
def registers() -> None:
    """Registers of results."""


@registers.command()
@click.argument("path", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(path: Path | None) -> None:
    """Publish the registers of PATH (config/registers.toml by default); only those that changed get a new version."""
    from plugins.onestop.results.commands import publish_registers

    chosen = path or config_folder() / "registers.toml"
    try:
        done = with_database(lambda: publish_registers(chosen, system_act(system_clock.now())))
    except (ValueError, msgspec.ValidationError) as error:
        raise click.ClickException(f"{chosen}: {error}") from error
    click.echo(f"{done} registers published")
