"""The definitions of `domain.figures` as SQL conditions on a dossier `d`: the only place where they are written.

`{now}` stands for the present moment, `{start}`, `{stop}` and `{day}` for a period (see `Period`), each an expression.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from core.clock import VIETNAM
from core.contracts.dossiers import Outcome
from plugins.onestop.domain.figures import REFUSALS, Measure, Period

ZONE: Final = "AT TIME ZONE 'Asia/Ho_Chi_Minh'"
PROMISED: Final = f"(d.promised_at {ZONE})::date"
SETTLED: Final = f"(d.settled_at {ZONE})::date"

DAYS_LEFT: Final = f"{PROMISED} - ({{now}} {ZONE})::date"
LATE: Final = f"d.clock = 'runs' AND {DAYS_LEFT} < 0"
DUE_TODAY: Final = f"d.clock = 'runs' AND {DAYS_LEFT} = 0"
IN_TIME: Final = f"d.clock = 'runs' AND {DAYS_LEFT} > 0"

# for dossiers that are settled
OUTCOMES: Final[Mapping[Outcome, str]] = {
    "early": f"{SETTLED} < {PROMISED}",
    "on_time": f"{SETTLED} = {PROMISED}",
    "late": f"{SETTLED} > {PROMISED}",
    "no_limit": "d.promised_at IS NULL",
}

ENDED: Final = "coalesce(d.settled_at, d.closed_at)"
IN_BOOKS: Final = f"d.received_at < {{stop}} AND ({ENDED} IS NULL OR {ENDED} >= {{start}})"
_OPEN: Final = f"({ENDED} IS NULL OR {ENDED} >= {{stop}})"
_DONE: Final = f"{ENDED} < {{stop}}"
_STATES: Final = ", ".join(f"'{state}'" for state in REFUSALS)
REFUSED: Final = f"d.state IN ({_STATES})"
# The ledger knows what was paused at a moment that has passed; the dossier knows it of the present one.
_WAITING: Final = """CASE WHEN {stop} > {now} THEN d.clock = 'paused' ELSE coalesce((
  SELECT e.action = 'pause' FROM onestop.onestop_dossier_event e
  WHERE e.dossier = d.id AND e.kind = 'clock' AND e.at < {stop} ORDER BY e.id DESC LIMIT 1), false) END"""
_RESOLVED: Final = f"{_DONE} AND d.settled_at IS NOT NULL AND NOT {REFUSED}"
_RUNNING: Final = f"{_OPEN} AND NOT {_WAITING}"
_RECEIVED: Final = "d.received_at >= {start}"

# for dossiers in the books of the period
MEASURES: Final[Mapping[Measure, str]] = {
    "received": _RECEIVED,
    "online": f"{_RECEIVED} AND d.channel = 'online'",
    "counter": f"{_RECEIVED} AND d.channel NOT IN ('online', 'post')",
    "post": f"{_RECEIVED} AND d.channel = 'post'",
    "carried": "d.received_at < {start}",
    "books": "true",
    "resolved": _RESOLVED,
    "early": f"{_RESOLVED} AND {OUTCOMES['early']}",
    "on_time": f"{_RESOLVED} AND {OUTCOMES['on_time']}",
    "late": f"{_RESOLVED} AND {OUTCOMES['late']}",
    "unlimited": f"{_RESOLVED} AND {OUTCOMES['no_limit']}",
    "refused": f"{_DONE} AND d.settled_at IS NOT NULL AND {REFUSED}",
    "ended": f"{_DONE} AND d.settled_at IS NULL",
    "pending": _OPEN,
    "running": _RUNNING,
    "in_time": f"{_RUNNING} AND {PROMISED} >= {{day}}",
    "overdue": f"{_RUNNING} AND {PROMISED} < {{day}}",
    "no_limit": f"{_RUNNING} AND d.promised_at IS NULL",
    "waiting": f"{_OPEN} AND {_WAITING}",
}


def fill(condition: str, *, now: str, start: str = "", stop: str = "", day: str = "") -> str:
    """Return a condition with SQL expressions in place of its names."""
    return condition.format(now=now, start=start, stop=stop, day=day)


def within(measure: Measure, period: Period, now: datetime) -> str:
    """Return the whole condition of one figure with the period written into it; `{now}` still stands for the moment.

    For descriptions of lists, whose texts are constant: the period comes from typed dates, never from a reader's text.
    """
    condition = f"{IN_BOOKS} AND {MEASURES[measure]}"
    start, stop = (f"'{moment.isoformat()}'::timestamptz" for moment in (period.start(VIETNAM), period.stop(VIETNAM)))
    return fill(condition, now="{now}", start=start, stop=stop, day=f"'{period.day(now, VIETNAM)}'::date")
