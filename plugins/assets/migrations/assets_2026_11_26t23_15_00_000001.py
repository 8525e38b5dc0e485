from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-26T23:15:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "a bought piece is received once, as one thing; purchases and deliveries are found by unit"

STATEMENTS = (
    "CREATE INDEX assets_purchase_unit_v1 ON assets.assets_purchase (unit_id, bought_on DESC)",
    "CREATE INDEX assets_purchase_line_purchase_v1 ON assets.assets_purchase_line (purchase)",
    "CREATE INDEX assets_delivery_purchase_v1 ON assets.assets_delivery (purchase, unit_id)",
    "CREATE UNIQUE INDEX assets_receipt_piece_v1 ON assets.assets_receipt (line, piece)",
    "CREATE UNIQUE INDEX assets_receipt_asset_v1 ON assets.assets_receipt (asset)",
    "CREATE INDEX assets_receipt_delivery_v1 ON assets.assets_receipt (delivery, id)",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await db.execute(statement)

    manager.add_raw(run)
    return manager
