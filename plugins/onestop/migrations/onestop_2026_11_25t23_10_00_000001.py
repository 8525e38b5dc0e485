"""Rules that the database keeps about the clock, what lists look for, and the rules that hold at first."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-25T23:10:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "clock: keys, indexes and first rules"

STATEMENTS = (
    "CREATE UNIQUE INDEX onestop_office_day_v1 ON onestop.onestop_office_day (day) WHERE withdrawn_at IS NULL",
    "INSERT INTO onestop.onestop_calendar (id, version) VALUES (1, gen_random_uuid()::text)",
    """CREATE UNIQUE INDEX onestop_clock_rule_v1
       ON onestop.onestop_clock_rule (kind, subject, procedure_code, valid_from)""",
    """ALTER TABLE onestop.onestop_clock_rule
       ADD CONSTRAINT onestop_clock_rule_value_v1 CHECK (value >= 0),
       ADD CONSTRAINT onestop_clock_rule_span_v1 CHECK (valid_to > valid_from)""",
    "CREATE UNIQUE INDEX onestop_warning_once_v1 ON onestop.onestop_warning (dossier, rule, due_at)",
    "CREATE INDEX onestop_step_clock_due_v1 ON onestop.onestop_step_clock (due_at)",
    # Decree 61/2018 is known from memory only, so the rule says that nobody has read it there; it holds for older
    # dossiers too, until an office sets something else.
    """INSERT INTO onestop.onestop_clock_rule (kind, value, unit, subject, procedure_code, valid_from, source, verified)
       VALUES ('reappointments', 1, 'working_day', '', '', '2010-01-01', 'Điều 19 Nghị định 61/2018/NĐ-CP', false)""",
    """INSERT INTO onestop.onestop_warning_rule (watched, minutes, tells, state, active)
       VALUES ('step', -120, 'holder', '', true), ('step', 0, 'head', '', true),
              ('whole', -480, 'holder', '', true), ('whole', 0, 'leader', '', true),
              ('agency', 0, 'holder', '', true)""",
)


async def forwards() -> MigrationManager:
    """Run the statements above, after the tables were made by the migration before."""
    manager = MigrationManager(migration_id=ID, app_name="onestop", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await db.execute(statement)

    manager.add_raw(run)
    return manager
