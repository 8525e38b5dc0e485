from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-22T14:00:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "composite keys, indexes, and the first categories and statuses"

INDEXES = (
    "CREATE UNIQUE INDEX assets_model_name_v1 ON assets.assets_model (maker, search_key)",
    "CREATE INDEX assets_model_category_v1 ON assets.assets_model (category)",
    "CREATE UNIQUE INDEX assets_place_name_v1 ON assets.assets_place (unit_id, coalesce(parent, 0), search_key)",
    "CREATE UNIQUE INDEX assets_label_counter_v1 ON assets.assets_label_counter (label_unit, category)",
    "CREATE INDEX assets_asset_unit_v1 ON assets.assets_asset (unit_id, code)",
    "CREATE INDEX assets_asset_model_v1 ON assets.assets_asset (model)",
    "CREATE INDEX assets_asset_place_v1 ON assets.assets_asset (place) WHERE place IS NOT NULL",
    # the same serial on two models is common (short numbers); on one model it is the same thing written twice
    "CREATE UNIQUE INDEX assets_asset_serial_v1 ON assets.assets_asset (model, upper(serial)) WHERE serial IS NOT NULL",
    "CREATE UNIQUE INDEX assets_history_version_v1 ON assets.assets_history (asset, version)",
    "CREATE INDEX assets_device_due_v1 ON assets.assets_device (next_at) WHERE enabled",
    "CREATE UNIQUE INDEX assets_sample_once_v1 ON assets.assets_sample (device, at)",
    "CREATE INDEX assets_sample_at_v1 ON assets.assets_sample USING brin (at)",
    "CREATE UNIQUE INDEX assets_state_change_once_v1 ON assets.assets_state_change (device, at, after)",
)

# number on labels, key, name, English name, icon
CATEGORIES = (
    (1, "desktop", "Máy tính để bàn", "Desktop computer", "device-desktop"),
    (2, "laptop", "Máy tính xách tay", "Laptop", "device-laptop"),
    (3, "printer", "Máy in", "Printer", "printer"),
    (4, "photocopier", "Máy photocopy", "Photocopier", "files"),
    (5, "projector", "Máy chiếu", "Projector", "presentation"),
    (6, "tv", "Tivi", "TV", "video"),
    (7, "barcode_scanner", "Máy quét mã vạch", "Barcode scanner", "barcode"),
    (8, "smartphone", "Điện thoại thông minh", "Smartphone", "phone"),
    (9, "document_scanner", "Máy quét tài liệu", "Document scanner", "scan"),
    (10, "switch", "Bộ chuyển mạch", "Switch", "network"),
    (11, "router", "Bộ định tuyến", "Router", "router"),
    (12, "access_point", "Bộ phát Wi-Fi", "Access point", "access-point"),
    (13, "ups", "Bộ lưu điện", "UPS", "battery"),
    (14, "server", "Máy chủ", "Server", "server"),
    (15, "storage", "Thiết bị lưu trữ", "Network storage", "database"),
    (16, "camera", "Camera", "Camera", "camera"),
    (99, "other", "Thiết bị khác", "Other equipment", "package"),
)

# position, key, meaning, name, English name
STATUSES = (
    (1, "in_use", "in_use", "Đang sử dụng", "In use"),
    (2, "in_store", "ready", "Trong kho", "In store"),
    (3, "in_repair", "out_of_order", "Đang sửa chữa", "In repair"),
    (4, "broken", "out_of_order", "Hỏng", "Broken"),
    (5, "lost", "gone", "Mất", "Lost"),
    (6, "liquidated", "gone", "Đã thanh lý", "Disposed of"),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)

    async def run() -> None:
        for statement in INDEXES:
            await db.execute(statement)
        for category in CATEGORIES:
            await db.execute(
                "INSERT INTO assets.assets_category (number, key, name, name_en, icon) VALUES ($1, $2, $3, $4, $5)",
                *category,
            )
        for status in STATUSES:
            await db.execute(
                "INSERT INTO assets.assets_status (position, key, meaning, name, name_en) VALUES ($1, $2, $3, $4, $5)",
                *status,
            )

    manager.add_raw(run)
    return manager
