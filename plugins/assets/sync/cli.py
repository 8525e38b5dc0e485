"""`motcua assets netbox sync`: keep a NetBox elsewhere and this register equal."""

from typing import TYPE_CHECKING

import rich_click as click

from plugins.assets.sync.rules import synced_types

if TYPE_CHECKING:
    from plugins.assets.sync.running import Report


@click.command("sync")
@click.option("--url", required=True, envvar="MOTCUA_NETBOX_URL", help="Address of the other NetBox.")
@click.option("--token", required=True, envvar="MOTCUA_NETBOX_TOKEN", help="API token there.")
@click.option("--direction", type=click.Choice(["pull", "push", "both"]), default="both", show_default=True)
@click.option("--type", "kinds", multiple=True, help="Only these types, such as dcim.site; may be given again.")
@click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing on either side.")
def sync_command(url: str, token: str, direction: str, kinds: tuple[str, ...], *, dry_run: bool) -> None:
    """Make both sides equal. What both changed waits at /staff/netbox-sync; what was deleted is never deleted here."""
    import pynetbox
    from requests import RequestException

    from core.acting import system_act
    from core.cli import with_database
    from core.clock import system_clock
    from plugins.assets.sync.running import Run
    from plugins.assets.sync.sides import Theirs

    unknown = set(kinds) - {one.kind for one in synced_types()}
    if unknown:
        known = ", ".join(one.kind for one in synced_types())
        raise click.UsageError(f"unknown type {', '.join(sorted(unknown))}; there are {known}")
    chosen = [one for one in synced_types() if not kinds or one.kind in kinds]

    async def work() -> "Report":
        run = Run(url.rstrip("/"), Theirs(url, token), direction, system_act(system_clock.now()), dry=dry_run)  # type: ignore[arg-type]
        return await run.sync(chosen)

    try:
        report = with_database(work)
    except (pynetbox.RequestError, RequestException) as error:
        raise click.ClickException(f"{url}: {error}") from error
    _print(report, dry=dry_run)


def _print(report: "Report", *, dry: bool) -> None:
    signs = {"create": "+", "update": "~", "conflict": "!", "refused": "x"}
    for change in report.changes:
        where = f" -> {change.side}" if change.side else ""
        click.echo(f"{signs[change.what]} {change.kind} {change.name}{where}")
        for name, (before, after) in change.fields.items():
            click.echo(f"    {name or 'object'}: {before!r} {'<>' if change.what == 'conflict' else '->'} {after!r}")
    if not report.marked:
        click.echo("the token may not make the tag and the field that mark our objects there", err=True)
    counts = ", ".join(f"{report.count(what)} {what}" for what in signs)
    click.echo(f"{'would be: ' if dry else ''}{counts}")
