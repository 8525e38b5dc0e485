"""The platform's own background work: a sign of life, and tidying up."""

import uuid

from core import db
from core.acting import Act
from core.jobs import Payload

BEAT_ID = uuid.UUID(int=0)
KEEP_ANSWERS_DAYS = 30
KEEP_EVENTS_DAYS = 400


class Beat(Payload, frozen=True, tag="operations.beat"):
    """Show that a worker is alive."""


class Tidy(Payload, frozen=True, tag="operations.tidy"):
    """Drop answers and events that nobody can ask for any more."""


async def beat(_payload: Beat, _act: Act) -> None:
    """Note the present moment; /health/ready looks at it."""
    await db.execute(
        "INSERT INTO core.core_delivery (event_id, handler, done_at) VALUES ($1, 'operations.beat', now())"
        " ON CONFLICT (event_id, handler) DO UPDATE SET done_at = now()",
        BEAT_ID,
    )


async def tidy(_payload: Tidy, _act: Act) -> None:
    """Delete answers kept under idempotency keys after 30 days, delivered events after 400."""
    async with db.transaction():
        await db.execute("DELETE FROM core.core_answer WHERE at < now() - make_interval(days => $1)", KEEP_ANSWERS_DAYS)
        await db.execute("DELETE FROM core.core_event WHERE at < now() - make_interval(days => $1)", KEEP_EVENTS_DAYS)
        await db.execute(
            "DELETE FROM core.core_delivery WHERE handler <> 'operations.beat'"
            " AND done_at < now() - make_interval(days => $1)",
            KEEP_EVENTS_DAYS,
        )
