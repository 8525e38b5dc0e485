"""What is swept away: tries long forgiven, half log-ins, and the traces of log-ins and links after some time."""

from datetime import timedelta

from core import db
from core.acting import Act
from core.jobs import Payload

KEEP_TRIES = timedelta(days=2)
KEEP_HALF = timedelta(days=1)
KEEP_ENDED = timedelta(days=90)


class Sweep(Payload, frozen=True, tag="accounts.sweep"):
    """Delete what is no longer needed."""


async def sweep(_payload: Sweep, act: Act) -> None:
    """Delete old tries, half log-ins, log-ins and links; the log keeps who logged in when."""
    async with db.transaction():
        await db.execute("DELETE FROM accounts.accounts_try WHERE last_at < $1", act.at - KEEP_TRIES)
        await db.execute(
            "DELETE FROM accounts.accounts_login WHERE stage <> 'full' AND created_at < $1", act.at - KEEP_HALF
        )
        await db.execute("DELETE FROM accounts.accounts_login WHERE last_seen_at < $1", act.at - KEEP_ENDED)
        await db.execute("DELETE FROM accounts.accounts_link WHERE expires_at < $1", act.at - KEEP_ENDED)
