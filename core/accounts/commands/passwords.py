"""Choosing and changing passwords, and the links that let somebody choose one."""

import re
from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal

from core import audit, db, offices
from core.accounts import hashing, queries
from core.accounts.commands.factors import reauthenticate
from core.accounts.commands.login import Step, Visitor, begin_second_step
from core.accounts.commands.logins import act_of, end_logins
from core.accounts.domain import passwords
from core.accounts.keys import new_token, token_hash
from core.accounts.mails import mail_change
from core.accounts.queries import Account
from core.acting import Act
from core.errors import Missing, Problem, Refused
from core.settings import config_folder
from core.text.i18n import gettext as _

LIFETIMES = {"invite": timedelta(days=3), "reset": timedelta(hours=2)}


async def change_password(old: str, new: str, act: Act) -> None:
    """Change the actor's own password; other log-ins and open links end. Raises Refused, TooMany."""
    account = await reauthenticate(old, None, act)
    if passwords.normalised(old) == passwords.normalised(new):
        raise Refused(Problem(_("Mật khẩu mới phải khác mật khẩu cũ."), "new_password"))
    await _refuse_weak(new, account, "new_password")
    hashed = await hashing.hash_password(new)
    async with db.transaction():
        await _store(account, hashed, act)
        await end_logins(account.id, "password", act, but=act.who.login_id)


async def choose_by_link(token: str, new: str, visitor: Visitor, act: Act) -> Step:
    """Use up a link and set the password; every log-in ends, and the second step of a new one begins.

    Raises Missing for a link that was used, replaced or is too old; Refused for a weak password, the link stays good.
    """
    account = await account_of_link(token, act)
    await _refuse_weak(new, account, "new_password")
    hashed = await hashing.hash_password(new)
    async with db.transaction():
        # of two at once only the first gets the row
        used = await db.value(
            """UPDATE accounts.accounts_link SET used_at = $2
               WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2 RETURNING 1""",
            token_hash(token),
            act.at,
        )
        if used is None:
            raise Missing(_gone())
        owner = act_of(account, act)
        await _store(account, hashed, owner)
        await end_logins(account.id, "password", owner)
        return await begin_second_step(account, act, visitor)


async def account_of_link(token: str, act: Act) -> Account:
    """Return whose link it is. Raises Missing when it was used, replaced, is too old, or never was one."""
    account_id = await db.value(
        """SELECT account_id FROM accounts.accounts_link
           WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2""",
        token_hash(token),
        act.at,
    )
    account = None if account_id is None else await queries.account(account_id)
    if account is None or account.disabled:
        raise Missing(_gone())
    return account


async def make_link(account: Account, kind: Literal["invite", "reset"], act: Act) -> str:
    """Return the path of a new link; earlier ones of the account end. Call it in a transaction."""
    await _use_up_links(account.id, act)
    token = new_token()
    await db.execute(
        """INSERT INTO accounts.accounts_link (account_id, kind, token_hash, created_at, expires_at)
           VALUES ($1, $2, $3, $4, $5)""",
        account.id,
        kind,
        token_hash(token),
        act.at,
        act.at + LIFETIMES[kind],
    )
    await audit.record(
        act, f"accounts.{kind}", subject="accounts.account", subject_id=account.id, unit_id=account.unit_id
    )
    return f"/login/link/{token}"


async def _store(account: Account, hashed: str, act: Act) -> None:
    await db.execute(
        "UPDATE accounts.accounts_account SET password_hash = $2, password_at = $3 WHERE id = $1",
        account.id,
        hashed,
        act.at,
    )
    await _use_up_links(account.id, act)
    if account.password_hash is not None:
        await mail_change(account, _("Mật khẩu vừa được đổi."), act)
    await audit.record(
        act, "accounts.password_set", subject="accounts.account", subject_id=account.id, unit_id=account.unit_id
    )


async def _use_up_links(account_id: int, act: Act) -> None:
    await db.execute(
        "UPDATE accounts.accounts_link SET used_at = $2 WHERE account_id = $1 AND used_at IS NULL", account_id, act.at
    )


async def _refuse_weak(password: str, account: Account, field: str) -> None:
    names = [unit.short_name for unit in await offices.tree()]
    own = [account.username, account.full_name, *account.full_name.split(), account.email.partition("@")[0]]
    found = passwords.problems(password, frequent_passwords(), [*local_words(), *names, *own])
    Refused.if_any(Problem(problem.message, field, problem.code) for problem in found)


def _gone() -> str:
    return _("Liên kết này đã dùng hoặc đã hết hạn. Hãy xin quản trị viên một liên kết mới.")


@lru_cache(maxsize=1)
def frequent_passwords() -> frozenset[str]:
    """Return the 30,000 most frequent passwords of published leaks, folded (list of the package zxcvbn).

    Numbers of fewer than 12 digits are left out: inside a longer password they are years and dates, judged elsewhere.
    """
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    short_number = re.compile(r"\d{1,11}")
    found = (passwords.folded_word(word) for word in FREQUENCY_LISTS["passwords"])
    return frozenset(word for word in found if word and not short_number.fullmatch(word))


@lru_cache(maxsize=1)
def local_words() -> tuple[str, ...]:
    """Return the words of config/passwords/words.txt."""
    return tuple(_lines(config_folder() / "passwords" / "words.txt"))


def _lines(path: Path) -> Iterable[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
