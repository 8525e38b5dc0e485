from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-22T13:27:30:000001"
VERSION = "1.38.0"
DESCRIPTION = "one delivery per event and handler; one answer per key; events by time"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION)

    async def run() -> None:
        await db.execute("CREATE UNIQUE INDEX core_delivery_once_v1 ON core.core_delivery (event_id, handler)")
        await db.execute("CREATE UNIQUE INDEX core_answer_key_v1 ON core.core_answer (who, key)")
        await db.execute("CREATE INDEX core_answer_at_v1 ON core.core_answer (at)")
        await db.execute("CREATE UNIQUE INDEX core_list_prefs_once_v1 ON core.core_list_prefs (account_id, list)")
        await db.execute("CREATE INDEX core_event_at_v1 ON core.core_event (at)")

    manager.add_raw(run)
    return manager
