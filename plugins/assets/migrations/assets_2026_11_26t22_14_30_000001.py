from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-26T22:14:30:000001"
VERSION = "1.38.0"
DESCRIPTION = "one open event for each device, kind and figure, and for each line; the open ones are found at once"

STATEMENTS = (
    """CREATE UNIQUE INDEX assets_event_device_open ON assets.assets_event (device, kind, figure)
       WHERE closed_at IS NULL AND device IS NOT NULL""",
    """CREATE UNIQUE INDEX assets_event_line_open ON assets.assets_event (unit_id)
       WHERE closed_at IS NULL AND device IS NULL""",
    "CREATE INDEX assets_event_unit ON assets.assets_event (unit_id, opened_at DESC)",
    "CREATE INDEX assets_event_device ON assets.assets_event (device, opened_at DESC)",
    "CREATE UNIQUE INDEX assets_condition_one ON assets.assets_condition (device, rule, figure)",
    "CREATE INDEX assets_window_unit ON assets.assets_window (unit_id, starts_at)",
    "CREATE INDEX assets_device_parent ON assets.assets_device (parent)",
    # what is silent now was silent since the first poll after the last answer, as far as is known
    """UPDATE assets.assets_device_state SET failing_since = coalesce(since, polled_at) WHERE failures > 0""",
    """UPDATE assets.assets_device_state SET answering_since = coalesce(since, seen_at) WHERE failures = 0""",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await db.execute(statement)

    manager.add_raw(run)
    return manager
