"""Keys, indexes and rules of results and registers, and a ledger of results that nobody can rewrite."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-25T23:20:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "keys, indexes and rules of results and registers"

STATEMENTS = (
    "CREATE UNIQUE INDEX onestop_register_version_v1 ON onestop.onestop_register (code, version)",
    """CREATE UNIQUE INDEX onestop_register_counter_v1
       ON onestop.onestop_register_counter (authority_id, register, year)""",
    """CREATE UNIQUE INDEX onestop_result_number_v1
       ON onestop.onestop_result (authority_id, register, year, number)""",
    "CREATE INDEX onestop_result_dossier_v1 ON onestop.onestop_result (dossier)",
    "CREATE INDEX onestop_result_register_v1 ON onestop.onestop_result (register, year, number)",
    "CREATE INDEX onestop_result_change_v1 ON onestop.onestop_result_change (result, id)",
    """ALTER TABLE onestop.onestop_result
       ADD CONSTRAINT onestop_result_state_v1 CHECK (state IN ('valid', 'corrected', 'revoked')),
       ADD CONSTRAINT onestop_result_number_v1 CHECK (number >= 1 AND year = extract(year FROM signed_on)),
       ADD CONSTRAINT onestop_result_keep_v1 CHECK (keep_until >= signed_on)""",
    "ALTER TABLE onestop.onestop_batch ADD CONSTRAINT onestop_batch_done_v1 CHECK (done BETWEEN 0 AND total)",
    """CREATE TRIGGER onestop_result_change_append_only BEFORE UPDATE OR DELETE ON onestop.onestop_result_change
       FOR EACH ROW EXECUTE FUNCTION onestop.refuse_rewriting()""",
    """CREATE FUNCTION onestop.keep_results() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         RAISE EXCEPTION 'a result keeps its number; it can only be revoked'
           USING ERRCODE = 'integrity_constraint_violation';
       END $$""",
    """CREATE TRIGGER onestop_result_keeps_its_number
       BEFORE DELETE OR UPDATE OF authority_id, register, year, number, dossier ON onestop.onestop_result
       FOR EACH ROW EXECUTE FUNCTION onestop.keep_results()""",
)


async def forwards() -> MigrationManager:
    """Run the statements above, after the tables were made by the migration before."""
    manager = MigrationManager(migration_id=ID, app_name="onestop", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await db.execute(statement)

    manager.add_raw(run)
    return manager
