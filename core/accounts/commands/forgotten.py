"""A forgotten password: a link by mail where an address is known. The answer never says who has an account."""

from datetime import timedelta

from core import db, jobs
from core.accounts import queries
from core.accounts.commands import tries
from core.accounts.commands.passwords import make_link
from core.accounts.domain import throttle
from core.accounts.mails import mail_reset_link
from core.acting import Act

PAUSE = timedelta(minutes=5)  # between two mails to one account, whoever asks


class MailLink(jobs.Payload, frozen=True, tag="accounts.mail_link"):
    """Mail a link to the owner of an account; 0: the name was unknown, and as much was done as for a known one."""

    account_id: int


async def ask_for_link(username: str, act: Act) -> None:
    """Have a link sent, if there is somebody to send it to. Raises TooMany."""
    network = throttle.network_of(act.address)
    pair = f"mail:{username.strip().lower()}:{network}"
    await tries.take([(pair, throttle.MAIL), (f"mail:{network}", throttle.NETWORK)], act.at)
    account = await queries.account_by_username(username)
    known = account is not None and account.password_hash is not None and not account.disabled
    await jobs.enqueue(MailLink(account_id=account.id if account is not None and known else 0))


async def mail_link(payload: MailLink, act: Act) -> None:
    """Make the link and queue the mail, unless one went out a short while ago."""
    async with db.transaction():
        await db.execute("SELECT 1 FROM accounts.accounts_account WHERE id = $1 FOR UPDATE", payload.account_id)
        account = await queries.account(payload.account_id)
        recent = await db.value(
            "SELECT 1 FROM accounts.accounts_link WHERE account_id = $1 AND kind = 'reset' AND created_at > $2",
            payload.account_id,
            act.at - PAUSE,
        )
        if account is not None and not account.disabled and account.email and not recent:
            await mail_reset_link(account, await make_link(account, "reset", act), act)
