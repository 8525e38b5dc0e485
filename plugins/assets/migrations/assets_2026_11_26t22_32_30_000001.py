from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-26T22:32:30:000001"
VERSION = "1.38.0"
DESCRIPTION = "minutes: one number each, each thing once; a state for what waits to be liquidated"

STATEMENTS = (
    "CREATE UNIQUE INDEX assets_minutes_number ON assets.assets_minutes (unit_id, number) WHERE number IS NOT NULL",
    "CREATE INDEX assets_minutes_unit ON assets.assets_minutes (unit_id, created_at DESC)",
    "CREATE INDEX assets_minutes_other ON assets.assets_minutes (other_id) WHERE state IN ('waiting', 'signed')",
    "CREATE UNIQUE INDEX assets_minutes_item_once ON assets.assets_minutes_item (minutes, asset)",
    "CREATE INDEX assets_minutes_item_asset ON assets.assets_minutes_item (asset)",
    "CREATE UNIQUE INDEX assets_minutes_signature_once ON assets.assets_minutes_signature (minutes, party)",
    "CREATE UNIQUE INDEX assets_minutes_counter_one ON assets.assets_minutes_counter (unit_id, year)",
    "CREATE UNIQUE INDEX assets_kit_name ON assets.assets_kit (unit_id, name)",
    "CREATE INDEX assets_kit_item_kit ON assets.assets_kit_item (kit)",
    "CREATE INDEX assets_asset_holder_v1 ON assets.assets_asset (holder_id) WHERE holder_id IS NOT NULL",
    "UPDATE assets.assets_status SET position = position + 1 WHERE position > 4",
    """INSERT INTO assets.assets_status (position, key, meaning, name, name_en)
       VALUES (5, 'to_liquidate', 'out_of_order', 'Chờ thanh lý', 'To be disposed of')""",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await db.execute(statement)

    manager.add_raw(run)
    return manager
