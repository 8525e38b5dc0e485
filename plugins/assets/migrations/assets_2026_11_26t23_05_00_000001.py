from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-26T23:05:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "imports: rows in order, rows known again by what they say, one old number per unit"

STATEMENTS = (
    "CREATE INDEX assets_import_unit ON assets.assets_import (unit_id, created_at DESC)",
    "CREATE INDEX assets_import_digest ON assets.assets_import (digest)",
    "CREATE UNIQUE INDEX assets_import_row_line ON assets.assets_import_row (batch, line)",
    "CREATE INDEX assets_import_row_asset ON assets.assets_import_row (asset) WHERE asset IS NOT NULL",
    "CREATE INDEX assets_import_row_digest ON assets.assets_import_row (digest) WHERE digest IS NOT NULL",
    "CREATE UNIQUE INDEX assets_old_number_once ON assets.assets_old_number (unit_id, search_key)",
    "CREATE INDEX assets_asset_upper_serial ON assets.assets_asset (upper(serial)) WHERE serial IS NOT NULL",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await db.execute(statement)

    manager.add_raw(run)
    return manager
