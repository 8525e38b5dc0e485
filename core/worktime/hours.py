"""Office hours of a unit: which parts of which weekdays it works."""

import re
from collections.abc import Sequence
from datetime import time, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Final

import msgspec

_CLOCK: Final = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_DAY_MINUTES: Final = 24 * 60


class Shift(msgspec.Struct, frozen=True, order=True):
    """Part of a working day, in minutes after midnight: opens <= t < closes; closes may be 1440 (24:00).

    Raises ValueError when it does not end after it begins, on the same day.
    """

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= _DAY_MINUTES:
            raise ValueError(f"a shift must end after it begins, on the same day: {self}")

    def __str__(self) -> str:
        return f"{_text(self.opens)}-{_text(self.closes)}"

    @property
    def length(self) -> int:
        """Minutes."""
        return self.closes - self.opens


Shifts = tuple[Shift, ...]


class OfficeHours(msgspec.Struct, frozen=True, dict=True):
    """Shifts of the seven weekdays, Monday first; an empty tuple is a day of rest.

    Raises ValueError when there are not seven days, when no day is worked, or when shifts overlap or are unsorted.
    """

    weekdays: tuple[Shifts, ...]

    def __post_init__(self) -> None:
        if len(self.weekdays) != 7:
            raise ValueError(f"a week has seven days, not {len(self.weekdays)}")
        for shifts in self.weekdays:
            if any(later.opens < earlier.closes for earlier, later in pairwise(shifts)):
                raise ValueError(f"shifts overlap or are unsorted: {', '.join(map(str, shifts))}")
        if not any(self.weekdays):
            raise ValueError("an office must work at least one day a week")

    @property
    def full_day(self) -> Shifts:
        """The shifts of the week's longest day: what a made-up working day has."""
        return max(self.weekdays, key=day_minutes)

    @cached_property
    def full_day_length(self) -> timedelta:
        """What one working day of a time limit stands for."""
        return timedelta(minutes=day_minutes(self.full_day))


def office_hours(
    shifts: Sequence[Sequence[str]],
    *,
    saturday: Sequence[Sequence[str]] = (),
    sunday: Sequence[Sequence[str]] = (),
) -> OfficeHours:
    """Return the hours of an office from pairs of clock times, Monday to Friday alike.

    Example: office_hours([["07:30", "11:30"], ["13:00", "17:00"]], saturday=[["07:30", "11:30"]]).
    Raises ValueError for what is no clock time and for what `Shift` and `OfficeHours` refuse.
    """
    workday, saturday_shifts, sunday_shifts = (
        tuple(Shift(minute_of_day(opens), minute_of_day(closes)) for opens, closes in pairs)
        for pairs in (shifts, saturday, sunday)
    )
    return OfficeHours((*[workday] * 5, saturday_shifts, sunday_shifts))


def day_minutes(shifts: Shifts) -> int:
    """Return how many minutes the shifts of one day have."""
    return sum(shift.length for shift in shifts)


def minute_of_day(text: str | time) -> int:
    """Return the minutes after midnight of "07:30", of "24:00" too, or of a time. Raises ValueError."""
    if isinstance(text, time):
        return text.hour * 60 + text.minute
    found = _CLOCK.fullmatch(text)
    if found is None or int(found[2]) > 59 or int(found[1]) * 60 + int(found[2]) > _DAY_MINUTES:
        raise ValueError(f"not a clock time like 07:30: {text!r}")
    return int(found[1]) * 60 + int(found[2])


def _text(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
