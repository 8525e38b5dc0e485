"""Tell: a typed event in the past tense, published inside the writer's transaction.

`in_transaction` subscribers run at once, each in a savepoint of its own; one that fails loses only its own writes.
`after_commit` ones become a row and a job in the same transaction and run in the worker: at least once, and with one
effect, since (event id, handler) is unique.
"""

import uuid
from datetime import datetime

import msgspec
import structlog

from core import db, jobs
from core.acting import Act
from core.contributions import Subscription
from core.fence import fenced
from core.registry import current

log = structlog.get_logger()
SUBSCRIBER_SECONDS = 5.0
TXID = "pg_current_xact_id()::text::bigint"
_INSERT = f"INSERT INTO core.core_event (id, type, at, act, body, txid) VALUES ($1, $2, $3, $4, $5, {TXID})"  # noqa: S608


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Root of all events; a subclass is named in the past tense (`DossierReceived`) and holds ids and labels."""


class Deliver(jobs.Payload, frozen=True, tag="core.deliver"):
    """Tell one after_commit subscriber of one event."""

    event_id: str
    handler: str


async def publish(event: Event, act: Act) -> None:
    """Store the event and tell its subscribers. Must run inside `transaction()`; raises RuntimeError otherwise."""
    if not db.in_transaction():
        raise RuntimeError("publish() outside a transaction: the event could be told and never have happened")
    values = row_values(event, act)
    await db.execute(_INSERT, *values)
    await tell(values[0], event, act)


def row_values(event: Event, act: Act) -> tuple[str, str, datetime, str, str]:
    """Return what the store holds of an event; first its new id."""
    act_text, body = msgspec.json.encode(act).decode(), msgspec.json.encode(event).decode()
    return str(uuid.uuid4()), type_name(type(event)), act.at, act_text, body


def row_sql(first: int, source: str, more: str) -> str:
    """Return an INSERT of an event's row as part of a larger statement, for writers that count round trips.

    Its parameters, `row_values`, begin at $first; there is one row for each row of `source`. more: SQL of a JSON object
    with fields of the body that only the statement knows. Then `tell` the subscribers, in the same transaction, if
    there are any (`is_heard`).
    """
    values = (f"${first}::uuid", f"${first + 1}::text", f"${first + 2}::timestamptz", f"${first + 3}::jsonb")
    return (
        "INSERT INTO core.core_event (id, type, at, act, body, txid)"  # noqa: S608 -- the caller's constants
        f" SELECT {', '.join(values)}, ${first + 4}::jsonb || {more}, {TXID} FROM {source}"
    )


def is_heard(kind: type[Event]) -> bool:
    """Tell whether anybody listens to an event."""
    return bool(current().subscriptions.get(kind))


async def tell(event_id: str, event: Event, act: Act) -> None:
    """Tell the subscribers of an event whose row was just written, in the same transaction."""
    for subscription in current().subscriptions.get(type(event), ()):
        if subscription.when == "in_transaction":
            await _tell_now(subscription, event, act)
        else:
            await jobs.enqueue(Deliver(event_id=event_id, handler=subscription.key))


async def _tell_now(subscription: Subscription, event: Event, act: Act) -> None:
    """Run a subscriber in a savepoint, with a time limit; its failure is logged and is its own.

    Only a subscriber that ended the writer's transaction is the writer's failure too: nothing may be answered as saved.
    """

    async def run() -> None:
        async with db.transaction():
            await subscription.handler(event, act)

    try:
        await fenced(SUBSCRIBER_SECONDS, run)
    except db.LostTransaction:
        raise
    except Exception:
        log.exception("subscriber failed", subscriber=subscription.key, event_type=type(event).__name__)


async def deliver(payload: Deliver, act: Act) -> None:  # noqa: ARG001 -- a job's act is the system; the event kept its own
    """Run an after_commit subscriber with the act under which the event was published; skip what was done before.

    Raises LookupError while a plugin is left out for a fault: the subscriber may be its, and then the event must wait.
    """
    subscription = current().handlers.get(payload.handler)
    if subscription is None:
        if current().faults:
            raise LookupError(f"no subscriber {payload.handler} is installed, and a plugin is left out")
        log.warning("subscriber is gone", subscriber=payload.handler)
        return
    async with db.transaction():
        fresh = await db.value(
            "INSERT INTO core.core_delivery (event_id, handler) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1",
            payload.event_id,
            payload.handler,
        )
        stored = await db.row("SELECT act, body FROM core.core_event WHERE id = $1", payload.event_id)
        if not fresh or stored is None:
            return
        published = msgspec.json.decode(stored["act"], type=Act)
        await subscription.handler(msgspec.json.decode(stored["body"], type=subscription.event), published)


def type_name(kind: type[Event]) -> str:
    """Return what the store calls a kind of event."""
    return f"{kind.__module__}.{kind.__qualname__}"
