"""Tokens for programs: shown once, kept as a hash, never able to do more than their owner."""

from datetime import timedelta

import msgspec

from core import audit, db, offices
from core.accounts import queries
from core.accounts.commands.factors import reauthenticate
from core.accounts.commands.matrix import seed_matrix
from core.accounts.keys import new_token, token_hash
from core.accounts.schemas import NewToken
from core.acting import Act
from core.errors import Missing, Problem, Refused
from core.registry import current
from core.text.i18n import gettext as _

PREFIX = "mc_"
HINT_LENGTH = 7
MOST = 20


async def create_own_token(new: NewToken, password: str, act: Act) -> str:
    """Make a token for the actor, who gives the password again; return its text. Raises Refused, TooMany."""
    await reauthenticate(password, None, act)
    return await create_token(new, act)


async def create_token_for(username: str, name: str, days: int, permissions: tuple[str, ...], act: Act) -> str:
    """Make a token for somebody else, from the server's command line; all that they hold when none is named.

    Raises Missing for an unknown or closed account, Refused for permissions that they do not hold.
    """
    await seed_matrix(current().permissions.values())
    account = await queries.account_by_username(username)
    who = None if account is None else await queries.principal_of_account(account.id, offices.office_day(act.at))
    if who is None:
        raise Missing(_("Không có tài khoản “%(name)s” đang mở.", name=username))
    new = NewToken(name, permissions or tuple(sorted(who.grants)), days)
    return await create_token(new, msgspec.structs.replace(act, who=who))


async def create_token(new: NewToken, act: Act) -> str:
    """Make a token for the actor; return its text. Raises Refused for permissions that the actor does not hold."""
    beyond = sorted(name for name in set(new.permissions) if not act.who.may(name))
    if beyond:
        raise Refused(Problem(_("Bạn không có quyền: %(names)s.", names=", ".join(beyond)), "permissions"))
    token = PREFIX + new_token()
    async with db.transaction():
        await db.execute("SELECT 1 FROM accounts.accounts_account WHERE id = $1 FOR UPDATE", act.who.account_id)
        alive = await db.value(
            """SELECT count(*) FROM accounts.accounts_token
               WHERE account_id = $1 AND revoked_at IS NULL AND expires_at > $2""",
            act.who.account_id,
            act.at,
        )
        if alive >= MOST:
            raise Refused(_("Mỗi tài khoản có nhiều nhất %(n)s khóa. Hãy thu hồi khóa không dùng.", n=MOST))
        token_id = await db.value(
            """INSERT INTO accounts.accounts_token
                   (account_id, name, hint, token_hash, permissions, created_at, expires_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id""",
            act.who.account_id,
            new.name,
            token[:HINT_LENGTH],
            token_hash(token),
            sorted(set(new.permissions)),
            act.at,
            act.at + timedelta(days=new.days),
        )
        await audit.record(
            act,
            "accounts.token_create",
            subject="accounts.token",
            subject_id=token_id,
            unit_id=act.who.unit_id,
            after={"name": new.name, "permissions": sorted(set(new.permissions)), "days": new.days},
        )
    return token


async def revoke_own_token(token_id: int, act: Act) -> None:
    """End one of the actor's own tokens at once. Raises Missing."""
    async with db.transaction():
        name = await db.value(
            """UPDATE accounts.accounts_token SET revoked_at = $3
               WHERE id = $1 AND account_id = $2 AND revoked_at IS NULL RETURNING name""",
            token_id,
            act.who.account_id,
            act.at,
        )
        if name is None:
            raise Missing
        await audit.record(
            act,
            "accounts.token_revoke",
            subject="accounts.token",
            subject_id=token_id,
            unit_id=act.who.unit_id,
            before={"name": name},
        )
