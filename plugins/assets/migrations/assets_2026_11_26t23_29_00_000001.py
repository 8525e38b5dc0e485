from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-26T23:29:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "a thing has a code of a kind once; things are found by any code they have"

STATEMENTS = (
    "CREATE UNIQUE INDEX assets_code_once_v1 ON assets.assets_code (asset, kind, folded)",
    "CREATE INDEX assets_code_folded_v1 ON assets.assets_code (folded)",
    "CREATE INDEX assets_asset_any_serial_v1 ON assets.assets_asset (upper(serial)) WHERE serial IS NOT NULL",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await db.execute(statement)

    manager.add_raw(run)
    return manager
