"""`motcua onestop ...`: the catalogue from a file, and due times for programs."""

import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import rich_click as click

from core import offices
from core.acting import system_act
from core.cli import Commands, with_database
from core.clock import system_clock
from core.errors import Refused
from core.settings import load_settings
from core.worktime import Calendar
from plugins.onestop.due import due_lines
from plugins.onestop.office import office_of, shipped_calendar


class OnestopCommands(Commands):
    """The group `motcua onestop`, which the features' commands join."""

    joined = "onestop"


@click.group(cls=OnestopCommands)
def onestop() -> None:
    """One-stop desk: procedures and due times."""


@onestop.group()
def procedures() -> None:
    """The catalogue of procedures."""


@procedures.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Report only; write nothing.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write the whole report as JSON.")
@click.option(
    "--effective-from", type=click.DateTime(["%Y-%m-%d"]), help="First day of new versions; today if not given."
)
def import_command(path: Path, *, dry_run: bool, report: Path | None, effective_from: datetime | None) -> None:
    """Bring the procedures of PATH into the database; a new version only where something changed.

    PATH is a file (YAML, JSON, CSV, XLSX, ZIP of pages) or a folder of pages of the national portal. Exit code 0: every
    row came in, with or without doubts; 1: rows with errors were left out, or nothing could be read.
    """
    from plugins.onestop.catalogue.reports import for_machines, summary
    from plugins.onestop.catalogue.sources import read_path
    from plugins.onestop.commands.importing import ensure_workflows, import_procedures

    async def run() -> Any:
        act = system_act(system_clock.now())
        if not dry_run:
            await ensure_workflows(act)
        day = effective_from.date() if effective_from else None
        return await import_procedures(source.entries, source.fields, act, effective_from=day, dry_run=dry_run)

    try:
        source = read_path(path)
        done = with_database(run)
    except Refused as error:
        raise click.ClickException(str(error)) from error
    if report:
        report.write_text(json.dumps(for_machines(done), ensure_ascii=False, indent=1) + "\n", "utf-8")
    click.echo(summary(done))
    if done.errors:
        sys.exit(1)


@onestop.command()
@click.option("--json", "as_json", is_flag=True, required=True, help="Cases and answers are JSON lines.")
def due(*, as_json: bool) -> None:  # noqa: ARG001 -- the flag names the format; there is no other yet
    """Read cases from standard input, write when each is due and why."""
    failed = False
    for good, text in due_lines(sys.stdin, _calendars()):
        failed = failed or not good
        click.echo(text)
    sys.exit(1 if failed else 0)


def _calendars() -> Callable[[str], Calendar]:
    """Return a look-up of calendars by the unit's code that asks the database once for each code, wrong ones too.

    Where no database is set the organisation that ships is asked.
    """
    found: dict[str, Calendar] = {}
    faults: dict[str, str] = {}
    installed = bool(load_settings().database_url)

    def calendar_of(code: str) -> Calendar:
        if code not in found and code not in faults:
            try:
                found[code] = with_database(lambda: _calendar_of(code)) if installed else shipped_calendar(code)
            except (ValueError, ConnectionError, click.ClickException) as error:
                faults[code] = str(error)
        if code in faults:
            raise ValueError(faults[code])
        return found[code]

    return calendar_of


async def _calendar_of(code: str) -> Calendar:
    unit = await offices.find_unit(code)
    if unit is None:
        raise ValueError(f"no unit {code!r}")
    return (await office_of(unit.id)).calendar
