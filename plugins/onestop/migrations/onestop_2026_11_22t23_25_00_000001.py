"""Keys over several columns, indexes of the work lists, rules the database keeps, and a ledger nobody can rewrite."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-22T23:25:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "keys, indexes and rules of the one-stop desk"

STATEMENTS = (
    "CREATE UNIQUE INDEX onestop_workflow_version_v1 ON onestop.onestop_workflow (name, version)",
    "CREATE UNIQUE INDEX onestop_procedure_number_v1 ON onestop.onestop_procedure_version (procedure, number)",
    """CREATE UNIQUE INDEX onestop_procedure_current_v1 ON onestop.onestop_procedure_version (procedure)
       WHERE effective_to IS NULL""",
    "CREATE UNIQUE INDEX onestop_counter_day_v1 ON onestop.onestop_counter (agency, day)",
    # Each index is paid for by every intake: the open dossiers of some units (few of all), what came in and what was
    # settled since a moment (lists in the order of time, figures). Everything else is found by number or slip.
    "CREATE INDEX onestop_dossier_open_v1 ON onestop.onestop_dossier USING gin (unit_ids) WHERE closed_at IS NULL",
    "CREATE INDEX onestop_dossier_received_v1 ON onestop.onestop_dossier (received_at)",
    "CREATE INDEX onestop_dossier_settled_v1 ON onestop.onestop_dossier (settled_at) WHERE settled_at IS NOT NULL",
    "CREATE UNIQUE INDEX onestop_paper_line_v1 ON onestop.onestop_dossier_paper (dossier, line)",
    "CREATE INDEX onestop_event_dossier_v1 ON onestop.onestop_dossier_event (dossier, id)",
    """ALTER TABLE onestop.onestop_dossier
       ADD CONSTRAINT onestop_dossier_promise_v1 CHECK (promised_at >= received_at),
       ADD CONSTRAINT onestop_dossier_settled_v1 CHECK (settled_at >= received_at),
       ADD CONSTRAINT onestop_dossier_clock_v1 CHECK (clock IN ('runs', 'paused', 'stopped')),
       ADD CONSTRAINT onestop_dossier_fees_v1 CHECK (fee_due >= 0 AND fee_paid >= 0),
       ADD CONSTRAINT onestop_dossier_slip_v1 CHECK (slip_version >= 1 AND octet_length(slip_digest) = 32)""",
    """ALTER TABLE onestop.onestop_dossier_paper
       ADD CONSTRAINT onestop_paper_counts_v1 CHECK (originals >= 0 AND certified >= 0 AND photocopies >= 0)""",
    """CREATE FUNCTION onestop.refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         RAISE EXCEPTION 'the ledger of a dossier is append-only' USING ERRCODE = 'integrity_constraint_violation';
       END $$""",
    """CREATE TRIGGER onestop_event_append_only BEFORE UPDATE OR DELETE ON onestop.onestop_dossier_event
       FOR EACH ROW EXECUTE FUNCTION onestop.refuse_rewriting()""",
)


async def forwards() -> MigrationManager:
    """Run the statements above, after the tables were made by the migration before."""
    manager = MigrationManager(migration_id=ID, app_name="onestop", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await db.execute(statement)

    manager.add_raw(run)
    return manager
