"""Counts of dossiers, by the one definition of `domain.figures`."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from core import db
from plugins.onestop.queries.conditions import DUE_TODAY, IN_TIME, LATE, fill


class OpenCounts(Struct, frozen=True):
    """Open dossiers of some units: all, waiting for some duties, due today, late; the id of the newest workflow."""

    open: int
    mine: int
    today: int
    late: int
    newest_workflow: int


class Today(Struct, frozen=True):
    """The day at the desks: received and settled today; the open ones by how they stand; at_desk: to be collected."""

    received: int
    settled: int
    due_today: int
    late: int
    paused: int
    in_time: int
    no_limit: int
    at_desk: int


NEWEST_WORKFLOW = "(SELECT coalesce(max(id), 0) FROM onestop.onestop_workflow)"
_NOW = "$2::timestamptz"
_LATE, _DUE_TODAY, _IN_TIME = (fill(text, now=_NOW) for text in (LATE, DUE_TODAY, IN_TIME))
_MINE = "($1::bigint[] IS NULL OR d.unit_ids && $1)"
_OPEN = f"""
SELECT count(*), count(*) FILTER (WHERE d.holder_duty = ANY($3::text[])),
       count(*) FILTER (WHERE {_DUE_TODAY}), count(*) FILTER (WHERE {_LATE}),
       {NEWEST_WORKFLOW}
FROM onestop.onestop_dossier d WHERE d.closed_at IS NULL AND {_MINE}
"""  # noqa: S608 -- constants
# Without "or all units" a prepared plan can use the index of the open ones by unit.
_OPEN_OF_UNITS = _OPEN.replace(_MINE, "d.unit_ids && $1::bigint[]")
_TODAY = f"""
SELECT (SELECT count(*) FROM onestop.onestop_dossier d WHERE {_MINE} AND d.received_at >= $3 AND d.received_at <= $2),
       (SELECT count(*) FROM onestop.onestop_dossier d WHERE {_MINE} AND d.settled_at >= $3 AND d.settled_at <= $2),
       count(*) FILTER (WHERE {_DUE_TODAY}),
       count(*) FILTER (WHERE {_LATE}),
       count(*) FILTER (WHERE d.clock = 'paused'),
       count(*) FILTER (WHERE {_IN_TIME}),
       count(*) FILTER (WHERE d.clock = 'runs' AND d.promised_at IS NULL),
       count(*) FILTER (WHERE d.clock = 'stopped')
FROM onestop.onestop_dossier d WHERE d.closed_at IS NULL AND {_MINE}
"""  # noqa: S608 -- constants


async def open_counts(units: list[int] | None, duties: Sequence[str], now: datetime) -> OpenCounts:
    """Return how many open dossiers the units have (None: all units)."""
    found = await db.struct(OpenCounts, _OPEN if units is None else _OPEN_OF_UNITS, units, now, list(duties))
    return found or OpenCounts(0, 0, 0, 0, 0)


async def today(units: list[int] | None, now: datetime, midnight: datetime) -> Today:
    """Return the day's figures of the units (None: all units). midnight: when the office's day began, aware."""
    found = await db.struct(Today, _TODAY, units, now, midnight)
    return found or Today(0, 0, 0, 0, 0, 0, 0, 0)
