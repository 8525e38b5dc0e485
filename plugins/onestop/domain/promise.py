"""From a procedure's limit to the day on which the result is promised; no known limit gives no day."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Final

from msgspec import Struct

from core.clock import VIETNAM
from core.contracts.procedures import Facts, Limit, Rule, Unit
from core.worktime import (
    Calendar,
    Deadline,
    add_open_time,
    due_after_calendar_days,
    due_after_open_time,
    due_after_whole_days,
    due_after_working_days,
    due_same_day,
)
from plugins.onestop.domain.procedures import limit_choices

CUTOFF: Final = time(15)


class Terms(Struct, frozen=True):
    """The clock under which a dossier can be taken: a rule, a limit, or both; with neither no day is promised."""

    limit: Limit | None = None
    rule: Rule | None = None

    @property
    def known(self) -> bool:
        """True when a day can be promised."""
        return self.rule == "same_day_15" or (self.limit is not None and self.limit.known)


class Promise(Struct, frozen=True):
    """When the result is due and why; deadline None: no limit is known. counted_from: when the clock was put off."""

    deadline: Deadline | None
    counted_from: datetime | None = None

    @property
    def due_at(self) -> datetime | None:
        """When the result is due, in Vietnam's zone."""
        return None if self.deadline is None else self.deadline.due_at


UNKNOWN: Final = Terms()


def terms_of(facts: Facts) -> tuple[Terms, ...]:
    """Return what the clerk can choose from, the most usual first; empty when nothing is known.

    The same-day rule comes before a limit in days: that one is the most that may be taken with a reason (Decree
    99/2022, art. 16).
    """
    shifting: tuple[Rule, ...] = ("first_day_excluded", "next_day_after_15")
    postponing = next((rule for rule in shifting if rule in facts.rules), None)
    same_day = (Terms(rule="same_day_15"),) if "same_day_15" in facts.rules else ()
    return (*same_day, *(Terms(limit, postponing) for limit in limit_choices(facts)))


def usual_terms(facts: Facts) -> Terms | None:
    """Return the terms that hold without asking; None when the clerk has to choose."""
    terms = terms_of(facts)
    if not terms:
        return UNKNOWN
    return terms[0] if len(terms) == 1 or terms[0].rule == "same_day_15" else None


def promise(calendar: Calendar, received: datetime, terms: Terms, pauses: Iterable[Sequence[datetime]] = ()) -> Promise:
    """Return the promise for a dossier received at an aware moment; pauses are pairs of aware moments.

    Raises ValueError for naive moments and beyond the calendar.
    """
    limit = terms.limit
    if terms.rule == "same_day_15":
        return Promise(due_same_day(calendar, received, pauses, cutoff=CUTOFF))
    if limit is None or limit.value is None or limit.unit is None:
        return Promise(None)
    start = _opening_after_cutoff(calendar, received) if terms.rule == "next_day_after_15" else received
    deadline = _deadline(calendar, start, limit.value, limit.unit, terms.rule, pauses)
    return Promise(deadline, None if start == received else start)


def _deadline(
    calendar: Calendar,
    start: datetime,
    value: int,
    unit: Unit,
    rule: Rule | None,
    pauses: Iterable[Sequence[datetime]],
) -> Deadline:
    if unit == "working_day" and rule == "first_day_excluded":
        return due_after_whole_days(calendar, start, value, pauses)
    if unit == "working_day":
        return due_after_working_days(calendar, start, value, pauses)
    if unit == "calendar_day":
        return due_after_calendar_days(calendar, start, value, pauses)
    return due_after_open_time(calendar, start, length(calendar, value, unit), pauses)


def length(calendar: Calendar, value: int, unit: Unit) -> timedelta:
    """Return how much open time a limit in minutes, hours or working days is at an office.

    Raises ValueError for calendar days, which are no open time.
    """
    if unit == "calendar_day":
        raise ValueError("calendar days are no open time")
    one = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "working_day": calendar.hours.full_day_length}
    return value * one[unit]


def due_at(
    calendar: Calendar, received: datetime, terms: Terms, pauses: Iterable[Sequence[datetime]] = ()
) -> datetime | None:
    """Return `promise(...).due_at` without working the reasons out: for the counter, and for thousands of dossiers."""
    limit = terms.limit
    quick = terms.rule in {None, "next_day_after_15"} and limit is not None and limit.unit != "calendar_day"
    if not quick or limit is None or limit.value is None or limit.unit is None:
        return promise(calendar, received, terms, pauses).due_at
    start = _opening_after_cutoff(calendar, received) if terms.rule == "next_day_after_15" else received
    amount = length(calendar, limit.value, limit.unit)
    return add_open_time(calendar, start, amount, pauses).astimezone(VIETNAM)


def _opening_after_cutoff(calendar: Calendar, received: datetime) -> datetime:
    """Return the moment itself before 15:00, else when the office opens on the next working day."""
    local = received.astimezone(VIETNAM)
    if local.time() < CUTOFF:
        return received
    day = calendar.next_working_day(local.date())
    return calendar.next_open(datetime.combine(day, time.min, VIETNAM))
