"""Tries are counted by number and by address over the last hour."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-22T23:25:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "indexes of the look-up log"

STATEMENTS = (
    """CREATE INDEX publicportal_lookup_number_v1 ON publicportal.publicportal_lookup (number_key, at)
       WHERE number_key IS NOT NULL""",
    """CREATE INDEX publicportal_lookup_address_v1 ON publicportal.publicportal_lookup (address_key, at)
       WHERE address_key IS NOT NULL""",
    "CREATE INDEX publicportal_lookup_code_v1 ON publicportal.publicportal_lookup (code, at) WHERE code <> ''",
)


async def forwards() -> MigrationManager:
    """Run the statements above, after the table was made by the migration before."""
    manager = MigrationManager(migration_id=ID, app_name="publicportal", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await db.execute(statement)

    manager.add_raw(run)
    return manager
