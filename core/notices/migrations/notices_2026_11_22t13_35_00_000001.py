from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-22T13:35:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "what the sweeper looks for, what staff list, what a record's own page asks for"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="notices", description=DESCRIPTION)

    async def run() -> None:
        await db.execute(
            "CREATE INDEX notices_outgoing_mail_unsettled_v1 ON notices.notices_outgoing_mail (state, next_try_at)"
            " WHERE state IN ('created', 'sending', 'waiting')"
        )
        await db.execute(
            "CREATE INDEX notices_outgoing_mail_unit_v1 ON notices.notices_outgoing_mail (unit_id, created_at)"
        )
        await db.execute(
            "CREATE INDEX notices_outgoing_mail_subject_v1 ON notices.notices_outgoing_mail (subject_type, subject_id)"
        )

    manager.add_raw(run)
    return manager
