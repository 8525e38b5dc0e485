"""Follow the published events: every one of them, once, in order, without a word from the writer.

A subscriber (`core.events`) costs each writer a job in its transaction. A follower costs the writer nothing: it reads
the table of events by itself, some seconds later. What it writes and how far it has read is one transaction, so each
event has one effect; what it wants to do outside of the database becomes a row or a job of its own.

Rows appear when their transaction commits, not in the order in which their numbers were drawn. So events are read in
the order of (transaction, number), and only up to the oldest transaction that still writes in this database: nothing
can be committed behind a follower's back. It sees only transactions of its own database role.
"""

from collections.abc import Collection
from datetime import datetime

import msgspec

from core import db
from core.acting import Act
from core.events import Event, type_name

# the sweep of one run; who gets as many asks again
BATCH = 500

_POSITION = """
INSERT INTO core.core_follower (name, txid, seq) VALUES ($1, 0, 0)
ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING txid, seq
"""
# age() counts back from this transaction's own number, so the answer has the epoch that backend_xid lacks
_HORIZON = """
SELECT pg_current_xact_id()::text::bigint + 1 - greatest(0, coalesce(max(age(a.backend_xid)) + 1, 0))
FROM pg_stat_activity a
WHERE a.datname = current_database() AND a.backend_xid IS NOT NULL AND a.pid <> pg_backend_pid()
"""
_COLUMNS = "SELECT id::text, type, at, act::text, body::text, txid, seq FROM core.core_event"
_NEXT = f"{_COLUMNS} WHERE (txid, seq) > ($1, $2) AND txid < $3 ORDER BY txid, seq LIMIT $4"
_READ = "UPDATE core.core_follower SET txid = $2, seq = $3 WHERE name = $1"


class Published(msgspec.Struct, frozen=True):
    """An event as it was stored: its id, what happened, and by whom, when and from where."""

    id: str
    event: Event
    act: Act

    @property
    def at(self) -> datetime:
        """When it happened, aware."""
        return self.act.at


class _Row(msgspec.Struct, frozen=True):
    id: str
    type: str
    at: datetime
    act: str
    body: str
    txid: int
    seq: int


async def follow(name: str, kinds: Collection[type[Event]], limit: int = BATCH) -> tuple[list[Published], bool]:
    """Return the next events of these kinds for a follower, oldest first, and whether there may be more at once.

    Must run inside `transaction()`, in which the follower also writes what follows from them: both happen or neither.
    A second caller of the same name waits for the first. Raises RuntimeError outside a transaction.
    """
    if not db.in_transaction():
        raise RuntimeError("follow() outside a transaction: what was read could be forgotten before it had any effect")
    position = await db.row(_POSITION, name)
    horizon = await db.value(_HORIZON)
    rows = await db.structs(_Row, _NEXT, position["txid"], position["seq"], horizon, limit) if position else []
    if rows:
        await db.execute(_READ, name, rows[-1].txid, rows[-1].seq)
    known = {type_name(kind): kind for kind in kinds}
    return [_published(row, known[row.type]) for row in rows if row.type in known], len(rows) == limit


async def published(event_id: str, kinds: Collection[type[Event]]) -> Published | None:
    """Return one event again, None when it is of none of these kinds or there is no such one."""
    row = await db.struct(_Row, f"{_COLUMNS} WHERE id = $1", event_id)
    known = {type_name(kind): kind for kind in kinds}
    return _published(row, known[row.type]) if row is not None and row.type in known else None


def _published(row: _Row, kind: type[Event]) -> Published:
    return Published(row.id, msgspec.json.decode(row.body, type=kind), msgspec.json.decode(row.act, type=Act))
