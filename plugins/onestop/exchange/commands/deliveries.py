"""Messages on their way: made from events, taken in hand one by one, settled, sent again or dropped by a person."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from core import audit, db, jobs, offices
from core.acting import Act
from core.errors import Conflict, Missing
from core.feed import Published, follow
from core.text.i18n import gettext as _
from plugins.onestop.access import scope
from plugins.onestop.exchange import queries
from plugins.onestop.exchange.access import EXCHANGE
from plugins.onestop.exchange.commands.webhooks import one
from plugins.onestop.exchange.domain.retries import Outcome, verdict
from plugins.onestop.exchange.messages import KINDS, NAMES, TEST, event_message, message
from plugins.onestop.exchange.payloads import SendMessages
from plugins.onestop.exchange.schemas import Delivery

STUCK: Final = timedelta(minutes=5)
KEEP: Final = timedelta(days=90)
FOLLOWER: Final = "onestop.webhooks"

_INSERT = """
INSERT INTO onestop.onestop_webhook_delivery
  (webhook, event_id, event, dossier_id, code, body, state, attempts, next_try_at, last_error, created_at)
SELECT s.webhook, s.event_id, s.event, s.dossier, s.code, s.body, 'waiting', 0, $7, '', $7
FROM unnest($1::bigint[], $2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::text[])
  WITH ORDINALITY AS s (webhook, event_id, event, dossier, code, body, place)
ORDER BY s.place ON CONFLICT DO NOTHING
"""
# Nothing of a dossier overtakes an earlier message about it: that is still to be sent, on its way, or held.
_CLAIM = """
UPDATE onestop.onestop_webhook_delivery SET state = 'sending', attempts = attempts + 1, claimed_at = $2
WHERE id = (
  SELECT d.id FROM onestop.onestop_webhook_delivery d
  WHERE d.webhook = $1 AND d.state = 'waiting' AND d.next_try_at <= $2 AND NOT EXISTS (
    SELECT 1 FROM onestop.onestop_webhook_delivery e
    WHERE e.webhook = $1 AND e.code = d.code AND d.code <> '' AND e.id < d.id
      AND e.state IN ('waiting', 'sending', 'held'))
  ORDER BY d.id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, event_id::text, body, attempts
"""
_SETTLE = """
UPDATE onestop.onestop_webhook_delivery
SET state = $2::text, next_try_at = $3, last_status = $4, last_error = $5,
    sent_at = CASE WHEN $2::text = 'sent' THEN $6::timestamptz END
WHERE id = $1 AND state = 'sending'
"""
_PAUSE = """
UPDATE onestop.onestop_webhook w SET active = false, paused_reason = 'gone', revision = w.revision + 1
FROM onestop.onestop_webhook_delivery d WHERE d.id = $1 AND w.id = d.webhook AND w.active
RETURNING w.id, w.unit_id
"""
_UNSTICK = """
UPDATE onestop.onestop_webhook_delivery
SET state = 'waiting', next_try_at = $1, last_error = 'interrupted while sending'
WHERE state = 'sending' AND claimed_at < $2
"""
_DUE = """
SELECT DISTINCT d.webhook FROM onestop.onestop_webhook_delivery d JOIN onestop.onestop_webhook w ON w.id = d.webhook
WHERE w.active AND d.state = 'waiting' AND d.next_try_at <= $1
"""
_AGAIN = """
UPDATE onestop.onestop_webhook_delivery SET state = 'waiting', attempts = 0, next_try_at = $2, sent_at = NULL
WHERE id = $1
"""
_DROP = """
UPDATE onestop.onestop_webhook_delivery SET state = 'dropped', next_try_at = NULL, claimed_at = coalesce(claimed_at, $2)
WHERE id = $1
"""


class Claimed(Struct, frozen=True):
    """A message that this worker has in hand; attempts: this try included."""

    id: int
    event_id: str
    body: str
    attempts: int


async def collect(act: Act) -> bool:
    """Turn the next events into messages for whoever asked for them; return whether there may be more at once.

    Events before a webhook was made are not for it. All or nothing: what was read and what was written commit together.
    """
    async with db.transaction():
        found, more = await follow(FOLLOWER, list(KINDS.values()))
        lines = await _lines(found) if found else []
        if lines:
            await db.execute(_INSERT, *([line[place] for line in lines] for place in range(6)), act.at)
    return more


async def _lines(found: Sequence[Published]) -> list[tuple[int, str, str, int, str, str]]:
    listening = await queries.listeners()
    if not listening:
        return []
    ids = sorted({told.event.dossier_id for told in found})  # type: ignore[attr-defined]
    rows = await db.rows("SELECT id, unit_ids FROM onestop.onestop_dossier WHERE id = ANY($1)", ids)
    had = {row["id"]: frozenset(row["unit_ids"]) for row in rows}
    tree = await offices.tree()
    lines = []
    for told in found:
        name, dossier = NAMES[type(told.event)], told.event.dossier_id  # type: ignore[attr-defined]
        units = had.get(dossier, frozenset()) | {told.event.unit_id}  # type: ignore[attr-defined]
        for hook in listening:
            if name in hook.events and told.at >= hook.created_at and units & tree.reach(hook.unit_id):
                body = event_message(told.event, told.at)
                lines.append((hook.id, told.id, name, dossier, told.event.code, body))  # type: ignore[attr-defined]
    return lines


async def wake(act: Act) -> int:
    """Queue the sending for every webhook with messages that are due; return for how many."""
    await db.execute(_UNSTICK, act.at, act.at - STUCK)
    due = await db.rows(_DUE, act.at)
    for row in due:
        await enqueue_sending(row["webhook"])
    return len(due)


async def enqueue_sending(webhook_id: int) -> None:
    """Queue the sending of a webhook's messages, unless it is queued already."""
    await jobs.enqueue(SendMessages(webhook_id=webhook_id), dedupe=f"onestop.webhook:{webhook_id}")


async def claim(webhook_id: int, at: datetime) -> Claimed | None:
    """Take the next message of a webhook in hand; None when none is due."""
    return await db.struct(Claimed, _CLAIM, webhook_id, at)


async def settle(claimed: Claimed, outcome: Outcome, act: Act) -> None:
    """Write down what came of a try; a receiver that says that it is gone is told nothing more.

    A crash before this leaves the message "sending"; the sweeper takes it up again under the same id.
    """
    found = verdict(outcome, claimed.attempts, act.at, str(claimed.id))
    async with db.transaction():
        await db.execute(_SETTLE, claimed.id, found.state, found.next_try_at, outcome.status, found.error, act.at)
        paused = await db.row(_PAUSE, claimed.id) if outcome.kind == "gone" else None
        if paused is not None:
            await audit.record(
                act,
                "onestop.webhook_paused",
                subject="onestop.webhook",
                subject_id=paused["id"],
                unit_id=paused["unit_id"],
                after={"reason": "HTTP 410"},
            )


async def send_test(webhook_id: int, act: Act) -> None:
    """Send a message that stands for nothing, so that the receiver's administrator sees one arrive. Raises Missing."""
    async with db.transaction():
        found = await one(webhook_id, act)
        body = message(TEST, act.at, {"unit_id": found.unit_id, "title": found.title})
        await db.execute(_INSERT, [found.id], [str(uuid.uuid4())], [TEST], [None], [""], [body], act.at)
        await enqueue_sending(found.id)


async def send_again(delivery_id: int, act: Act) -> Delivery:
    """Put a message back to the start, whatever became of it. Raises Missing, Conflict while it is on its way."""
    return await _by_hand(delivery_id, act, "resend", _AGAIN, {"sending"})


async def drop(delivery_id: int, act: Act) -> Delivery:
    """Give a message up, so that later ones of its dossier can go. Raises Missing, Conflict when it is sent already."""
    return await _by_hand(delivery_id, act, "drop", _DROP, {"sending", "sent"})


async def _by_hand(delivery_id: int, act: Act, what: str, sql: str, not_in: set[str]) -> Delivery:
    units = scope(act.who, EXCHANGE)
    async with db.transaction():
        await db.execute("SELECT 1 FROM onestop.onestop_webhook_delivery WHERE id = $1 FOR UPDATE", delivery_id)
        found = await queries.delivery(delivery_id, units)
        if found is None:
            raise Missing
        if found.state in not_in:
            raise Conflict(_("Tin này đang được gửi hoặc đã gửi xong."))
        await db.execute(sql, delivery_id, act.at)
        await audit.record(
            act,
            f"onestop.webhook_{what}",
            subject="onestop.webhook",
            subject_id=found.webhook,
            unit_id=(await one(found.webhook, act)).unit_id,
            before={"delivery": delivery_id, "state": found.state},
        )
        await enqueue_sending(found.webhook)
        return await queries.delivery(delivery_id, units) or found


async def forget(at: datetime) -> None:
    """Drop messages that were settled long ago."""
    await db.execute(
        "DELETE FROM onestop.onestop_webhook_delivery WHERE state IN ('sent', 'dropped') AND created_at < $1", at - KEEP
    )
