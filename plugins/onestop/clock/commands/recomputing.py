"""Promises follow the office's days: when those change, each open dossier's promise is worked out anew, and says so."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import structlog
from msgspec import Struct

from core import audit, db
from core.acting import Act
from core.events import publish
from core.worktime import Overrides
from plugins.onestop.clock.domain.reckoning import written_moment
from plugins.onestop.clock.domain.rules import ClockRule
from plugins.onestop.clock.events import PromiseMoved
from plugins.onestop.clock.queries.running import (
    CalendarOf,
    Running,
    calendars,
    clock_rules,
    in_chunks,
    reckoned,
    running_ids,
)
from plugins.onestop.office import all_days

log = structlog.get_logger()
NIGHTLY: Final = "rà soát hằng đêm theo sổ diễn biến"
SHOWN: Final = 10

# The row is locked, and written only if it is as it was read: a step taken meanwhile worked the day out itself.
_WRITE = """
WITH changed AS (
  UPDATE onestop.onestop_dossier SET promised_at = $4
  WHERE id = $1 AND revision = $2 AND promised_at IS NOT DISTINCT FROM $3 RETURNING id
), ledger AS (
  INSERT INTO onestop.onestop_dossier_event
    (dossier, at, kind, action, source, target, person_id, person_name, holder_name, reason)
  SELECT id, $5, 'clock', 'moved', $6, $7, $8, $9, '', $10 FROM changed
)
SELECT id FROM changed
"""


class Shift(Struct, frozen=True):
    """A promise that moves: from before to after."""

    dossier: Running
    before: datetime
    after: datetime


class Preview(Struct, frozen=True):
    """What a change of the days would do: open dossiers looked at, moved later, moved earlier; the first of them."""

    looked_at: int
    later: int
    earlier: int
    examples: tuple[Shift, ...]
    beyond: int = 0

    @property
    def moved(self) -> int:
        """How many move at all."""
        return self.later + self.earlier


async def preview(days: Overrides, now: datetime) -> Preview:
    """Return what would move under other days; nothing is written."""
    rules, calendar_of = await clock_rules(), await calendars(days)
    ids = await running_ids()
    counts: Counter[str] = Counter()
    examples: list[Shift] = []
    async for chunk in in_chunks(ids):
        for dossier in chunk:
            shift = _shift(dossier, calendar_of, rules, now, counts)
            if shift is not None:
                counts["later" if shift.after > shift.before else "earlier"] += 1
                examples.append(shift)
    shown = sorted(examples, key=lambda shift: shift.before)[:SHOWN]
    return Preview(len(ids), counts["later"], counts["earlier"], tuple(shown), counts["beyond"])


async def recompute(cause: str, act: Act) -> int:
    """Write the promises that have moved, each with a line in its ledger; return how many there were.

    May be run again, and after a stop in the middle: what was moved already does not move twice.
    """
    rules, calendar_of = await clock_rules(), await calendars(await all_days())
    moved = 0
    counts: Counter[str] = Counter()
    async for chunk in in_chunks(await running_ids()):
        for dossier in chunk:
            shift = _shift(dossier, calendar_of, rules, act.at, counts)
            if shift is not None:
                moved += await _write(shift, cause or NIGHTLY, act)
    if counts["beyond"]:
        log.warning("promises beyond the calendar stay as they are", dossiers=counts["beyond"])
    return moved


def _shift(
    dossier: Running, calendar_of: CalendarOf, rules: Sequence[ClockRule], now: datetime, counts: Counter[str]
) -> Shift | None:
    """Return how a promise moves; None when it stays. A day that stands still is worked out when the clock runs on."""
    if dossier.promised_at is None or dossier.clock != "runs":
        return None
    try:
        found = reckoned(dossier, calendar_of(dossier.unit_id), rules, now)
    except ValueError:
        counts["beyond"] += 1
        return None
    if found.planned is None or found.planned == dossier.promised_at:
        return None
    return Shift(dossier, dossier.promised_at, found.planned)


async def _write(shift: Shift, cause: str, act: Act) -> int:
    """Write one promise; return 1, or 0 when the dossier has changed meanwhile."""
    dossier, before, after = shift.dossier, shift.before, shift.after
    texts: Mapping[str, str] = {"from": written_moment(before), "to": written_moment(after)}
    async with db.transaction():
        written = await db.value(
            _WRITE,
            dossier.id,
            dossier.revision,
            before,
            after,
            act.at,
            texts["from"],
            texts["to"],
            act.who.person_id,
            act.who.display_name,
            cause,
        )
        if written is None:
            return 0
        await audit.record(
            act,
            "onestop.promise_moved",
            subject="onestop.dossier",
            subject_id=dossier.id,
            unit_id=dossier.unit_id,
            before={"code": dossier.code, "promised_at": texts["from"]},
            after={"promised_at": texts["to"], "cause": cause},
        )
        event = PromiseMoved(
            dossier_id=dossier.id, code=dossier.code, unit_id=dossier.unit_id, before=before, after=after, cause=cause
        )
        await publish(event, act)
    return 1


def cause_of(words: str, decision: str) -> str:
    """Return a change of the days as ledgers tell it, in Vietnamese."""
    return f"lịch nghỉ thay đổi: {words} ({decision})"
