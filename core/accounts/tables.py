"""Accounts and everything that opens them. Passwords, codes, links and tokens are kept as hashes only.

The secret of the one-time codes must be known to check them: it is encrypted with a key that is not in the database.
"""

from piccolo.columns import Array, BigInt, BigSerial, Bytea, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.table import Table

from core.data_classes import classified


@classified(
    internal=("id", "person_id", "username", "password_at", "totp_at", "disabled_at", "created_at"),
    sensitive=("password_hash", "totp_secret", "totp_step"),
)
class AccountsAccount(Table, schema="accounts", tablename="accounts_account"):
    """The account of one person. totp_step: the last 30 s step whose code was accepted; none is accepted twice."""

    id = BigSerial(primary_key=True)
    person_id = BigInt(required=True, default=None, unique=True)
    username = Varchar(length=60, required=True, default=None, unique=True)
    password_hash = Text(null=True, default=None)
    password_at = Timestamptz(null=True, default=None)
    totp_secret = Bytea(null=True, default=None)
    totp_step = BigInt(null=True, default=None)
    totp_at = Timestamptz(null=True, default=None)
    disabled_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(required=True, default=None)


@classified(
    internal=("id", "account_id", "stage", "created_at", "last_seen_at", "ended_at", "ended_why"),
    personal=("address", "device"),
    sensitive=("token_hash", "pending_totp"),
)
class AccountsLogin(Table, schema="accounts", tablename="accounts_login"):
    """One log-in, half ("factor": the code is missing; "setup": codes must be set up first) or "full".

    Each stage is a row of its own with a new token: what was known before a step is worth nothing after it.
    """

    id = BigSerial(primary_key=True)
    account_id = BigInt(required=True, default=None, index=True)
    token_hash = Bytea(required=True, default=None, unique=True)
    stage = Varchar(length=10, required=True, default=None)
    created_at = Timestamptz(required=True, default=None)
    last_seen_at = Timestamptz(required=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_why = Varchar(length=20, null=True, default=None)
    address = Text(required=True, default=None)
    device = Text(required=True, default=None)
    pending_totp = Bytea(null=True, default=None)


@classified(internal=("id", "account_id", "slot", "used_at"), sensitive=("code_hash",))
class AccountsRecovery(Table, schema="accounts", tablename="accounts_recovery"):
    """A recovery code, good once. slot: its first letter's number, so that one hash is compared and not ten."""

    id = BigSerial(primary_key=True)
    account_id = BigInt(required=True, default=None)
    slot = SmallInt(required=True, default=None)
    code_hash = Text(required=True, default=None)
    used_at = Timestamptz(null=True, default=None)


@classified(internal=("id", "account_id", "kind", "created_at", "expires_at", "used_at"), sensitive=("token_hash",))
class AccountsLink(Table, schema="accounts", tablename="accounts_link"):
    """A link to choose a password, good once: "invite" or "reset"."""

    id = BigSerial(primary_key=True)
    account_id = BigInt(required=True, default=None, index=True)
    kind = Varchar(length=10, required=True, default=None)
    token_hash = Bytea(required=True, default=None, unique=True)
    created_at = Timestamptz(required=True, default=None)
    expires_at = Timestamptz(required=True, default=None)
    used_at = Timestamptz(null=True, default=None)


@classified(
    internal=(
        "id",
        "account_id",
        "name",
        "hint",
        "permissions",
        "created_at",
        "expires_at",
        "last_used_at",
        "revoked_at",
    ),
    sensitive=("token_hash",),
)
class AccountsToken(Table, schema="accounts", tablename="accounts_token"):
    """A token for programs. permissions: all it may use of what its owner may; hint: its first letters."""

    id = BigSerial(primary_key=True)
    account_id = BigInt(required=True, default=None, index=True)
    name = Text(required=True, default=None)
    hint = Varchar(length=12, required=True, default=None)
    token_hash = Bytea(required=True, default=None, unique=True)
    permissions = Array(base_column=Text(), required=True, default=None)
    created_at = Timestamptz(required=True, default=None)
    expires_at = Timestamptz(required=True, default=None)
    last_used_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)


@classified(internal=("id", "role", "permission"))
class AccountsRolePermission(Table, schema="accounts", tablename="accounts_role_permission"):
    """One cell of the matrix that is allowed; what is not here is refused."""

    id = BigSerial(primary_key=True)
    role = Varchar(length=40, required=True, default=None)
    permission = Varchar(length=80, required=True, default=None)


@classified(internal=("name",))
class AccountsPermission(Table, schema="accounts", tablename="accounts_permission"):
    """A permission that was seen before: its first roles were given then and are not given again."""

    name = Varchar(length=80, primary_key=True, default=None)


@classified(internal=("key", "failures", "last_at"))
class AccountsTry(Table, schema="accounts", tablename="accounts_try"):
    """Tries not yet forgiven, under a hashed key (account and address, address, device...)."""

    key = Varchar(length=64, primary_key=True, default=None)
    failures = Integer(required=True, default=None)
    last_at = Timestamptz(required=True, default=None)


@classified(internal=("id", "version"))
class AccountsState(Table, schema="accounts", tablename="accounts_state"):
    """One row: changes whenever the matrix does."""

    id = Integer(primary_key=True, default=None)
    version = Text(required=True, default=None)
