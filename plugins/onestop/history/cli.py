"""The commands of past dossiers: the replay of 2017, and taking over an older system's file."""

import json
import sys
import tomllib
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Final

import msgspec
import rich_click as click

from core import dev as development
from core.acting import system_act
from core.cli import with_database
from core.clock import system_clock
from core.errors import Refused
from core.settings import config_folder, load_settings

SHOWN: Final = 20


@click.command("replay-2017")
@click.option("--json", "as_json", is_flag=True, help="The whole report as one JSON object.")
@click.option("--home", default=".motcua", show_default=True, help="Folder of the database when none is set.")
def replay_2017(*, as_json: bool, home: str) -> None:
    """Make the 21,652 dossiers of July to November 2017 and report them; again: only what is missing is made.

    Loads the agency tree and brings the tables up to date where that has not been done.
    """

    async def run() -> dict[str, Any]:
        from core import migrate, offices, registry
        from core.offices.domain.organisation import read_organisation
        from plugins.onestop.history.replay import DISTRICT, replay

        act = system_act(system_clock.now())
        await migrate.migrate(registry.current())
        if await offices.find_unit(DISTRICT) is None:
            parsed = tomllib.loads((config_folder() / "organisation.toml").read_text("utf-8"))
            await offices.load_organisation(read_organisation(parsed), act)
        return await replay(act)

    settings = load_settings()
    try:
        with nullcontext(settings) if settings.database_url else development.database(Path(home).resolve()) as chosen:
            report = with_database(run, chosen)
    except Refused as refusal:
        raise click.ClickException("\n".join(problem.message for problem in refusal.problems)) from refusal
    click.echo(json.dumps(report, ensure_ascii=False) if as_json else table(report))


@click.group()
def dossiers() -> None:
    """Past dossiers."""


@dossiers.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Report only; write nothing.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write the whole report as JSON.")
def import_command(path: Path, *, dry_run: bool, report: Path | None) -> None:
    """Take over the past dossiers of PATH (CSV); killed and run again, it goes on where it was."""
    from plugins.onestop.history.importing import import_past, sentence

    try:
        done = with_database(lambda: import_past(path, system_act(system_clock.now()), dry_run=dry_run))
    except Refused as refusal:
        raise click.ClickException("\n".join(problem.message for problem in refusal.problems)) from refusal
    if report:
        faults = [{**msgspec.to_builtins(fault), "message": sentence(fault)} for fault in done.faults]
        whole = {**msgspec.to_builtins(done), "faults": faults}
        report.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", "utf-8")
    left_out = len({fault.row for fault in done.faults})
    verb = "would be" if dry_run else "were"
    click.echo(f"{done.rows} rows: {done.loaded} {verb} loaded, {done.there} were there already, {left_out} left out")
    for fault in done.faults[:SHOWN]:
        click.echo(f"  {sentence(fault)}")
    if len(done.faults) > SHOWN:
        click.echo(f"  … and {len(done.faults) - SHOWN} more (--report)")
    sys.exit(1 if done.faults else 0)


def table(report: Mapping[str, Any]) -> str:
    """Return the report as text: the totals, then a line for each month, agency and field."""
    names = ("received", "resolved", "early", "on_time", "late", "pending")
    lines = [f"{'':52}" + "".join(f"{name:>10}" for name in names)]
    lines.append(f"{'total':52}" + "".join(f"{report[name]:>10,}" for name in names))
    for part in ("by_month", "by_agency", "by_field"):
        lines.append("")
        for label, line in report[part].items():
            lines.append(f"{label[:50]:52}" + "".join(f"{line[name]:>10,}" for name in names))
    lines.append("")
    lines.append(
        f"{report['working_days']} working days, {report['fields']} fields, land {report['land']:,}, "
        f"others {report['non_land']:,}, in time {report['in_time_share']:.1%}, "
        f"numbers {'without' if report['numbers_gap_free'] else 'WITH'} gaps"
    )
    return "\n".join(lines)
