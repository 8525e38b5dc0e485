"""`motcua online-forms load`: the shipped forms into the database."""

from pathlib import Path

import rich_click as click

from core.acting import system_act
from core.cli import with_database
from core.clock import system_clock
from core.settings import config_folder


@click.group("online-forms")
def online_forms() -> None:
    """Forms for filing from home."""


@online_forms.command()
@click.argument("path", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(path: Path | None) -> None:
    """Publish the forms of PATH (config/online_forms.yaml) where they changed; edited ones are left alone."""
    from plugins.onestop.online.commands.publishing import publish_shipped

    text = (path or config_folder() / "online_forms.yaml").read_text("utf-8")

    async def run() -> dict[str, int]:
        return await publish_shipped(text, system_act(system_clock.now()))

    for code, version in with_database(run).items():
        click.echo(f"{code}: version {version}")
