"""Keys over several columns, rules the database keeps, and indexes of the queue and of quick work."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-25T23:10:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "keys, indexes and rules of the queue and of quick work"

STATEMENTS = (
    "CREATE UNIQUE INDEX onestop_queue_line_day_v1 ON onestop.onestop_queue_line (service, day)",
    "CREATE UNIQUE INDEX onestop_queue_number_v1 ON onestop.onestop_queue_ticket (origin, day, number)",
    "CREATE INDEX onestop_queue_day_v1 ON onestop.onestop_queue_ticket (unit_id, day)",
    # one ticket at a counter at a time, whatever two clerks press
    """CREATE UNIQUE INDEX onestop_queue_busy_v1 ON onestop.onestop_queue_ticket (counter, day)
       WHERE state IN ('called', 'serving')""",
    """CREATE INDEX onestop_queue_dossiers_v1 ON onestop.onestop_queue_ticket USING gin (dossiers)
       WHERE dossiers <> '{}'""",
    "CREATE UNIQUE INDEX onestop_queue_letter_v1 ON onestop.onestop_queue_service (unit_id, letter)",
    "CREATE UNIQUE INDEX onestop_queue_counter_v1 ON onestop.onestop_queue_counter (unit_id, number)",
    """CREATE UNIQUE INDEX onestop_queue_seat_v1 ON onestop.onestop_queue_counter (unit_id, clerk_id)
       WHERE clerk_id IS NOT NULL""",
    "CREATE INDEX onestop_queue_event_v1 ON onestop.onestop_queue_event (ticket, id)",
    """ALTER TABLE onestop.onestop_queue_ticket
       ADD CONSTRAINT onestop_queue_state_v1
         CHECK (state IN ('waiting', 'called', 'serving', 'done', 'absent', 'left')),
       ADD CONSTRAINT onestop_queue_times_v1
         CHECK (called_at >= taken_at AND started_at >= taken_at AND ended_at >= taken_at)""",
    """CREATE TRIGGER onestop_queue_event_append_only BEFORE UPDATE OR DELETE ON onestop.onestop_queue_event
       FOR EACH ROW EXECUTE FUNCTION onestop.refuse_rewriting()""",
    "CREATE UNIQUE INDEX onestop_desk_line_v1 ON onestop.onestop_desk_line (batch, line)",
    "CREATE INDEX onestop_desk_batch_person_v1 ON onestop.onestop_desk_batch (person_id, at)",
)


async def forwards() -> MigrationManager:
    """Run the statements above, after the tables were made by the migration before."""
    manager = MigrationManager(migration_id=ID, app_name="onestop", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await db.execute(statement)

    manager.add_raw(run)
    return manager
