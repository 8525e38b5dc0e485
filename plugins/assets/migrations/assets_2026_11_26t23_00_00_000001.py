from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-26T23:00:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "a unit has one printer of a name; the last run of a person is found at once"

STATEMENTS = (
    "CREATE UNIQUE INDEX assets_label_printer_name ON assets.assets_label_printer (unit_id, lower(name))",
    "CREATE INDEX assets_label_run_who ON assets.assets_label_run (who_id, id DESC)",
    "CREATE INDEX assets_label_printed_run ON assets.assets_label_printed (run)",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await db.execute(statement)

    manager.add_raw(run)
    return manager
