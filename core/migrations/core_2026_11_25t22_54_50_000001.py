"""Followers read events in the order of (txid, seq)."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-25T22:54:50:000001"
VERSION = "1.38.0"
DESCRIPTION = "events in the order in which followers read them"


async def forwards() -> MigrationManager:
    """Add the index, after the columns were added by the migration before."""
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION)

    async def run() -> None:
        await db.execute("CREATE INDEX core_event_follow_v1 ON core.core_event (txid, seq)")

    manager.add_raw(run)
    return manager
