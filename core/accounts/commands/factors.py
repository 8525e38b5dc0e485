"""One-time codes and recovery codes: accepting, setting up, replacing. A change asks for password and code again."""

import secrets
from typing import Literal

from core import audit, db
from core.accounts import hashing, keys
from core.accounts.commands import tries
from core.accounts.commands.logins import account_of, end_logins
from core.accounts.domain import throttle, totp
from core.accounts.mails import mail_change
from core.accounts.queries import Account
from core.acting import Act
from core.errors import Missing, Problem, Refused
from core.text.i18n import gettext as _


async def accept_code(account: Account, code: str, act: Act) -> Literal["totp", "recovery"] | None:
    """Use up a code of the app or a recovery code; None when it does not fit or was used. Call it in a transaction."""
    recovery = totp.read_recovery_code(code)
    if recovery is not None:
        return "recovery" if await _accept_recovery(account.id, *recovery, act) else None
    if account.totp_secret is None:
        return None
    secret = keys.unseal("totp", account.totp_secret, account.id)
    step = totp.matching_step(secret, code, act.at, account.totp_step)
    if step is None:
        return None
    # two requests with one code: only the first one moves the step forward
    moved = await db.value(
        """UPDATE accounts.accounts_account SET totp_step = $2
           WHERE id = $1 AND (totp_step IS NULL OR totp_step < $2) RETURNING 1""",
        account.id,
        step,
    )
    return "totp" if moved else None


async def _accept_recovery(account_id: int, slot: int, code: str, act: Act) -> bool:
    stored = await db.row(
        "SELECT id, code_hash FROM accounts.accounts_recovery WHERE account_id = $1 AND slot = $2 AND used_at IS NULL",
        account_id,
        slot,
    )
    if stored is None or not await hashing.code_matches(stored["code_hash"], code):
        return False
    used = await db.value(
        "UPDATE accounts.accounts_recovery SET used_at = $2 WHERE id = $1 AND used_at IS NULL RETURNING 1",
        stored["id"],
        act.at,
    )
    return used is not None


async def store_factor(account: Account, sealed: bytes, step: int, code_hashes: list[str], act: Act) -> None:
    """Keep a secret whose first code was right, with new recovery codes in place of all old ones."""
    await db.execute(
        "UPDATE accounts.accounts_account SET totp_secret = $2, totp_step = $3, totp_at = $4 WHERE id = $1",
        account.id,
        sealed,
        step,
        act.at,
    )
    await store_recovery_codes(account.id, code_hashes)
    if account.has_totp:
        await mail_change(account, _("Mã xác thực trên điện thoại vừa được thay."), act)
    await _record(act, "accounts.totp_set", account)


async def store_recovery_codes(account_id: int, code_hashes: list[str]) -> None:
    """Put new recovery codes in the place of all old ones."""
    await db.execute("DELETE FROM accounts.accounts_recovery WHERE account_id = $1", account_id)
    await db.execute(
        """INSERT INTO accounts.accounts_recovery (account_id, slot, code_hash)
           SELECT $1, n - 1, hash FROM unnest($2::text[]) WITH ORDINALITY AS codes (hash, n)""",
        account_id,
        code_hashes,
    )


async def reauthenticate(password: str, code: str | None, act: Act) -> Account:
    """Check that the owner sits at the screen: password, and a code unless None. Raises Refused, TooMany, Missing."""
    account = await account_of(act)
    key = [(f"again:{account.id}", throttle.CODE)]
    await tries.take(key, act.at)
    problems = []
    if not await hashing.password_matches(account.password_hash, password):
        problems.append(Problem(_("Mật khẩu hiện tại không đúng."), "password", "password"))
    elif code is not None:
        async with db.transaction():
            if await accept_code(account, code, act) is None:
                problems.append(Problem(_("Mã không đúng, đã dùng hoặc đã hết hạn."), "code", "code"))
    if problems:
        await _record(act, "accounts.reauthentication_failed", account)
        raise Refused(*problems)
    await tries.forgive(key)
    return account


async def begin_new_factor(password: str, code: str, act: Act) -> None:
    """Start to replace the app's secret: password and present code are asked for; the old secret counts meanwhile."""
    account = await reauthenticate(password, code, act)
    await db.execute(
        "UPDATE accounts.accounts_login SET pending_totp = $2 WHERE id = $1",
        act.who.login_id,
        keys.seal("totp", secrets.token_bytes(totp.SECRET_BYTES), account.id),
    )


async def pending_secret(act: Act) -> bytes:
    """Return the secret that the actor is setting up in this log-in. Raises Missing when there is none."""
    account = await account_of(act)
    sealed = await db.value("SELECT pending_totp FROM accounts.accounts_login WHERE id = $1", act.who.login_id)
    if sealed is None:
        raise Missing
    return keys.unseal("totp", sealed, account.id)


async def confirm_new_factor(code: str, act: Act) -> list[str]:
    """Put the new secret in the old one's place; other log-ins end. Returns new recovery codes, to be shown once."""
    account = await account_of(act)
    secret = await pending_secret(act)
    key = [(f"code:{account.id}", throttle.CODE)]
    await tries.take(key, act.at)
    step = totp.matching_step(secret, code, act.at, None)
    if step is None:
        raise Refused(Problem(_("Mã không khớp. Hãy xem giờ trên điện thoại rồi nhập mã đang hiện."), "code", "code"))
    codes = totp.new_recovery_codes(secrets.randbelow)
    hashes = await hashing.hash_codes(codes)
    async with db.transaction():
        await store_factor(account, keys.seal("totp", secret, account.id), step, hashes, act)
        await db.execute("UPDATE accounts.accounts_login SET pending_totp = NULL WHERE id = $1", act.who.login_id)
        await end_logins(account.id, "factor", act, but=act.who.login_id)
    await tries.forgive(key)
    return codes


async def renew_recovery_codes(password: str, code: str, act: Act) -> list[str]:
    """Make new recovery codes; the old ones are worth nothing any more. Returns them, to be shown once."""
    account = await reauthenticate(password, code, act)
    codes = totp.new_recovery_codes(secrets.randbelow)
    hashes = await hashing.hash_codes(codes)
    async with db.transaction():
        await store_recovery_codes(account.id, hashes)
        await _record(act, "accounts.recovery_codes_renewed", account)
    return codes


async def _record(act: Act, action: str, account: Account) -> None:
    await audit.record(act, action, subject="accounts.account", subject_id=account.id, unit_id=account.unit_id)
