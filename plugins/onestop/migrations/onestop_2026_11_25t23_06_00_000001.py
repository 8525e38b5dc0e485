"""Keys, indexes and rules of filing from home, of parcels and of ratings."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-25T23:06:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "keys, indexes and rules of filing from home, parcels and ratings"

STATEMENTS = (
    "CREATE UNIQUE INDEX onestop_online_form_version_v1 ON onestop.onestop_online_form (procedure_code, version)",
    "CREATE UNIQUE INDEX onestop_filing_round_v1 ON onestop.onestop_filing_version (filing, round)",
    "CREATE UNIQUE INDEX onestop_filing_dossier_v1 ON onestop.onestop_filing (dossier_id) WHERE dossier_id IS NOT NULL",
    # The inbox of a desk; drafts by their age, to be forgotten; starts of an address, to be counted.
    "CREATE INDEX onestop_filing_unit_v1 ON onestop.onestop_filing (unit_id, state, answer_due_at)",
    "CREATE INDEX onestop_filing_draft_v1 ON onestop.onestop_filing (changed_at) WHERE state = 'draft'",
    "CREATE INDEX onestop_filing_address_v1 ON onestop.onestop_filing (address_key, created_at)",
    "CREATE INDEX onestop_filing_email_v1 ON onestop.onestop_filing (lower(email)) WHERE email <> ''",
    "CREATE INDEX onestop_filing_file_v1 ON onestop.onestop_filing_file (filing, id)",
    "CREATE INDEX onestop_filing_note_v1 ON onestop.onestop_filing_note (filing, id)",
    "CREATE INDEX onestop_filing_remark_v1 ON onestop.onestop_filing_remark (filing, round)",
    "CREATE INDEX onestop_parcel_unit_v1 ON onestop.onestop_parcel (unit_id, state)",
    "CREATE INDEX onestop_parcel_event_v1 ON onestop.onestop_parcel_event (parcel, id)",
    "CREATE INDEX onestop_rating_unit_v1 ON onestop.onestop_rating (unit_id, at)",
    """ALTER TABLE onestop.onestop_filing
       ADD CONSTRAINT onestop_filing_state_v1 CHECK
         (state IN ('draft', 'filed', 'needs_supplement', 'accepted', 'refused', 'withdrawn')),
       ADD CONSTRAINT onestop_filing_accepted_v1 CHECK ((state = 'accepted') = (dossier_id IS NOT NULL)),
       ADD CONSTRAINT onestop_filing_round_v1 CHECK (round >= 0 AND (state = 'draft' OR round > 0 OR state = 'withdrawn'))""",
    """ALTER TABLE onestop.onestop_parcel ADD CONSTRAINT onestop_parcel_state_v1 CHECK
         (state IN ('requested', 'sent', 'delivered', 'back', 'collected'))""",
    "ALTER TABLE onestop.onestop_rating ADD CONSTRAINT onestop_rating_score_v1 CHECK (score BETWEEN 1 AND 5)",
    """CREATE FUNCTION onestop.refuse_changing() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         RAISE EXCEPTION 'what was filed, published or rated is never changed'
           USING ERRCODE = 'integrity_constraint_violation';
       END $$""",
    """CREATE TRIGGER onestop_filing_version_kept BEFORE UPDATE OR DELETE ON onestop.onestop_filing_version
       FOR EACH ROW EXECUTE FUNCTION onestop.refuse_changing()""",
    """CREATE TRIGGER onestop_online_form_kept BEFORE UPDATE OR DELETE ON onestop.onestop_online_form
       FOR EACH ROW EXECUTE FUNCTION onestop.refuse_changing()""",
    """CREATE TRIGGER onestop_rating_kept BEFORE UPDATE OR DELETE ON onestop.onestop_rating
       FOR EACH ROW EXECUTE FUNCTION onestop.refuse_changing()""",
    """CREATE TRIGGER onestop_parcel_event_kept BEFORE UPDATE OR DELETE ON onestop.onestop_parcel_event
       FOR EACH ROW EXECUTE FUNCTION onestop.refuse_changing()""",
)


async def forwards() -> MigrationManager:
    """Run the statements above, after the tables were made by the migration before."""
    manager = MigrationManager(migration_id=ID, app_name="onestop", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await db.execute(statement)

    manager.add_raw(run)
    return manager
