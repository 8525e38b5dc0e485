"""Reading for quick work: the chosen dossiers, what became of them, what came in before."""

from datetime import datetime

from msgspec import Struct

from core import db
from core.acting import Act
from core.text.viet import search_key
from plugins.onestop.access import scope
from plugins.onestop.desk.domain.duplicates import WITHIN, Earlier, Likeness, likeness
from plugins.onestop.domain.workflow import ClockEffect
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet


class Batch(Struct, frozen=True):
    """One piece of work on many dossiers; `tables.DeskBatch` says what the fields mean."""

    id: int
    at: datetime
    unit_id: int | None
    kind: str
    title: str
    person_id: int | None
    person_name: str
    receiver_id: int | None
    receiver_name: str
    undone_at: datetime | None


class BatchLine(Struct, frozen=True):
    """What became of one dossier; `tables.DeskLine` says what the fields mean. unchanged: nothing followed since."""

    line: int
    dossier: int | None
    code: str
    done: bool
    message: str
    revision: int
    state: str
    clock: ClockEffect
    holder_duty: str
    holder_id: int | None
    holder_name: str
    promised_at: datetime | None
    unchanged: bool
    owner_name: str
    procedure: str


class Likely(Struct, frozen=True):
    """An earlier dossier that may be the same matter, and why."""

    earlier: Earlier
    why: Likeness


_BATCH = """
SELECT id, at, unit_id, kind, title, person_id, person_name, receiver_id, receiver_name, undone_at
FROM onestop.onestop_desk_batch WHERE id = $1
"""
_LINES = """
SELECT l.line, l.dossier, l.code, l.done, l.message, l.revision, l.state, l.clock, l.holder_duty, l.holder_id,
       l.holder_name, l.promised_at, coalesce(d.revision = l.revision, false), coalesce(d.owner_name, ''),
       coalesce(p.name, '')
FROM onestop.onestop_desk_line l
LEFT JOIN onestop.onestop_dossier d ON d.id = l.dossier LEFT JOIN onestop.onestop_procedure p ON p.id = d.procedure
WHERE l.batch = $1 ORDER BY l.line
"""
# the open ones, few of all, and those of the last weeks; each half has its index
_EARLIER = """
SELECT d.code, d.owner_name, d.owner_key, d.owner_identity, d.received_at, d.closed_at IS NULL, d.state
FROM onestop.onestop_dossier d JOIN onestop.onestop_procedure p ON p.id = d.procedure
WHERE p.code = $1 AND ($2::bigint[] IS NULL OR d.unit_ids && $2)
  AND ((d.closed_at IS NULL AND d.owner_identity = $3 AND $3 <> '')
    OR (d.received_at >= $5 AND d.owner_key = $4 AND $4 <> ''))
ORDER BY d.received_at DESC LIMIT 20
"""


async def chosen(codes: list[str], act: Act) -> list[Sheet]:
    """Return the dossiers with these numbers that somebody may see, in the order of the numbers."""
    found = [await dossiers.by_code(code, scope(act.who)) for code in dict.fromkeys(codes)]
    return [sheet for sheet in found if sheet is not None]


async def batch(batch_id: int, act: Act) -> Batch | None:
    """Return a piece of work of one's own, or of anybody for those who see everything."""
    found = await db.struct(Batch, _BATCH, batch_id)
    if found is None or not (act.who.everything or found.person_id == act.who.person_id):
        return None
    return found


async def lines(batch_id: int) -> list[BatchLine]:
    """Return what became of each dossier of a piece of work, in their order."""
    return await db.structs(BatchLine, _LINES, batch_id)


async def likely_duplicates(procedure: str, identity: str, name: str, act: Act) -> list[Likely]:
    """Return the dossiers in one's units that may be the same matter, the newest first."""
    key = search_key(name)
    rows = await db.structs(Earlier, _EARLIER, procedure, scope(act.who), identity, key, act.at - WITHIN)
    pairs = [(earlier, likeness(earlier, identity, key, act.at)) for earlier in rows]
    return [Likely(earlier, why) for earlier, why in pairs if why is not None]
