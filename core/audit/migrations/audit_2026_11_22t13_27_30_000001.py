from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-22T13:27:30:000001"
VERSION = "1.38.0"
DESCRIPTION = "indexes, and a log that only grows"

APPEND_ONLY = """
CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit log only grows' USING ERRCODE = 'insufficient_privilege'; END $$
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="audit", description=DESCRIPTION)

    async def run() -> None:
        await db.execute("CREATE INDEX audit_entry_at_v1 ON audit.audit_entry (at DESC, id)")
        await db.execute("CREATE INDEX audit_entry_subject_v1 ON audit.audit_entry (subject, subject_id)")
        await db.execute("CREATE UNIQUE INDEX audit_seal_entry_v1 ON audit.audit_seal (entry_id)")
        await db.execute(APPEND_ONLY)
        for table in ("audit_entry", "audit_seal"):
            await db.execute(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit.{table}"
                " FOR EACH ROW EXECUTE FUNCTION audit.refuse_change()"
            )
            await db.execute(
                f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit.{table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()"
            )

    manager.add_raw(run)
    return manager
