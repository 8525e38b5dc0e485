"""A unit's working time over a range of years, kept so that whole days are skipped by arithmetic."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate, cycle, islice
from typing import Final

from core.clock import VIETNAM
from core.worktime.days import DayChange, Overrides, extra_days, vietnamese_holidays
from core.worktime.hours import OfficeHours, Shift, Shifts, day_minutes

MINUTE: Final = 60_000_000
"""Microseconds, the unit of open time in this module: exact, and faster than timedelta."""

YEARS: Final = range(2010, 2041)


@dataclass(frozen=True)
class Calendar:
    """The open time of an office from the first to the last day.

    changes: the days that differ from the ordinary week. doubtful: changes nobody has verified; they are not applied,
    but an explanation names them. announced_until: see `Overrides`. Moments must be aware; every method raises
    ValueError for a naive one and for one outside the calendar.
    """

    hours: OfficeHours
    first: date
    last: date
    changes: Mapping[date, DayChange]
    doubtful: tuple[DayChange, ...] = ()
    announced_until: date | None = None
    _opened: tuple[int, ...] = field(init=False, repr=False, compare=False)
    """Open time before each day, and at the end of the last one."""

    def __post_init__(self) -> None:
        # Every line of `motcua onestop due` may have hours or days of its own: so weeks first, then what differs.
        week = [day_minutes(shifts) * MINUTE for shifts in self.hours.weekdays]
        begin, size = self.first.toordinal(), (self.last - self.first).days + 1
        opened = list(islice(cycle(week), self.first.weekday(), self.first.weekday() + size))
        full_day = day_minutes(self.hours.full_day) * MINUTE
        for day, change in self.changes.items():
            if self.first <= day <= self.last:
                opened[day.toordinal() - begin] = full_day if change.working else 0
        object.__setattr__(self, "_opened", (*accumulate(opened, initial=0),))

    def shifts(self, day: date) -> Shifts:
        """Return the shifts worked on a day; none on a day off. A made-up day is worked like a full one."""
        change = self.changes.get(day)
        if change is None:
            return self.hours.weekdays[day.weekday()]
        return self.hours.full_day if change.working else ()

    def is_open(self, moment: datetime) -> bool:
        """Return whether the office works at a moment; at the end of a shift it no longer does."""
        day, after_midnight = self._place(moment)
        return any(shift.opens * MINUTE <= after_midnight < shift.closes * MINUTE for shift in self.shifts(day))

    def next_open(self, moment: datetime) -> datetime:
        """Return the moment itself when the office is open, else when it opens next."""
        return moment if self.is_open(moment) else self.latest(self.position(moment))

    def next_working_day(self, day: date) -> date:
        """Return the first working day after a day."""
        return self.latest(self._opened[self._index(day) + 1]).date()

    def closing(self, day: date) -> datetime:
        """Return when a working day's last shift ends. Raises ValueError for a day off."""
        shifts = self.shifts(day)
        if not shifts:
            raise ValueError(f"the office does not work on {day}")
        return _moment(day, shifts[-1], shifts[-1].length * MINUTE)

    def position(self, moment: datetime) -> int:
        """Return the open time before a moment, in microseconds since the calendar's beginning."""
        day, after_midnight = self._place(moment)
        return self._opened[self._index(day)] + sum(_elapsed(shift, after_midnight) for shift in self.shifts(day))

    def earliest(self, position: int) -> datetime:
        """Return the first moment that has this much open time before it: an end of a shift, not the next opening."""
        day, rests = self._day_of(bisect_left(self._opened, position) - 1, position)
        return next(_moment(day, shift, rest) for shift, rest in rests if rest <= shift.length * MINUTE)

    def latest(self, position: int) -> datetime:
        """Return the last moment that has this much open time before it: an opening, not the end of a shift."""
        day, rests = self._day_of(bisect_right(self._opened, position) - 1, position)
        return next(_moment(day, shift, rest) for shift, rest in rests if rest < shift.length * MINUTE)

    def with_days(self, *, off: Iterable[date] = (), on: Iterable[date] = ()) -> "Calendar":
        """Return the calendar with extra days off and extra working days; a day in both is worked."""
        extra = (*extra_days(off, working=False), *extra_days(on, working=True))
        changes = {**self.changes, **{change.day: change for change in extra}}
        return Calendar(self.hours, self.first, self.last, changes, self.doubtful, self.announced_until)

    def _place(self, moment: datetime) -> tuple[date, int]:
        """Return the day of a moment in Vietnam and the microseconds after its midnight."""
        if moment.utcoffset() is None:
            raise ValueError(f"a moment without time zone: {moment!r}")
        local = moment.astimezone(VIETNAM)
        after_midnight = timedelta(
            hours=local.hour, minutes=local.minute, seconds=local.second, microseconds=local.microsecond
        )
        return local.date(), after_midnight // timedelta(microseconds=1)

    def _index(self, day: date) -> int:
        index = day.toordinal() - self.first.toordinal()
        self._check(0 <= index < len(self._opened) - 1)
        return index

    def _day_of(self, index: int, position: int) -> tuple[date, Iterator[tuple[Shift, int]]]:
        """Return the day of an index, and each of its shifts with the open time from its beginning to position."""
        self._check(0 <= index < len(self._opened) - 1)
        day = date.fromordinal(self.first.toordinal() + index)
        shifts = self.shifts(day)
        worked = accumulate((shift.length * MINUTE for shift in shifts), initial=self._opened[index])
        return day, ((shift, position - before) for shift, before in zip(shifts, worked, strict=False))

    def _check(self, inside: bool) -> None:
        if not inside:
            raise ValueError(f"outside the calendar, which reaches from {self.first} to {self.last}")


NO_OVERRIDES: Final = Overrides()


@lru_cache(maxsize=64)
def vietnamese_calendar(hours: OfficeHours, overrides: Overrides = NO_OVERRIDES, years: range = YEARS) -> Calendar:
    """Return the calendar of an office in Vietnam: its hours, the public holidays, and what overrides says instead.

    The same arguments give the same calendar.
    """
    changes = {change.day: change for change in vietnamese_holidays(years)}
    changes |= {change.day: change for change in overrides.changes if change.verified}
    doubtful = tuple(change for change in overrides.changes if not change.verified)
    first, last = date(years[0], 1, 1), date(years[-1], 12, 31)
    return Calendar(hours, first, last, changes, doubtful, overrides.announced_until)


def _elapsed(shift: Shift, after_midnight: int) -> int:
    return min(max(after_midnight - shift.opens * MINUTE, 0), shift.length * MINUTE)


def _moment(day: date, shift: Shift, elapsed: int) -> datetime:
    # Wall-clock arithmetic is exact: Vietnam has had no daylight saving time since 1975.
    return datetime.combine(day, time.min, VIETNAM) + timedelta(minutes=shift.opens, microseconds=elapsed)
