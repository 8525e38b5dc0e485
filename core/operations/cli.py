import sys

import rich_click as click


@click.command("health")
def health() -> None:
    """Run every health check; exit code 1 when one finds something."""
    from core.cli import with_database
    from core.operations.health import findings
    from core.registry import current

    async def work() -> bool:
        found = await findings(current())
        for name, reason in found.items():
            click.echo(f"{'ok     ' if reason is None else 'failing'} {name}{'' if reason is None else ': ' + reason}")
        return any(found.values())

    sys.exit(1 if with_database(work) else 0)
