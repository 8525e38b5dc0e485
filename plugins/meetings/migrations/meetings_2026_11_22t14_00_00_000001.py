from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-22T14:00:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "keys inside the plugin, each address once per meeting, history that only grows, what the pages look for"

RULES = """
ALTER TABLE meetings.meetings_invitation
    ADD CONSTRAINT meetings_invitation_meeting_v1 FOREIGN KEY (meeting_id) REFERENCES meetings.meetings_meeting (id);
ALTER TABLE meetings.meetings_link
    ADD CONSTRAINT meetings_link_invitation_v1 FOREIGN KEY (invitation_id) REFERENCES meetings.meetings_invitation (id);
ALTER TABLE meetings.meetings_answer
    ADD CONSTRAINT meetings_answer_invitation_v1
        FOREIGN KEY (invitation_id) REFERENCES meetings.meetings_invitation (id);

CREATE UNIQUE INDEX meetings_invitation_once_v1 ON meetings.meetings_invitation (meeting_id, lower(address));
CREATE INDEX meetings_invitation_person_v1 ON meetings.meetings_invitation (person_id);
CREATE INDEX meetings_meeting_unit_v1 ON meetings.meetings_meeting (unit_id, starts_at);

CREATE FUNCTION meetings.meetings_answer_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'answers are history: they are added, never changed';
END $$;
CREATE TRIGGER meetings_answer_final_v1 BEFORE UPDATE OR DELETE ON meetings.meetings_answer
    FOR EACH ROW EXECUTE FUNCTION meetings.meetings_answer_is_final();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="meetings", description=DESCRIPTION)

    async def run() -> None:
        await db.execute(RULES)

    manager.add_raw(run)
    return manager
