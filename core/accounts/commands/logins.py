"""Opening and ending log-ins."""

import secrets
from datetime import timedelta

from core import audit, db
from core.accounts import queries
from core.accounts.domain.totp import SECRET_BYTES
from core.accounts.keys import new_token, seal, token_hash
from core.accounts.queries import Account
from core.acting import Act, Principal
from core.errors import Missing

# how long the second step may take; who sets up codes must first find and install an app
HALF_LIVES = {"factor": timedelta(minutes=10), "setup": timedelta(minutes=30)}


def act_of(account: Account, act: Act) -> Act:
    """Return the same act as done by the account's owner, who is not logged in yet."""
    who = Principal(
        username=account.username,
        display_name=account.full_name,
        person_id=account.person_id,
        account_id=account.id,
        unit_id=account.unit_id,
    )
    return Act(who=who, at=act.at, address=act.address, request_id=act.request_id)


async def open_login(account_id: int, stage: str, act: Act, device: str) -> str:
    """Start a log-in or its half; return the token for the cookie. A "setup" half gets a secret to set up."""
    token = new_token()
    pending = seal("totp", secrets.token_bytes(SECRET_BYTES), account_id) if stage == "setup" else None
    await db.execute(
        """INSERT INTO accounts.accounts_login
               (account_id, token_hash, stage, created_at, last_seen_at, address, device, pending_totp)
           VALUES ($1, $2, $3, $4, $4, $5, $6, $7)""",
        account_id,
        token_hash(token),
        stage,
        act.at,
        act.address,
        device[:200],
        pending,
    )
    return token


async def close_half(login_id: int, act: Act) -> bool:
    """End a half log-in; False when somebody else has just used it."""
    done = await db.value(
        """UPDATE accounts.accounts_login SET ended_at = $2, ended_why = 'step', pending_totp = NULL
           WHERE id = $1 AND ended_at IS NULL RETURNING 1""",
        login_id,
        act.at,
    )
    return done is not None


async def log_out(token: str, act: Act) -> None:
    """End the log-in of a cookie, if there is one."""
    async with db.transaction():
        ended = await db.value(
            """UPDATE accounts.accounts_login SET ended_at = $2, ended_why = 'logout'
               WHERE token_hash = $1 AND ended_at IS NULL RETURNING account_id""",
            token_hash(token),
            act.at,
        )
        if ended is not None:
            await audit.record(act, "accounts.logout", subject="accounts.account", subject_id=ended)


async def end_own_login(login_id: int, act: Act) -> None:
    """End one of the actor's own log-ins. Raises Missing."""
    async with db.transaction():
        ended = await db.value(
            """UPDATE accounts.accounts_login SET ended_at = $3, ended_why = 'owner'
               WHERE id = $1 AND account_id = $2 AND ended_at IS NULL RETURNING 1""",
            login_id,
            act.who.account_id,
            act.at,
        )
        if ended is None:
            raise Missing
        await audit.record(act, "accounts.end_login", subject="accounts.account", subject_id=act.who.account_id or "")


async def end_own_logins(act: Act) -> int:
    """End all of the actor's log-ins but the present one; return how many there were."""
    account = await account_of(act)
    async with db.transaction():
        ended = await end_logins(account.id, "owner", act, but=act.who.login_id)
        await audit.record(act, "accounts.end_logins", subject="accounts.account", subject_id=account.id)
    return ended


async def end_logins(account_id: int, why: str, act: Act, but: int | None = None) -> int:
    """End all log-ins of an account, half ones too, but one; return how many. The caller has checked the right to."""
    tag = await db.execute(
        """UPDATE accounts.accounts_login SET ended_at = $2, ended_why = $3
           WHERE account_id = $1 AND ended_at IS NULL AND id IS DISTINCT FROM $4""",
        account_id,
        act.at,
        why,
        but,
    )
    return int(tag.rpartition(" ")[2])


async def renew_token(act: Act) -> str:
    """Give the actor's present log-in a new token, after a re-authentication (OWASP ASVS 5.0, 7.2.4); returns it."""
    token = new_token()
    await db.execute(
        "UPDATE accounts.accounts_login SET token_hash = $2 WHERE id = $1 AND ended_at IS NULL",
        act.who.login_id,
        token_hash(token),
    )
    return token


async def account_of(act: Act) -> Account:
    """Return the actor's own account. Raises Missing for those without one (the system)."""
    found = None if act.who.account_id is None else await queries.account(act.who.account_id)
    if found is None:
        raise Missing
    return found
