from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-22T13:30:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "rules of dates, keys inside the part, the view of who holds what, the tree's version, the first roles"

RULES = """
ALTER TABLE offices.offices_unit
    ADD CONSTRAINT offices_unit_dates_v1 CHECK (valid_to IS NULL OR valid_to > valid_from),
    ADD CONSTRAINT offices_unit_kind_v1
        CHECK (kind IN ('province', 'district', 'commune', 'hamlet', 'department', 'counter')),
    ADD CONSTRAINT offices_unit_parent_v1 FOREIGN KEY (parent_id) REFERENCES offices.offices_unit (id),
    ADD CONSTRAINT offices_unit_not_own_parent_v1 CHECK (parent_id <> id);

ALTER TABLE offices.offices_succession
    ADD CONSTRAINT offices_succession_once_v1 UNIQUE (predecessor_id, successor_id),
    ADD CONSTRAINT offices_succession_other_v1 CHECK (predecessor_id <> successor_id),
    ADD CONSTRAINT offices_succession_predecessor_v1 FOREIGN KEY (predecessor_id) REFERENCES offices.offices_unit (id),
    ADD CONSTRAINT offices_succession_successor_v1 FOREIGN KEY (successor_id) REFERENCES offices.offices_unit (id);

ALTER TABLE offices.offices_person
    ADD CONSTRAINT offices_person_unit_v1 FOREIGN KEY (unit_id) REFERENCES offices.offices_unit (id),
    ADD CONSTRAINT offices_person_dates_v1 CHECK (left_on IS NULL OR left_on >= joined_on);

ALTER TABLE offices.offices_assignment
    ADD CONSTRAINT offices_assignment_person_v1 FOREIGN KEY (person_id) REFERENCES offices.offices_person (id),
    ADD CONSTRAINT offices_assignment_unit_v1 FOREIGN KEY (unit_id) REFERENCES offices.offices_unit (id),
    ADD CONSTRAINT offices_assignment_role_v1 FOREIGN KEY (role) REFERENCES offices.offices_role (code),
    ADD CONSTRAINT offices_assignment_dates_v1 CHECK (valid_to IS NULL OR valid_to >= valid_from);
CREATE UNIQUE INDEX offices_assignment_once_v1
    ON offices.offices_assignment (person_id, role, unit_id) WHERE valid_to IS NULL;

ALTER TABLE offices.offices_absence
    ADD CONSTRAINT offices_absence_person_v1 FOREIGN KEY (person_id) REFERENCES offices.offices_person (id),
    ADD CONSTRAINT offices_absence_substitute_v1 FOREIGN KEY (substitute_id) REFERENCES offices.offices_person (id),
    ADD CONSTRAINT offices_absence_other_v1 CHECK (substitute_id <> person_id),
    ADD CONSTRAINT offices_absence_dates_v1 CHECK (last_day >= first_day),
    ADD CONSTRAINT offices_absence_overlap_v1 EXCLUDE USING gist
        (int8range(person_id, person_id, '[]') WITH &&, daterange(first_day, last_day, '[]') WITH &&);
"""

# What the accounts part reads on every request: own roles, and those of absent people whom one stands in for.
HOLDING = """
CREATE VIEW offices.offices_holding AS
SELECT a.person_id AS holder_id, a.role, a.unit_id, a.valid_from, a.valid_to, NULL::bigint AS on_behalf_of
FROM offices.offices_assignment a
UNION ALL
SELECT b.substitute_id, a.role, a.unit_id,
       greatest(a.valid_from, b.first_day), least(a.valid_to, b.last_day + 1), a.person_id
FROM offices.offices_absence b
JOIN offices.offices_assignment a ON a.person_id = b.person_id
JOIN offices.offices_role r ON r.code = a.role AND r.delegable
WHERE b.substitute_id IS NOT NULL;
"""

# A random version, not a counter: a rolled back change and the next one never share a version.
VERSION_OF_THE_TREE = """
INSERT INTO offices.offices_state (id, version) VALUES (1, gen_random_uuid()::text);

CREATE FUNCTION offices.offices_tree_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE offices.offices_state SET version = gen_random_uuid()::text WHERE id = 1;
    RETURN NULL;
END $$;
CREATE TRIGGER offices_unit_changed_v1 AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON offices.offices_unit
    FOR EACH STATEMENT EXECUTE FUNCTION offices.offices_tree_changed();
CREATE TRIGGER offices_succession_changed_v1 AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON offices.offices_succession
    FOR EACH STATEMENT EXECUTE FUNCTION offices.offices_tree_changed();
"""

ROLES = """
INSERT INTO offices.offices_role (code, title, delegable, position) VALUES
    ('admin', 'Quản trị hệ thống', false, 1),
    ('leader', 'Lãnh đạo', true, 2),
    ('clerk', 'Công chức một cửa', true, 3),
    ('specialist', 'Chuyên viên', true, 4),
    ('it_officer', 'Cán bộ công nghệ thông tin', true, 5),
    ('secretary', 'Thư ký', true, 6),
    ('hamlet_head', 'Trưởng ấp', true, 7),
    ('auditor', 'Kiểm tra, giám sát', false, 8);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="offices", description=DESCRIPTION)

    async def run() -> None:
        for statements in (RULES, HOLDING, VERSION_OF_THE_TREE, ROLES):
            await db.execute(statements)

    manager.add_raw(run)
    return manager
