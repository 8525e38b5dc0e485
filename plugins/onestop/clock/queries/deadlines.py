"""Steps by when they are due: the counts behind tabs and the panel of the first page."""

from datetime import datetime

from msgspec import Struct

from core import db

_FROM = """
FROM onestop.onestop_step_clock s JOIN onestop.onestop_dossier d ON d.id = s.dossier
WHERE d.closed_at IS NULL AND d.settled_at IS NULL AND d.clock = 'runs' AND d.state = s.state
  AND ($1::bigint[] IS NULL OR d.unit_ids && $1)
"""
_COUNTS = f"""
SELECT count(*), count(*) FILTER (WHERE s.due_at < $2),
       count(*) FILTER (WHERE s.due_at >= $2 AND s.due_at < $2 + interval '24 hours')
{_FROM}
"""
_URGENT = f"""
SELECT d.code, d.state, d.holder_name, s.due_at, s.due_at < $2
{_FROM} AND s.due_at < $2 + interval '24 hours' AND ($3::bigint IS NULL OR d.holder_id = $3)
ORDER BY s.due_at, d.id LIMIT $4
"""


class StepCounts(Struct, frozen=True):
    """Running steps: all, past their due time, due within 24 hours."""

    running: int
    over: int
    soon: int


class UrgentStep(Struct, frozen=True):
    """One step that is due soon or over."""

    code: str
    state: str
    holder_name: str
    due_at: datetime
    over: bool


async def step_counts(units: list[int] | None, now: datetime) -> StepCounts:
    """Return the counts for the dossiers of some units (None: of all)."""
    return await db.struct(StepCounts, _COUNTS, units, now) or StepCounts(0, 0, 0)


async def urgent_steps(
    units: list[int] | None, now: datetime, holder_id: int | None = None, limit: int = 5
) -> list[UrgentStep]:
    """Return the steps that are over or due within 24 hours, the most urgent first; holder_id: only that person's."""
    return await db.structs(UrgentStep, _URGENT, units, now, holder_id, limit)
