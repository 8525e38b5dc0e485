from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-26T23:01:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "an object here is one object of a NetBox elsewhere, and the other way round"

STATEMENTS = (
    "CREATE UNIQUE INDEX assets_sync_link_ours ON assets.assets_sync_link (peer, kind, ours)",
    "CREATE UNIQUE INDEX assets_sync_link_theirs ON assets.assets_sync_link (peer, kind, theirs)",
    """CREATE UNIQUE INDEX assets_sync_conflict_one ON assets.assets_sync_conflict
       (peer, kind, coalesce(ours_id, 0), coalesce(theirs_id, 0), field)""",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await db.execute(statement)

    manager.add_raw(run)
    return manager
