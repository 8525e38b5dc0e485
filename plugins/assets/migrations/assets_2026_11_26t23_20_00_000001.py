from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-26T23:20:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "the reports of a thing, the open ones, and those of one address are found at once"

STATEMENTS = (
    "CREATE INDEX assets_fault_asset ON assets.assets_fault (asset, at DESC)",
    "CREATE INDEX assets_fault_open ON assets.assets_fault (at) WHERE closed_at IS NULL",
    "CREATE INDEX assets_fault_address ON assets.assets_fault (address_key, at) WHERE address_key IS NOT NULL",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await db.execute(statement)

    manager.add_raw(run)
    return manager
