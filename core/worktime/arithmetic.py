"""Add, subtract and count the open time of an office, without the time of pauses."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from core.worktime.calendars import Calendar

_MICROSECOND = timedelta(microseconds=1)


class Pause(NamedTuple):
    """A stretch that does not count, for instance while the applicant supplements papers: start <= t < end.

    For a pause that is still on, give the present moment as its end: what comes out holds if it ended now.
    """

    start: datetime
    end: datetime


def merged(pauses: Iterable[Sequence[datetime]]) -> list[Pause]:
    """Return the pauses in order of time, overlapping and touching ones as one, empty ones left out.

    Raises ValueError for naive moments and for a pause that ends before it begins.
    """
    given = [Pause(start, end) for start, end in pauses]
    for pause in given:
        if pause.start.utcoffset() is None or pause.end.utcoffset() is None:
            raise ValueError(f"a pause without time zone: {pause.start!r} - {pause.end!r}")
        if pause.end < pause.start:
            raise ValueError(f"a pause ends before it begins: {pause.start} - {pause.end}")
    apart: list[Pause] = []
    for start, end in sorted(given):
        if apart and start <= apart[-1].end:
            apart[-1] = Pause(apart[-1].start, max(end, apart[-1].end))
        elif start < end:
            apart.append(Pause(start, end))
    return apart


def open_time(
    calendar: Calendar, start: datetime, end: datetime, pauses: Iterable[Sequence[datetime]] = ()
) -> timedelta:
    """Return the open time from start to end that lies in no pause; negative when end is before start."""
    if end < start:
        return -open_time(calendar, end, start, pauses)
    opened = calendar.position(end) - calendar.position(start)
    for pause in merged(pauses):
        if pause.start < end and pause.end > start:
            opened -= calendar.position(min(pause.end, end)) - calendar.position(max(pause.start, start))
    return opened * _MICROSECOND


def add_open_time(
    calendar: Calendar, start: datetime, amount: timedelta, pauses: Iterable[Sequence[datetime]] = ()
) -> datetime:
    """Return the first moment at which amount of open time has passed since start: 17:00 rather than 07:30 next day.

    An amount of zero gives start. Raises ValueError when amount is negative or the calendar ends before.
    """
    target = calendar.position(start) + _microseconds(amount)
    if not amount:
        return start
    for pause in merged(pauses):
        if pause.end > start:
            before = calendar.position(max(pause.start, start))
            if target <= before:
                break
            target += calendar.position(pause.end) - before
    return calendar.earliest(target)


def subtract_open_time(
    calendar: Calendar, end: datetime, amount: timedelta, pauses: Iterable[Sequence[datetime]] = ()
) -> datetime:
    """Return the last moment from which amount of open time remains until end: an opening rather than a closing.

    An amount of zero gives end. Raises ValueError when amount is negative or the calendar begins after.
    """
    target = calendar.position(end) - _microseconds(amount)
    if not amount:
        return end
    for pause in reversed(merged(pauses)):
        if pause.start < end:
            after = calendar.position(min(pause.end, end))
            if target >= after:
                break
            target -= after - calendar.position(pause.start)
    return calendar.latest(target)


def working_days(calendar: Calendar, first: date, last: date) -> int:
    """Return how many days from first to last, both included, the office works."""
    days = range(first.toordinal(), last.toordinal() + 1)
    return sum(bool(calendar.shifts(date.fromordinal(day))) for day in days)


def _microseconds(amount: timedelta) -> int:
    if amount < timedelta(0):
        raise ValueError(f"an amount of working time cannot be negative: {amount}")
    return amount // _MICROSECOND
