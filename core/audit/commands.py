"""Write to the log, seal it, verify it.

A chain that is computed inside each business transaction would make all writers wait for one another. Entries are
therefore written plainly in the business transaction and sealed seconds later, in batches, by one job: only entries
whose transaction is over for everybody, so no later commit can slip in before them.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import msgspec

from core import db
from core.acting import Act
from core.audit.domain import GENESIS, Entry, Fault, Seal, check, link
from core.data_classes import sensitive_names

LOCK = 0x61756474  # "audt": one sealer at a time
BATCH = 500
_HIDDEN = "•••"

RECORD = """
INSERT INTO audit.audit_entry
    (txid, at, who, person_id, address, request_id, action, subject, subject_id, unit_id, before, after)
VALUES (pg_current_xact_id()::text::bigint, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""


_TYPES = ("timestamptz", "text", "bigint", "text", "text", "text", "text", "text", "bigint", "jsonb", "jsonb")


def entry_sql(first: int, source: str, more: str) -> str:
    """Return RECORD as part of a larger statement: parameters from $first on, one entry for each row of `source`.

    more: SQL of a JSON object with values of `after` that only the statement knows.
    """
    values = ", ".join(f"${first + place}::{kind}" for place, kind in enumerate(_TYPES))
    head, _, _ = RECORD.partition("VALUES")
    return f"{head}SELECT pg_current_xact_id()::text::bigint, {values} || {more} FROM {source}"  # noqa: S608 -- constants


async def record(
    act: Act,
    action: str,
    *,
    subject: str,
    subject_id: str | int = "",
    unit_id: int | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Log one doing, in the caller's transaction. Values of sensitive columns are hidden; that they changed is not."""
    await db.execute(RECORD, *entry_values(act, action, subject, subject_id, unit_id, before, after))


def entry_values(
    act: Act,
    action: str,
    subject: str,
    subject_id: str | int,
    unit_id: int | None,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> tuple[Any, ...]:
    """Return the parameters of RECORD, for commands that log inside a larger statement of their own."""
    return (
        act.at,
        act.who.username,
        act.who.person_id,
        act.address,
        act.request_id,
        action,
        subject,
        str(subject_id),
        unit_id,
        _json(before),
        _json(after),
    )


def _json(values: Mapping[str, Any] | None) -> str | None:
    if values is None:
        return None
    hidden = sensitive_names()
    shown = {name: _HIDDEN if name in hidden and value else value for name, value in values.items()}
    return msgspec.json.encode(shown).decode()


_ENTRY = """e.id, e.at, e.who, e.person_id, e.address, e.request_id, e.action, e.subject, e.subject_id, e.unit_id,
       e.before::text, e.after::text"""


async def seal() -> int:
    """Add every finished entry to the chain; return how many. Safe to run twice at once."""
    done = 0
    while True:
        async with db.transaction():
            if not await db.value("SELECT pg_try_advisory_xact_lock($1)", LOCK):
                return done
            sealed = await _seal_batch()
        done += sealed
        if sealed < BATCH:
            return done


async def _seal_batch() -> int:
    last = await db.row("SELECT seq, hash FROM audit.audit_seal ORDER BY seq DESC LIMIT 1")
    seq, previous = (last["seq"], last["hash"]) if last else (0, GENESIS)
    entries = await db.structs(
        Entry,
        f"""SELECT {_ENTRY} FROM audit.audit_entry e
            WHERE e.txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
              AND NOT EXISTS (SELECT 1 FROM audit.audit_seal s WHERE s.entry_id = e.id)
            ORDER BY e.id LIMIT {BATCH}""",  # noqa: S608 -- constants of this file
    )
    seals: list[Seal] = []
    for entry in entries:
        seq += 1
        previous = link(previous, seq, entry)
        seals.append(Seal(seq, entry.id, previous))
    await db.execute(
        "INSERT INTO audit.audit_seal (seq, entry_id, hash)"
        " SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[])",
        [s.seq for s in seals],
        [s.entry_id for s in seals],
        [s.hash for s in seals],
    )
    return len(seals)


class Verdict(msgspec.Struct, frozen=True):
    """What the verifier found: sealed entries, entries waiting for their seal, last hash, first fault or None."""

    sealed: int
    unsealed: int
    last_hash: str
    fault: Fault | None


async def verify(anchor: str | None = None) -> Verdict:
    """Walk the whole chain in batches.

    anchor: "number:hash" noted earlier; with it a tail that was cut off or rewritten shows.
    """
    previous, seq = GENESIS, 0
    wanted = anchor.split(":", 1) if anchor else None
    fault: Fault | None = None
    async for pairs in _batches():
        fault, previous, seq = check(pairs, previous, seq)
        if fault is None and wanted:
            met = next((s for s, _ in pairs if s.seq == int(wanted[0])), None)
            if met is not None and met.hash != wanted[1]:
                fault = Fault(met.seq, met.entry_id, "the chain differs from the anchor: it was rewritten")
        if fault is not None:
            break
    if fault is None and wanted and int(wanted[0]) > seq:
        fault = Fault(seq, None, f"the chain ends at {seq}, before the anchor {wanted[0]}: its tail was cut off")
    unsealed = await db.value(
        "SELECT count(*) FROM audit.audit_entry e WHERE NOT EXISTS"
        " (SELECT 1 FROM audit.audit_seal s WHERE s.entry_id = e.id)"
    )
    return Verdict(seq, unsealed, previous, fault)


async def _batches() -> AsyncIterator[list[tuple[Seal, Entry | None]]]:
    after = 0
    while True:
        found = await db.rows(
            f"""SELECT s.seq, s.entry_id, s.hash, {_ENTRY}
                FROM audit.audit_seal s LEFT JOIN audit.audit_entry e ON e.id = s.entry_id
                WHERE s.seq > $1 ORDER BY s.seq LIMIT 2000""",  # noqa: S608 -- constants of this file
            after,
        )
        if not found:
            return
        pairs = []
        for record_ in found:
            values = tuple(record_)
            pairs.append((Seal(*values[:3]), Entry(*values[3:]) if values[3] is not None else None))
        after = found[-1]["seq"]
        yield pairs
