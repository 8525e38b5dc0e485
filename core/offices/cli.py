"""`motcua offices ...`: the agency tree from a data file."""

import tomllib
from pathlib import Path

import msgspec
import rich_click as click


@click.group("offices")
def offices() -> None:
    """Agencies, departments and counters."""


@offices.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(file: Path | None) -> None:
    """Load an organisation FILE (config/organisation.toml by default): adds and changes units, removes none."""
    from core.acting import system_act
    from core.cli import with_database
    from core.clock import system_clock
    from core.errors import Refused
    from core.offices.commands import load_organisation
    from core.offices.domain.organisation import read_organisation
    from core.settings import config_folder

    chosen = file or config_folder() / "organisation.toml"
    try:
        organisation = read_organisation(tomllib.loads(chosen.read_text("utf-8")))
        report = with_database(lambda: load_organisation(organisation, system_act(system_clock.now())))
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise click.ClickException(f"{chosen}: {error}") from error
    except Refused as refusal:
        raise click.ClickException("\n".join([f"{chosen}:", *(p.message for p in refusal.problems)])) from refusal
    click.echo(f"{report.added} added, {report.changed} changed, {report.same} unchanged, {report.ended} ended")
