"""`motcua onestop ...`: the catalogue from a file, and due times for programs."""

import json
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import rich_click as click
import yaml

from core import offices
from core.acting import system_act
from core.cli import Commands, with_database
from core.clock import system_clock
from core.errors import Refused
from core.worktime import OfficeHours
from plugins.onestop.due import due_line
from plugins.onestop.wording import fault_sentence


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
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Report only; write nothing.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write the whole report as JSON.")
def import_command(path: Path, *, dry_run: bool, report: Path | None) -> None:
    """Bring the procedures of PATH (YAML) into the database; a new version only where something changed."""
    from plugins.onestop.commands.importing import import_procedures, publish_workflows
    from plugins.onestop.domain.workflows import SHIPPED

    content = yaml.safe_load(path.read_text("utf-8"))
    if not isinstance(content, dict) or not isinstance(content.get("procedures"), list):
        raise click.ClickException(f"{path}: no list named 'procedures' on the top level")

    async def run() -> Any:
        act = system_act(system_clock.now())
        await publish_workflows(SHIPPED, act)
        return await import_procedures(content["procedures"], content.get("fields") or [], act, dry_run=dry_run)

    done = with_database(run)
    if report:
        faults = [{**msgspec.to_builtins(f), "error": f.is_error, "message": fault_sentence(f)} for f in done.faults]
        whole = {**msgspec.to_builtins(done), "faults": faults}
        report.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", "utf-8")
    verb = "would be" if dry_run else "were"
    click.echo(
        f"{done.rows} rows: {len(done.new)} {verb} new, {len(done.changed)} changed, {len(done.unchanged)} the same"
    )
    for kind, count in Counter(fault.kind for fault in done.faults).most_common():
        click.echo(f"  {count:4} {kind}")
    if any(fault.is_error for fault in done.faults):
        sys.exit(1)


@onestop.command()
@click.option("--json", "as_json", is_flag=True, required=True, help="Cases and answers are JSON lines.")
def due(*, as_json: bool) -> None:  # noqa: ARG001 -- the flag names the format; there is no other yet
    """Read cases from standard input, write when each is due and why."""
    failed = False
    hours_of = cache(lambda code: with_database(lambda: _hours(code)))
    for line in sys.stdin:
        if not line.strip():
            continue
        try:
            click.echo(due_line(line, hours_of))
        except (Refused, ValueError, msgspec.ValidationError) as error:
            failed = True
            click.echo(json.dumps({"error": str(error)}, ensure_ascii=False))
    sys.exit(1 if failed else 0)


async def _hours(code: str) -> OfficeHours:
    unit = await offices.find_unit(code)
    if unit is None:
        raise ValueError(f"no unit {code!r}")
    return await offices.office_hours_of(unit.id)
