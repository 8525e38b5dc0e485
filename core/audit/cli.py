"""`motcua audit ...`: prove that nobody changed the log afterwards."""

import sys

import rich_click as click


@click.group("audit")
def audit() -> None:
    """The log of who did what."""


@audit.command()
@click.option("--anchor", help="Number and hash noted earlier (NUMBER:HASH); shows a tail that was cut off.")
def verify(anchor: str | None) -> None:
    """Walk the hash chain; exit code 1 and the first bad row when it is broken."""
    from core.audit.commands import seal
    from core.audit.commands import verify as walk
    from core.cli import with_database

    async def work() -> int:
        await seal()
        found = await walk(anchor)
        click.echo(f"{found.sealed} entries sealed, {found.unsealed} waiting for their seal")
        if found.fault is None:
            click.echo(f"The chain is whole. Anchor to keep elsewhere: {found.sealed}:{found.last_hash}")
            return 0
        click.echo(f"BROKEN at seal {found.fault.seq} (entry {found.fault.entry_id}): {found.fault.reason}", err=True)
        return 1

    sys.exit(with_database(work))
