from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-26T22:00:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "a machine keeps the reason by which it was first recognised; the one kept so far said nothing"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)

    async def run() -> None:
        await db.execute("UPDATE assets.assets_agent_machine SET rule = 'officer' WHERE rule = 'agent'")

    manager.add_raw(run)
    return manager
