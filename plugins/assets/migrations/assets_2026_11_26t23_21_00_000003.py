from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-26T23:21:00:000003"
VERSION = "1.38.0"
DESCRIPTION = "a stocktake: each thing once on the list, each device once, one voucher for a difference"

STATEMENTS = (
    "CREATE UNIQUE INDEX assets_stocktake_item_once ON assets.assets_stocktake_item (stocktake, code)",
    "CREATE INDEX assets_stocktake_event_of ON assets.assets_stocktake_event (stocktake, id)",
    "CREATE UNIQUE INDEX assets_stocktake_event_seq ON assets.assets_stocktake_event (stocktake, device, seq) WHERE device <> ''",
    "CREATE UNIQUE INDEX assets_stocktake_device_once ON assets.assets_stocktake_device (stocktake, device)",
    "CREATE UNIQUE INDEX assets_stocktake_voucher_once ON assets.assets_stocktake_voucher (stocktake, asset)",
    "CREATE INDEX assets_stocktake_unit ON assets.assets_stocktake (unit_id, snapshot_at DESC)",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await db.execute(statement)

    manager.add_raw(run)
    return manager
