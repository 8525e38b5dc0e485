"""Webhooks and their messages as Structs; the caller's units narrow everything."""

from datetime import datetime

from msgspec import Struct

from core import db
from plugins.onestop.exchange.schemas import Delivery, Webhook

_WEBHOOK = """
SELECT w.id, w.unit_id, w.title, w.url, w.events, w.active, w.paused_reason,
       CASE WHEN w.previous_until > $2 THEN w.previous_until END, w.created_at, w.created_by_name, w.revision,
       count.waiting, count.held
FROM onestop.onestop_webhook w
CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE d.state <> 'held') AS waiting, count(*) FILTER (WHERE d.state = 'held') AS held
  FROM onestop.onestop_webhook_delivery d WHERE d.webhook = w.id AND d.state IN ('waiting', 'sending', 'held')
) AS count
WHERE ($1::bigint[] IS NULL OR w.unit_id = ANY($1))
"""
_DELIVERY = """
SELECT d.id, d.webhook, d.event_id::text, d.event, d.code, d.body, d.state, d.attempts, d.next_try_at, d.last_status,
       d.last_error, d.created_at, d.sent_at
FROM onestop.onestop_webhook_delivery d JOIN onestop.onestop_webhook w ON w.id = d.webhook
WHERE ($1::bigint[] IS NULL OR w.unit_id = ANY($1))
"""
_DELIVERIES = f"{_DELIVERY} AND d.webhook = $2 AND ($3 = '' OR d.state = $3) AND d.id > $4 ORDER BY d.id LIMIT $5"
_LISTENERS = """
SELECT id, unit_id, events, created_at FROM onestop.onestop_webhook WHERE active OR paused_reason = '' ORDER BY id
"""
_STATES = "SELECT state, count(*) FROM onestop.onestop_webhook_delivery WHERE state <> 'sent' GROUP BY state"


class Listener(Struct, frozen=True):
    """A webhook as the relay needs it."""

    id: int
    unit_id: int
    events: list[str]
    created_at: datetime


async def webhooks(units: list[int] | None, at: datetime) -> list[Webhook]:
    """Return the webhooks of these units (None: of all), the oldest first. at: the present moment."""
    return await db.structs(Webhook, f"{_WEBHOOK} ORDER BY w.id", units, at)


async def webhook(webhook_id: int, units: list[int] | None, at: datetime) -> Webhook | None:
    """Return one webhook of these units, None when there is no such one."""
    return await db.struct(Webhook, f"{_WEBHOOK} AND w.id = $3", units, at, webhook_id)


async def listeners() -> list[Listener]:
    """Return every webhook for which messages are made: those that a person paused keep theirs for later."""
    return await db.structs(Listener, _LISTENERS)


async def deliveries(webhook_id: int, units: list[int] | None, state: str, after: int, limit: int) -> list[Delivery]:
    """Return messages of a webhook with ids above `after`. state: only those in it; "" for all."""
    return await db.structs(Delivery, _DELIVERIES, units, webhook_id, state, after, limit)


async def delivery(delivery_id: int, units: list[int] | None) -> Delivery | None:
    """Return one message, None when there is no such one in these units."""
    return await db.struct(Delivery, f"{_DELIVERY} AND d.id = $2", units, delivery_id)


async def count_by_state() -> dict[str, float]:
    """Return how many messages are in each state but "sent"."""
    return {row["state"]: float(row["count"]) for row in await db.rows(_STATES)}


async def latest(webhook_id: int, units: list[int] | None, limit: int = 8) -> list[Delivery]:
    """Return the newest messages of a webhook, the newest first."""
    return await db.structs(
        Delivery, f"{_DELIVERY} AND d.webhook = $2 ORDER BY d.id DESC LIMIT $3", units, webhook_id, limit
    )
