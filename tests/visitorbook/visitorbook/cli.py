import rich_click as click


@click.group("visitorbook")
def visitorbook() -> None:
    """The visitor book."""


@visitorbook.command()
def count() -> None:
    """Say how many people stand in the book."""
    from core import db
    from core.cli import with_database

    click.echo(with_database(lambda: db.value("SELECT count(*) FROM visitorbook.visitorbook_visitor")))
