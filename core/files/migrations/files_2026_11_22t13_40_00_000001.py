from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-22T13:40:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "rules and indexes"

RULES = """
ALTER TABLE files.files_attachment
    ADD CONSTRAINT files_attachment_state_v1 CHECK (state IN ('ok', 'quarantined')),
    ADD CONSTRAINT files_attachment_size_v1 CHECK (size > 0),
    ADD CONSTRAINT files_attachment_sha256_v1 CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    ADD CONSTRAINT files_attachment_stored_name_v1 CHECK (stored_name ~ '^[0-9a-f]{32}$')
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="files", description=DESCRIPTION)

    async def run() -> None:
        await db.execute(RULES)
        await db.execute("CREATE UNIQUE INDEX files_attachment_stored_v1 ON files.files_attachment (stored_name)")
        await db.execute("CREATE INDEX files_attachment_subject_v1 ON files.files_attachment (subject_type, subject_id)")
        await db.execute(
            "CREATE INDEX files_attachment_waiting_v1 ON files.files_attachment (id) WHERE state = 'quarantined'"
        )

    manager.add_raw(run)
    return manager
