from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-26T23:20:30:000001"
VERSION = "1.38.0"
DESCRIPTION = "versions of transitions are added, never changed; sealed minutes keep the rule they were sealed by"

RULES = """
CREATE UNIQUE INDEX assets_transition_version ON assets.assets_transition (key, version);
CREATE FUNCTION assets.assets_transition_is_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'versions of transitions are history: they are added, never changed';
END $$;
CREATE TRIGGER assets_transition_history_v1 BEFORE UPDATE OR DELETE ON assets.assets_transition
    FOR EACH ROW EXECUTE FUNCTION assets.assets_transition_is_history();

CREATE FUNCTION assets.assets_minutes_rule_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.content IS NOT NULL AND NEW.rule IS DISTINCT FROM OLD.rule THEN
        RAISE EXCEPTION 'minutes % are sealed: their rule never changes', OLD.number;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assets_minutes_rule_v1 BEFORE UPDATE ON assets.assets_minutes
    FOR EACH ROW EXECUTE FUNCTION assets.assets_minutes_rule_stays();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)

    async def run() -> None:
        await db.execute(RULES)

    manager.add_raw(run)
    return manager
