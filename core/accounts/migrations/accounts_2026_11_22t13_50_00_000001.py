from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-22T13:50:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "rules, keys inside the part, the matrix's version"

RULES = """
ALTER TABLE accounts.accounts_account
    ADD CONSTRAINT accounts_username_v1 CHECK (username ~ '^[a-z0-9][a-z0-9._-]{1,59}$'),
    ADD CONSTRAINT accounts_totp_whole_v1 CHECK ((totp_secret IS NULL) = (totp_at IS NULL));

ALTER TABLE accounts.accounts_login
    ADD CONSTRAINT accounts_login_stage_v1 CHECK (stage IN ('factor', 'setup', 'full')),
    ADD CONSTRAINT accounts_login_account_v1 FOREIGN KEY (account_id) REFERENCES accounts.accounts_account (id);

ALTER TABLE accounts.accounts_recovery
    ADD CONSTRAINT accounts_recovery_account_v1 FOREIGN KEY (account_id) REFERENCES accounts.accounts_account (id),
    ADD CONSTRAINT accounts_recovery_slot_v1 UNIQUE (account_id, slot);

ALTER TABLE accounts.accounts_link
    ADD CONSTRAINT accounts_link_kind_v1 CHECK (kind IN ('invite', 'reset')),
    ADD CONSTRAINT accounts_link_account_v1 FOREIGN KEY (account_id) REFERENCES accounts.accounts_account (id);

ALTER TABLE accounts.accounts_token
    ADD CONSTRAINT accounts_token_account_v1 FOREIGN KEY (account_id) REFERENCES accounts.accounts_account (id);

ALTER TABLE accounts.accounts_role_permission
    ADD CONSTRAINT accounts_role_permission_once_v1 UNIQUE (role, permission);
"""

# A random version, not a counter: a rolled back change and the next one never share a version.
VERSION_OF_THE_MATRIX = """
INSERT INTO accounts.accounts_state (id, version) VALUES (1, gen_random_uuid()::text);

CREATE FUNCTION accounts.accounts_matrix_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE accounts.accounts_state SET version = gen_random_uuid()::text WHERE id = 1;
    RETURN NULL;
END $$;
CREATE TRIGGER accounts_matrix_changed_v1
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON accounts.accounts_role_permission
    FOR EACH STATEMENT EXECUTE FUNCTION accounts.accounts_matrix_changed();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="accounts", description=DESCRIPTION)

    async def run() -> None:
        for statements in (RULES, VERSION_OF_THE_MATRIX):
            await db.execute(statements)

    manager.add_raw(run)
    return manager
