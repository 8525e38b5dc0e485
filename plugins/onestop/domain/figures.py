"""The one definition of early, on time and late, used by lists, panels, reports and the public page alike.

Days are compared, not minutes: systems that compare days in one report and timestamps in another contradict
themselves. Early: settled on an earlier date than promised; on time: on that date; late: on a later one.

The second half says in which columns of a report one dossier is counted. `queries/conditions.py` holds the SQL twins;
a property test compares the two over random dossiers.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final, Literal

from msgspec import Struct

from core.contracts.dossiers import Outcome, Standing
from plugins.onestop.domain.workflow import ClockEffect

# A refusal is a result too, but reports count it in a column of its own.
REFUSALS: Final = ("refused",)


def outcome(promised_at: datetime | None, settled_at: datetime, zone: tzinfo) -> Outcome:
    """Return how a settled dossier ended. Both moments are aware; the zone is the office's."""
    if promised_at is None:
        return "no_limit"
    promised, settled = promised_at.astimezone(zone).date(), settled_at.astimezone(zone).date()
    if settled < promised:
        return "early"
    return "on_time" if settled == promised else "late"


def standing(promised_at: datetime | None, now: datetime, clock: ClockEffect, zone: tzinfo) -> Standing:
    """Return how an open dossier stands; while its clock is paused it is never overdue."""
    if clock == "paused":
        return "paused"
    if promised_at is None:
        return "no_limit"
    left = days_left(promised_at, now, zone)
    if left < 0:
        return "overdue"
    return "due_today" if left == 0 else "in_time"


def days_left(promised_at: datetime, now: datetime, zone: tzinfo) -> int:
    """Return calendar days from today to the promised date in the office's zone; negative when it has passed."""
    return (promised_at.astimezone(zone).date() - now.astimezone(zone).date()).days


class Period(Struct, frozen=True):
    """The local days of a report, both included."""

    first: date
    last: date

    def start(self, zone: tzinfo) -> datetime:
        """Return the period's first moment."""
        return datetime.combine(self.first, time.min, zone)

    def stop(self, zone: tzinfo) -> datetime:
        """Return the first moment after the period."""
        return datetime.combine(self.last + timedelta(days=1), time.min, zone)

    def day(self, now: datetime, zone: tzinfo) -> date:
        """Return the day on which open dossiers are judged: the last one, today while the period runs."""
        return min(self.last, now.astimezone(zone).date())


def months(period: Period) -> list[Period]:
    """Return the calendar months of a period, the first and the last cut to it."""
    found: list[Period] = []
    first = period.first
    while first <= period.last:
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        found.append(Period(first, min(period.last, following - timedelta(days=1))))
        first = following
    return found


Measure = Literal[
    "received",
    "online",
    "counter",
    "post",
    "carried",
    "books",
    "resolved",
    "early",
    "on_time",
    "late",
    "unlimited",
    "refused",
    "ended",
    "pending",
    "running",
    "in_time",
    "overdue",
    "no_limit",
    "waiting",
]
# Each of these sums up the ones behind it, without rest: what comes in has to come out somewhere.
SUMS: Final[Sequence[tuple[Measure, tuple[Measure, ...]]]] = (
    ("books", ("received", "carried")),
    ("received", ("online", "counter", "post")),
    ("books", ("resolved", "refused", "ended", "pending")),
    ("resolved", ("early", "on_time", "late", "unlimited")),
    ("pending", ("running", "waiting")),
    ("running", ("in_time", "overdue", "no_limit")),
)


class Case(Struct, frozen=True):
    """What a report needs to know of one dossier. Moments are aware; waits: pairs of (paused, resumed or None)."""

    channel: str
    state: str
    received_at: datetime
    promised_at: datetime | None = None
    settled_at: datetime | None = None
    closed_at: datetime | None = None
    waits: tuple[tuple[datetime, datetime | None], ...] = ()

    @property
    def ended_at(self) -> datetime | None:
        """When the office was done with it: the result lay there, or it was withdrawn or stopped."""
        return self.settled_at or self.closed_at


def measures(case: Case, period: Period, now: datetime, zone: tzinfo) -> frozenset[Measure]:
    """Return the columns in which a dossier is counted in a period's report; none when it is not in its books.

    In the books is what came in before the period's end and was not done with before its beginning. What was paused
    at the period's end is waiting. The promise is the one that holds now, pauses after the period included.
    """
    start, stop = period.start(zone), period.stop(zone)
    ended = case.ended_at
    if case.received_at >= stop or (ended is not None and ended < start):
        return frozenset()
    found: set[Measure] = {"books"}
    if case.received_at < start:
        found.add("carried")
    else:
        found |= {"received", _channel(case.channel)}
    if ended is None or ended >= stop:
        return frozenset(found | _open(case, period, now, zone))
    if case.settled_at is None:
        return frozenset(found | {"ended"})
    if case.state in REFUSALS:
        return frozenset(found | {"refused"})
    how = outcome(case.promised_at, case.settled_at, zone)
    return frozenset(found | {"resolved", "unlimited" if how == "no_limit" else how})


def _channel(channel: str) -> Measure:
    """Return the column of a way of filing; what is neither online nor by post came over the counter."""
    if channel == "online":
        return "online"
    return "post" if channel == "post" else "counter"


def _open(case: Case, period: Period, now: datetime, zone: tzinfo) -> set[Measure]:
    stop = period.stop(zone)
    if any(since < stop and (until is None or until >= stop) for since, until in case.waits):
        return {"pending", "waiting"}
    day = datetime.combine(period.day(now, zone), time(12), zone)
    how = standing(case.promised_at, day, "runs", zone)
    named: dict[str, Measure] = {"overdue": "overdue", "no_limit": "no_limit"}
    return {"pending", "running", named.get(how, "in_time")}
