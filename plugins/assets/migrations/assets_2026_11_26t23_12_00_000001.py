from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-26T23:12:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "sealed minutes can't change, not even by hand; one waiting request of a kind for a thing"

RULES = """
CREATE FUNCTION assets.assets_minutes_are_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.content IS NULL THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'minutes % are sealed: they are never deleted', OLD.number;
    END IF;
    IF (NEW.content, NEW.digest, NEW.number, NEW.sealed_at, NEW.transition, NEW.unit_id, NEW.to_unit_id, NEW.other_id,
        NEW.due_on, NEW.decision, NEW.decided_on)
       IS DISTINCT FROM
       (OLD.content, OLD.digest, OLD.number, OLD.sealed_at, OLD.transition, OLD.unit_id, OLD.to_unit_id, OLD.other_id,
        OLD.due_on, OLD.decision, OLD.decided_on)
       OR (OLD.paper IS NOT NULL AND NEW.paper IS DISTINCT FROM OLD.paper)
       OR (OLD.state IN ('signed', 'declined', 'cancelled') AND NEW.state <> OLD.state) THEN
        RAISE EXCEPTION 'minutes % are sealed: their text never changes', OLD.number;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assets_minutes_sealed_v1 BEFORE UPDATE OR DELETE ON assets.assets_minutes
    FOR EACH ROW EXECUTE FUNCTION assets.assets_minutes_are_sealed();

CREATE FUNCTION assets.assets_minutes_items_are_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    about bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.minutes ELSE NEW.minutes END;
BEGIN
    IF EXISTS (SELECT 1 FROM assets.assets_minutes WHERE id = about AND content IS NOT NULL) THEN
        RAISE EXCEPTION 'minutes are sealed: no thing comes in or goes out';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER assets_minutes_items_sealed_v1 BEFORE INSERT OR DELETE ON assets.assets_minutes_item
    FOR EACH ROW EXECUTE FUNCTION assets.assets_minutes_items_are_sealed();

CREATE FUNCTION assets.assets_minutes_signature_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a signature is neither changed nor taken away';
END $$;
CREATE TRIGGER assets_minutes_signature_stays_v1 BEFORE UPDATE OR DELETE ON assets.assets_minutes_signature
    FOR EACH ROW EXECUTE FUNCTION assets.assets_minutes_signature_stays();

CREATE UNIQUE INDEX assets_equipment_request_waiting ON assets.assets_equipment_request (asset, kind)
    WHERE state = 'waiting';
CREATE INDEX assets_equipment_request_person ON assets.assets_equipment_request (person_id, id DESC);
CREATE INDEX assets_equipment_request_unit ON assets.assets_equipment_request (unit_id, created_at DESC);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)

    async def run() -> None:
        await db.execute(RULES)

    manager.add_raw(run)
    return manager
