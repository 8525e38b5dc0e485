"""Reading: who is behind a log-in or a token, with everything they may do; accounts, log-ins, tokens, the matrix."""

from collections import OrderedDict
from collections.abc import Iterable
from datetime import date, datetime

import asyncpg
import msgspec

from core import db, offices
from core.accounts.domain.grants import Holding, Matrix, grants
from core.acting import Principal

# One statement tells who it is, whether the log-in still counts, which roles are held today (own ones and those of
# people one stands in for), and the versions under which tree and matrix are known here. $1 token, $2 today.
_WHO = """
       a.id AS account_id, a.username, p.id AS person_id, p.full_name, p.unit_id,
       (SELECT version FROM offices.offices_state WHERE id = 1) AS tree_version,
       (SELECT version FROM accounts.accounts_state WHERE id = 1) AS matrix_version,
       ARRAY(SELECT DISTINCT h.role || '@' || h.unit_id FROM offices.offices_holding h
             WHERE h.holder_id = p.id AND h.valid_from <= $2 AND (h.valid_to IS NULL OR h.valid_to > $2)) AS holdings
"""
_LIVING = "a.disabled_at IS NULL AND (p.left_on IS NULL OR p.left_on > $2)"

BY_LOGIN = f"""
SELECT l.id AS login_id, l.last_seen_at, {_WHO}
FROM accounts.accounts_login l
JOIN accounts.accounts_account a ON a.id = l.account_id
JOIN offices.offices_person p ON p.id = a.person_id
WHERE l.token_hash = $1 AND l.stage = 'full' AND l.ended_at IS NULL AND l.created_at > $3 AND l.last_seen_at > $4
  AND {_LIVING}
"""  # noqa: S608 -- constants of this file
BY_TOKEN = f"""
SELECT t.id AS token_id, t.permissions, t.last_used_at, {_WHO}
FROM accounts.accounts_token t
JOIN accounts.accounts_account a ON a.id = t.account_id
JOIN offices.offices_person p ON p.id = a.person_id
WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND t.expires_at > $3 AND {_LIVING}
"""  # noqa: S608 -- constants of this file
BY_ACCOUNT = f"""
SELECT {_WHO} FROM accounts.accounts_account a JOIN offices.offices_person p ON p.id = a.person_id
WHERE a.id = $1 AND {_LIVING}
"""  # noqa: S608 -- constants of this file

_matrix: list[tuple[str, Matrix]] = []
_grants: OrderedDict[tuple[str, str, tuple[str, ...]], dict[str, frozenset[int]]] = OrderedDict()
_GRANTS_KEPT = 512


async def grants_of(record: asyncpg.Record) -> dict[str, frozenset[int]]:
    """Return what a row of the statements above may do; computed once for each set of roles and each version."""
    key = (record["tree_version"], record["matrix_version"], tuple(sorted(record["holdings"])))
    known = _grants.get(key)
    if known is None:
        matrix_now = await matrix(record["matrix_version"])
        tree = await offices.tree(record["tree_version"])
        known = _grants[key] = grants(map(_holding, key[2]), matrix_now, tree)
        while len(_grants) > _GRANTS_KEPT:
            _grants.popitem(last=False)
    return known


def _holding(text: str) -> Holding:
    role, _, unit_id = text.rpartition("@")
    return role, int(unit_id)


async def matrix(version: str | None = None) -> Matrix:
    """Return role -> permissions, read again only after a change. version: when the caller has just read it."""
    current = version or str(await db.value("SELECT version FROM accounts.accounts_state WHERE id = 1"))
    if not _matrix or _matrix[0][0] != current:
        found: dict[str, set[str]] = {}
        for record in await db.rows("SELECT role, permission FROM accounts.accounts_role_permission"):
            found.setdefault(record["role"], set()).add(record["permission"])
        _matrix[:] = [(current, {role: frozenset(names) for role, names in found.items()})]
    return _matrix[0][1]


async def principal_of_account(account_id: int, day: date) -> Principal | None:
    """Return who an account is and may do on a day, without any log-in; None when it is closed. For jobs and tools."""
    record = await db.row(BY_ACCOUNT, account_id, day)
    return None if record is None else await principal(record, None)


async def principal(record: asyncpg.Record, login_id: int | None, only: Iterable[str] | None = None) -> Principal:
    """Return the principal of a row of the statements above. only: the permissions a token is limited to."""
    held = await grants_of(record)
    if only is not None:
        held = {name: held[name] for name in only if name in held}
    return Principal(
        username=record["username"],
        display_name=record["full_name"],
        person_id=record["person_id"],
        account_id=record["account_id"],
        unit_id=record["unit_id"],
        login_id=login_id,
        grants=held,
    )


class Account(msgspec.Struct, frozen=True):
    """What log-in needs to know of an account. has_totp: one-time codes are set up."""

    id: int
    person_id: int
    username: str
    full_name: str
    unit_id: int
    email: str
    password_hash: str | None
    password_at: datetime | None
    totp_secret: bytes | None
    totp_step: int | None
    disabled: bool

    @property
    def has_totp(self) -> bool:
        """Tell whether one-time codes are set up."""
        return self.totp_secret is not None


_ACCOUNT = """
SELECT a.id, a.person_id, a.username, p.full_name, p.unit_id, p.email, a.password_hash, a.password_at, a.totp_secret,
       a.totp_step, a.disabled_at IS NOT NULL OR p.left_on IS NOT NULL
FROM accounts.accounts_account a JOIN offices.offices_person p ON p.id = a.person_id
"""


async def account(account_id: int) -> Account | None:
    """Return an account, also a closed one."""
    return await db.struct(Account, _ACCOUNT + "WHERE a.id = $1", account_id)


async def account_by_username(username: str) -> Account | None:
    """Return an account by its user name, capitals and outer spaces ignored."""
    return await db.struct(Account, _ACCOUNT + "WHERE a.username = $1", username.strip().lower())


async def account_of_person(person_id: int) -> Account | None:
    """Return the account of a person, None when there is none."""
    return await db.struct(Account, _ACCOUNT + "WHERE a.person_id = $1", person_id)


class HalfLogin(msgspec.Struct, frozen=True):
    """A log-in whose second step is missing. pending_totp: sealed secret that is being set up."""

    id: int
    account_id: int
    stage: str
    pending_totp: bytes | None


async def half_login(token_hash: bytes, after: datetime) -> HalfLogin | None:
    """Return the half log-in of a token, begun after a moment; None when there is none."""
    return await db.struct(
        HalfLogin,
        """SELECT id, account_id, stage, pending_totp FROM accounts.accounts_login
           WHERE token_hash = $1 AND stage <> 'full' AND ended_at IS NULL AND created_at > $2""",
        token_hash,
        after,
    )


class LoginLine(msgspec.Struct, frozen=True):
    """One log-in as its owner sees it; times aware, UTC."""

    id: int
    created_at: datetime
    last_seen_at: datetime
    address: str
    device: str


async def open_logins(account_id: int, created_after: datetime, seen_after: datetime) -> list[LoginLine]:
    """Return the log-ins that still count, the latest used first."""
    return await db.structs(
        LoginLine,
        """SELECT id, created_at, last_seen_at, address, device FROM accounts.accounts_login
           WHERE account_id = $1 AND stage = 'full' AND ended_at IS NULL AND created_at > $2 AND last_seen_at > $3
           ORDER BY last_seen_at DESC, id DESC""",
        account_id,
        created_after,
        seen_after,
    )


class TokenLine(msgspec.Struct, frozen=True):
    """One API token as its owner sees it."""

    id: int
    name: str
    hint: str
    permissions: list[str]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


async def tokens(account_id: int, now: datetime) -> list[TokenLine]:
    """Return the tokens that still work, the newest first."""
    return await db.structs(
        TokenLine,
        """SELECT id, name, hint, permissions, created_at, expires_at, last_used_at FROM accounts.accounts_token
           WHERE account_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY id DESC""",
        account_id,
        now,
    )


async def recovery_codes_left(account_id: int) -> int:
    """Return how many recovery codes were not used yet."""
    return int(
        await db.value(
            "SELECT count(*) FROM accounts.accounts_recovery WHERE account_id = $1 AND used_at IS NULL", account_id
        )
    )
