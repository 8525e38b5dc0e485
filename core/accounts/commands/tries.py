"""Counting tries in the database: before the outcome is known, so that a hundred at once count as a hundred."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from core import db
from core.accounts.domain.throttle import Policy, Tries, counted, seconds_to_wait
from core.errors import TooMany
from core.text.i18n import gettext as _

Key = tuple[str, Policy]


async def take(keys: Sequence[Key], now: datetime) -> None:
    """Count one more try under every key. Raises TooMany, and counts nothing, when one of them must wait."""
    policies = {_hashed(name): policy for name, policy in keys}
    async with db.transaction():
        # in one order, so that two callers never wait for each other
        names = sorted(policies)
        await db.execute(
            """INSERT INTO accounts.accounts_try (key, failures, last_at)
               SELECT unnest($1::text[]), 0, $2 ON CONFLICT DO NOTHING""",
            names,
            now,
        )
        stored = await db.rows(
            "SELECT key, failures, last_at FROM accounts.accounts_try WHERE key = ANY($1) ORDER BY key FOR UPDATE",
            names,
        )
        tries = {record["key"]: Tries(record["failures"], record["last_at"]) for record in stored}
        wait = max(seconds_to_wait(tries[name], policies[name], now) for name in names)
        if wait == 0:
            after = [counted(tries[name], policies[name], now) for name in names]
            await db.execute(
                """UPDATE accounts.accounts_try t SET failures = n.failures, last_at = $3
                   FROM unnest($1::text[], $2::int[]) AS n (key, failures) WHERE t.key = n.key""",
                names,
                [tried.failures for tried in after],
                now,
            )
    if wait:
        raise TooMany(_("Đã thử quá nhiều lần. Hãy đợi %(n)s giây rồi thử lại.", n=wait), wait)


async def forgive(own: Sequence[Key], shared: Sequence[Key] = ()) -> None:
    """Take back after a success: every try under the caller's own keys, this one try under those shared with others."""
    await db.execute("DELETE FROM accounts.accounts_try WHERE key = ANY($1)", [_hashed(name) for name, _policy in own])
    await db.execute(
        "UPDATE accounts.accounts_try SET failures = greatest(0, failures - 1) WHERE key = ANY($1)",
        [_hashed(name) for name, _policy in shared],
    )


def _hashed(name: str) -> str:
    """Return what is stored: neither user names nor addresses."""
    return hashlib.sha256(name.encode()).hexdigest()
