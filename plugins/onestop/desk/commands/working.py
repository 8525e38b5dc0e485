"""Work through many dossiers in one transaction, each in a savepoint: all that could be done is saved, or nothing is.

What could not be done says why and does not stop the others. The line of each remembers how the dossier was, so that
the work can be taken back.
"""

from collections.abc import Awaitable, Callable, Sequence
from operator import attrgetter

from msgspec import Struct

from core import audit, db
from core.acting import Act
from core.errors import MotcuaError
from plugins.onestop.desk.schemas import Done
from plugins.onestop.queries.dossiers import Sheet

_BATCH = """
INSERT INTO onestop.onestop_desk_batch (at, unit_id, kind, title, person_id, person_name, receiver_id, receiver_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id
"""
_COLUMNS = {
    "line": "integer",
    "dossier": "bigint",
    "code": "text",
    "done": "boolean",
    "message": "text",
    "revision": "integer",
    "state": "text",
    "clock": "text",
    "holder_duty": "text",
    "holder_id": "bigint",
    "holder_name": "text",
    "promised_at": "timestamptz",
}
_LINES = f"""
INSERT INTO onestop.onestop_desk_line (batch, {", ".join(_COLUMNS)})
SELECT $1::bigint, s.* FROM unnest({", ".join(f"${n}::{kind}[]" for n, kind in enumerate(_COLUMNS.values(), 2))}) AS s
"""  # noqa: S608 -- constants of this file
_BEFORE = ("state", "clock", "holder_duty", "holder_id", "holder_name", "promised_at")


class Work(Struct, frozen=True):
    """What is done to each dossier. title: as the clerk read it; receiver: who gets the dossiers, if anybody does."""

    kind: str
    title: str
    receiver_id: int | None = None
    receiver_name: str = ""


class Item(Struct, frozen=True):
    """One dossier of a piece of work. name: its number, or the scan when `sheet` is None.

    problem: why it is refused before anything is tried.
    """

    name: str
    sheet: Sheet | None
    problem: str = ""


class Outcome(Struct, frozen=True):
    """What became of one dossier. revision: after the work, 0 when nothing was done."""

    item: Item
    revision: int = 0
    message: str = ""


async def work_through(
    work: Work, items: Sequence[Item], do: Callable[[Sheet], Awaitable[int]], act: Act
) -> tuple[Done, list[Outcome]]:
    """Do something to each dossier; return the number of the work and what became of each, in their order.

    do: returns the dossier's revision afterwards, and raises what is told to the clerk.
    """
    async with db.transaction():
        outcomes = [await _one(item, do) for item in items]
        batch = int(await db.value(_BATCH, *_batch_values(work, act)))
        await db.execute(_LINES, batch, *_columns(outcomes))
        after = {"kind": work.kind, "done": sum(o.revision > 0 for o in outcomes), "of": len(outcomes)}
        subject = "onestop.batch"
        await audit.record(
            act, "onestop.batch", subject=subject, subject_id=batch, unit_id=act.who.unit_id, after=after
        )
    return Done(batch), outcomes


async def _one(item: Item, do: Callable[[Sheet], Awaitable[int]]) -> Outcome:
    if item.sheet is None or item.problem:
        return Outcome(item, message=item.problem)
    try:
        async with db.transaction():
            return Outcome(item, await do(item.sheet))
    except MotcuaError as error:
        return Outcome(item, message=str(error))


def _batch_values(work: Work, act: Act) -> tuple[object, ...]:
    who = act.who
    return (
        act.at,
        who.unit_id,
        work.kind,
        work.title,
        who.person_id,
        who.display_name,
        work.receiver_id,
        work.receiver_name,
    )


def _columns(outcomes: Sequence[Outcome]) -> list[list[object]]:
    """Return the lines as columns, in the order of `_COLUMNS`."""
    before = attrgetter(*_BEFORE)
    rows = [
        (
            number,
            one.item.sheet.id if one.item.sheet else None,
            one.item.name[:300],
            one.revision > 0,
            one.message,
            one.revision,
            *(before(one.item.sheet) if one.item.sheet else ("", "", "", None, "", None)),
        )
        for number, one in enumerate(outcomes, start=1)
    ]
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in _COLUMNS]
