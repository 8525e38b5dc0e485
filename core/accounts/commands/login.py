"""Logging in, step by step: password, then code; or password, then setting up codes. A step gives a new token."""

import secrets

import msgspec

from core import audit, db
from core.accounts import hashing, keys, queries
from core.accounts.commands import tries
from core.accounts.commands.factors import accept_code, store_factor
from core.accounts.commands.logins import HALF_LIVES, act_of, close_half, open_login
from core.accounts.cookies import known_device
from core.accounts.domain import throttle, totp
from core.accounts.queries import Account, HalfLogin
from core.acting import Act
from core.errors import NeedsLogin, Problem, Refused
from core.text.i18n import gettext as _


class Visitor(msgspec.Struct, frozen=True):
    """What the browser brought along: its device cookie, and what it calls itself."""

    device_cookie: str = ""
    agent: str = ""


class Step(msgspec.Struct, frozen=True):
    """The outcome of a step: token for the cookie, stage reached, whose it is, codes to show once (after a setup)."""

    token: str
    stage: str
    account_id: int
    recovery_codes: tuple[str, ...] = ()


async def with_password(username: str, password: str, visitor: Visitor, act: Act) -> Step:
    """Check the password. Raises TooMany; Refused, in the same words and time for any account, when it does not fit."""
    account = await queries.account_by_username(username)
    own, shared = _keys(username, account, visitor, act)
    await tries.take([*own, *shared], act.at)
    fits = await hashing.password_matches(account.password_hash if account else None, password)
    if account is None or not fits or account.disabled:
        await _record_failure(account, "password", act)
        raise Refused(Problem(_("Tên đăng nhập hoặc mật khẩu không đúng."), code="login"))
    await tries.forgive(own, shared)
    stored = account.password_hash or ""
    renewed = await hashing.hash_password(password) if hashing.is_outdated(stored) else None
    async with db.transaction():
        if renewed is not None:
            await db.execute(
                "UPDATE accounts.accounts_account SET password_hash = $2 WHERE id = $1 AND password_hash = $3",
                account.id,
                renewed,
                stored,
            )
        return await begin_second_step(account, act, visitor)


async def begin_second_step(account: Account, act: Act, visitor: Visitor) -> Step:
    """Open the half log-in that follows a password: the code is asked for, or must be set up first."""
    stage = "factor" if account.has_totp else "setup"
    return Step(await open_login(account.id, stage, act, visitor.agent), stage, account.id)


async def with_code(token: str, code: str, visitor: Visitor, act: Act) -> Step:
    """Check the second factor, a code of the app or a recovery code, and open the log-in.

    Raises NeedsLogin when the first step is missing or too old, TooMany, Refused.
    """
    half, account = await half_login(token, "factor", act)
    key = [(f"code:{account.id}", throttle.CODE)]
    await tries.take(key, act.at)
    async with db.transaction():
        how = await accept_code(account, code, act)
        if how is not None and await close_half(half.id, act):
            opened = await _open_full(account, how, visitor, act)
        else:
            opened = None
    if opened is None:
        await _record_failure(account, "code", act)
        raise Refused(Problem(_("Mã không đúng, đã dùng hoặc đã hết hạn. Hãy nhập mã đang hiện."), "code", "code"))
    await tries.forgive(key)
    return opened


async def with_new_factor(token: str, code: str, visitor: Visitor, act: Act) -> Step:
    """Finish setting up codes with the first code of the app, and open the log-in; returns the recovery codes too."""
    half, account = await half_login(token, "setup", act)
    key = [(f"code:{account.id}", throttle.CODE)]
    await tries.take(key, act.at)
    secret = keys.unseal("totp", half.pending_totp or b"", account.id)
    step = totp.matching_step(secret, code, act.at, None)
    if step is None:
        raise Refused(Problem(_("Mã không khớp. Hãy xem giờ trên điện thoại rồi nhập mã đang hiện."), "code", "code"))
    codes = totp.new_recovery_codes(secrets.randbelow)
    hashes = await hashing.hash_codes(codes)
    async with db.transaction():
        if account.has_totp or not await close_half(half.id, act):
            raise NeedsLogin(_("Bước này đã xong ở một cửa sổ khác. Hãy đăng nhập lại."))
        await store_factor(account, half.pending_totp or b"", step, hashes, act_of(account, act))
        opened = await _open_full(account, "setup", visitor, act)
    await tries.forgive(key)
    return msgspec.structs.replace(opened, recovery_codes=tuple(codes))


async def half_login(token: str, stage: str, act: Act) -> tuple[HalfLogin, Account]:
    """Return the half log-in of a cookie and its account. Raises NeedsLogin when it is over or at another stage."""
    half = await queries.half_login(keys.token_hash(token), act.at - HALF_LIVES[stage]) if token else None
    account = await queries.account(half.account_id) if half else None
    if half is None or account is None or account.disabled or half.stage != stage:
        raise NeedsLogin(_("Hãy đăng nhập lại từ đầu."))
    return half, account


async def _open_full(account: Account, how: str, visitor: Visitor, act: Act) -> Step:
    token = await open_login(account.id, "full", act, visitor.agent)
    await audit.record(
        act_of(account, act),
        "accounts.login",
        subject="accounts.account",
        subject_id=account.id,
        unit_id=account.unit_id,
        after={"how": how},
    )
    return Step(token, "full", account.id)


def _keys(
    username: str, account: Account | None, visitor: Visitor, act: Act
) -> tuple[list[tries.Key], list[tries.Key]]:
    """Return the keys under which a password is tried: the caller's own, and those shared with others.

    A device on which this account logged in before has a key of its own and shares none.
    """
    device = known_device(visitor.device_cookie, account.id) if account else None
    if account is not None and device is not None:
        return [(f"device:{account.id}:{device}", throttle.DEVICE)], []
    network = throttle.network_of(act.address)
    return [(f"pair:{username.strip().lower()}:{network}", throttle.PAIR)], [(f"network:{network}", throttle.NETWORK)]


async def _record_failure(account: Account | None, step: str, act: Act) -> None:
    """Log a failed try; of unknown names nothing is kept, since people type passwords there."""
    await audit.record(
        act,
        "accounts.login_failed",
        subject="accounts.account",
        subject_id=account.id if account else "",
        unit_id=account.unit_id if account else None,
        after={"step": step, "username": account.username if account else None},
    )
