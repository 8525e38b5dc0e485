"""Numbers without doubles, one living paper for each occasion, versions and scans found fast, rules of money."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-25T23:15:22:000001"
VERSION = "1.38.0"
DESCRIPTION = "keys, indexes and rules of papers and receipts"

STATEMENTS = (
    "CREATE UNIQUE INDEX onestop_paper_counter_v1 ON onestop.onestop_paper_counter (authority_id, book, year)",
    """CREATE UNIQUE INDEX onestop_issued_number_v1 ON onestop.onestop_issued_paper (authority_id, book, year, number)
       WHERE number IS NOT NULL""",
    """CREATE UNIQUE INDEX onestop_issued_living_v1 ON onestop.onestop_issued_paper (dossier, kind, event)
       WHERE cancelled_at IS NULL AND dossier IS NOT NULL""",
    "CREATE INDEX onestop_issued_dossier_v1 ON onestop.onestop_issued_paper (dossier, id)",
    "CREATE INDEX onestop_issued_unit_v1 ON onestop.onestop_issued_paper (unit_id, issued_at)",
    """ALTER TABLE onestop.onestop_issued_paper
       ADD CONSTRAINT onestop_issued_cancel_v1 CHECK (cancelled_at IS NULL OR cancel_reason <> ''),
       ADD CONSTRAINT onestop_issued_copies_v1 CHECK (copies >= 0)""",
    """CREATE UNIQUE INDEX onestop_template_number_v1
       ON onestop.onestop_template_version (authority_id, set_code, kind, version)""",
    """CREATE TRIGGER onestop_template_append_only BEFORE UPDATE OR DELETE ON onestop.onestop_template_version
       FOR EACH ROW EXECUTE FUNCTION onestop.refuse_rewriting()""",
    "CREATE INDEX onestop_scan_dossier_v1 ON onestop.onestop_paper_scan (dossier, id)",
    """CREATE INDEX onestop_scan_owner_v1 ON onestop.onestop_paper_scan (owner_mark)
       WHERE owner_mark <> '' AND removed_at IS NULL""",
    "CREATE UNIQUE INDEX onestop_scan_reused_v1 ON onestop.onestop_paper_scan (dossier, reused_from)"
    " WHERE reused_from IS NOT NULL AND removed_at IS NULL",
    """CREATE UNIQUE INDEX onestop_receipt_number_v1
       ON onestop.onestop_fee_receipt (authority_id, series, year, number)""",
    "CREATE INDEX onestop_receipt_dossier_v1 ON onestop.onestop_fee_receipt (dossier, id)",
    "CREATE INDEX onestop_receipt_unit_v1 ON onestop.onestop_fee_receipt (unit_id, issued_at)",
    """ALTER TABLE onestop.onestop_fee_receipt
       ADD CONSTRAINT onestop_receipt_amount_v1 CHECK (phi >= 0 AND le_phi >= 0 AND phi + le_phi > 0),
       ADD CONSTRAINT onestop_receipt_cancel_v1 CHECK (cancelled_at IS NULL OR cancel_reason <> '')""",
)


async def forwards() -> MigrationManager:
    """Run the statements above, after the tables were made by the migration before."""
    manager = MigrationManager(migration_id=ID, app_name="onestop", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await db.execute(statement)

    manager.add_raw(run)
    return manager
