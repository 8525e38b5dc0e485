"""Load past dossiers in bulk: COPY in pieces, each with its count in one transaction, so that a killed load goes on.

Nobody is told: there are no events and no notices of what is long over. Each piece is one line of the log.
"""

import asyncio
import re
import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from msgspec import Struct

from core import audit, db
from core.acting import Act
from core.registry import current
from plugins.onestop.history.domain.past import Past
from plugins.onestop.history.places import Places, places
from plugins.onestop.history.rows import DOSSIER, EVENT, Numbered, codes

PIECE: Final = 2_000
BREATH: Final = 25

_BEGIN = """
INSERT INTO onestop.onestop_batch (digest, title, total, done, loaded, skipped, started_at, started_by)
VALUES ($1, $2, $3, 0, 0, 0, $4, $5) ON CONFLICT (digest) DO NOTHING
"""
_STATE = "SELECT total, done, loaded, skipped FROM onestop.onestop_batch WHERE digest = $1"
_DONE = """
UPDATE onestop.onestop_batch SET done = done + $2, loaded = loaded + $3, skipped = skipped + $2 - $3,
  finished_at = CASE WHEN done + $2 >= total THEN $4::timestamptz END
WHERE digest = $1
"""
_KNOWN = "SELECT code FROM onestop.onestop_dossier WHERE code = ANY($1::text[])"
_IDS = "SELECT nextval('onestop.onestop_dossier_id_seq') FROM generate_series(1, $1)"
# the agency's rows in one order everywhere: two loads never wait for each other in a ring
_COUNT = """
INSERT INTO onestop.onestop_counter AS c (agency, day, last)
SELECT * FROM unnest($1::text[], $2::date[], $3::int[]) AS n (agency, day, count) ORDER BY agency, day
ON CONFLICT (agency, day) DO UPDATE SET last = c.last + excluded.last RETURNING agency, day, last
"""
_RAISE = """
INSERT INTO onestop.onestop_counter AS c (agency, day, last)
SELECT * FROM unnest($1::text[], $2::date[], $3::int[]) AS n (agency, day, last) ORDER BY agency, day
ON CONFLICT (agency, day) DO UPDATE SET last = greatest(c.last, excluded.last)
"""
_NUMBER = re.compile(r"(.+)-(\d{6})-(\d{4,9})\Z")


class Progress(Struct, frozen=True):
    """How far a load is. loaded: rows that became dossiers; skipped: those whose number was there already."""

    total: int
    done: int
    loaded: int
    skipped: int

    @property
    def finished(self) -> bool:
        """True when nothing is left to do."""
        return self.done >= self.total


async def load(title: str, digest: str, rows: Sequence[Past], act: Act, *, piece: int = PIECE) -> Progress:
    """Load rows in their order, from where an earlier load of the same digest stopped; return what is done then.

    While the database takes one piece in, the next one is made ready. Raises KeyError for an unknown procedure or desk
    and ValueError for impossible steps: check the rows before.
    """
    known = await places({row.procedure for row in rows}, {row.desk for row in rows}, act.at.date())
    await db.execute(_BEGIN, digest, title, len(rows), act.at, act.who.username)
    ready: tuple[int, list[_Ready]] = (-1, [])
    while True:
        async with db.transaction():
            progress = await db.struct(Progress, _STATE + " FOR UPDATE", digest)
            if progress is None or progress.finished:
                return progress or Progress(0, 0, 0, 0)
            here, after = progress.done, progress.done + piece
            # another load of the same rows may have been here in between
            some = ready[1] if ready[0] == here else await _made_ready(*await _with_ids(rows[here:after]), known)
            following = db.spawn(_made_ready(*await _with_ids(rows[after : after + piece]), known))
            stored = await _store(some)
            await db.execute(_DONE, digest, len(some), stored, act.at)
            await _log(title, digest, progress.done + 1, len(some), stored, act)
            ready = (after, await following)


async def _log(title: str, digest: str, first: int, count: int, stored: int, act: Act) -> None:
    after = {"title": title, "from": first, "rows": count, "loaded": stored}
    await audit.record(act, "onestop.load_past", subject="onestop.batch", subject_id=digest[:16], after=after)


class _Ready(Struct, frozen=True):
    """A row, ready to be stored: all of its dossier but the number, and its ledger."""

    row: Numbered
    dossier: tuple[Any, ...]
    events: list[tuple[Any, ...]]


async def _made_ready(rows: Sequence[Past], ids: Sequence[int], known: Places) -> list[_Ready]:
    """Return the rows with what they become, giving way to whoever waits after every few of them."""
    # nobody holds a slip of a past dossier: without a secret they get digests that no slip opens
    key = current().settings.secret_key.encode() or secrets.token_bytes(32)
    found: list[_Ready] = []
    for past, number in zip(rows, ids, strict=True):
        row = Numbered(past, known)
        found.append(_Ready(row, row.dossier(key, number), row.events(number)))
        if len(found) % BREATH == 0:
            await asyncio.sleep(0)
    return found


async def _with_ids(rows: Sequence[Past]) -> tuple[Sequence[Past], list[int]]:
    """Return the rows and an id for each; ids of a piece that is not stored in the end stay unused."""
    return rows, [row[0] for row in await db.rows(_IDS, len(rows))]


async def progress_of(digest: str) -> Progress | None:
    """Return how far the load of this digest is; None when it never began."""
    return await db.struct(Progress, _STATE, digest)


async def _store(rows: Sequence[_Ready]) -> int:
    """Write a piece; return how many were not there before."""
    own = [item.row.past.number for item in rows if item.row.past.number]
    taken = {row[0] for row in await db.rows(_KNOWN, own)} if own else set()
    fresh = [item for item in rows if item.row.past.number not in taken]
    await _raise([item.row.past.number for item in fresh if item.row.past.number])
    last = await _numbers([item.row for item in fresh if not item.row.past.number])
    numbers = codes([item.row for item in fresh], last)
    dossiers = [(*item.dossier, code) for item, code in zip(fresh, numbers, strict=True)]
    events = [line for item in fresh for line in item.events]
    async with db.connection() as lent:
        for table, columns, records in (("dossier", DOSSIER, dossiers), ("dossier_event", EVENT, events)):
            await lent.copy_records_to_table(
                f"onestop_{table}", schema_name="onestop", columns=list(columns), records=records
            )
    return len(fresh)


async def _numbers(rows: Sequence[Numbered]) -> dict[tuple[str, date], int]:
    """Take the next numbers of each agency and day; return the last one before them."""
    wanted = Counter((row.office.agency_code, row.day) for row in rows)
    if not wanted:
        return {}
    agencies, days = zip(*wanted, strict=True)
    found = await db.rows(_COUNT, list(agencies), list(days), list(wanted.values()))
    return {(row[0], row[1]): row[2] - wanted[row[0], row[1]] for row in found}


async def _raise(numbers: Sequence[str]) -> None:
    """Let an agency's next number of a day come after those that the rows brought along."""
    last: dict[tuple[str, str], int] = {}
    for number in numbers:
        match = _NUMBER.match(number)
        if match is not None:
            last[match[1], match[2]] = max(last.get((match[1], match[2]), 0), int(match[3]))
    found = [(agency, day, most) for (agency, text), most in last.items() if (day := _day(text)) is not None]
    if found:
        agencies, days, most = zip(*found, strict=True)
        await db.execute(_RAISE, list(agencies), list(days), list(most))


def _day(text: str) -> date | None:
    """Return the day of YYMMDD, None for digits that are no day."""
    try:
        return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        return None
