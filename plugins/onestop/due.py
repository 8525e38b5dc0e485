"""Due times for programs: one case as a JSON line in, one answer as a JSON line out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Literal

import msgspec
from msgspec import Struct

from core.contracts.procedures import Limit, Unit
from core.errors import MotcuaError
from core.worktime import Calendar, office_hours, vietnamese_calendar
from plugins.onestop.domain.promise import Terms, promise
from plugins.onestop.office import USUAL_HOURS, holidays
from plugins.onestop.wording import promise_sentences


class Case(Struct, frozen=True, forbid_unknown_fields=True):
    """A time limit to be worked out. received_at: ISO 8601 with zone.

    hours: shifts of each working day; office: code of a unit whose hours hold instead ("duc-hoa"); neither: 07:30-11:30
    and 13:00-17:00.
    pauses: pairs of moments that do not count. rule "same_day": the 15:00 rule, without unit and value.
    extra_days_off and extra_days_on: dates besides the holidays that the installation knows.
    """

    received_at: str
    unit: Unit | None = None
    value: int | None = None
    hours: tuple[tuple[str, str], ...] = ()
    office: str = ""
    pauses: tuple[tuple[str, str], ...] = ()
    rule: Literal["same_day"] | None = None
    extra_days_off: tuple[date, ...] = ()
    extra_days_on: tuple[date, ...] = ()


class Answer(Struct, frozen=True):
    """When the case is due (None: no limit was given), and why, sentence by sentence."""

    due_at: datetime | None
    explanation: Sequence[str]


CalendarOf = Callable[[str], Calendar]
"""The calendar of a unit by its code; raises ValueError or an error of `core.errors` for an unknown one."""


def due_lines(lines: Iterable[str], calendar_of: CalendarOf) -> Iterator[tuple[bool, str]]:
    """Yield for each line that is not empty whether it was a case, and the answer or `{"error": ...}` as JSON.

    Lines are read one by one; one that cannot be answered does not keep the others from being answered.
    """
    for line in lines:
        if line.strip():
            try:
                yield True, due_line(line, calendar_of)
            except OverflowError:
                yield False, _fault("the value or a moment is too large")
            except (MotcuaError, ValueError, msgspec.ValidationError) as error:
                yield False, _fault(str(error))


def _fault(message: str) -> str:
    return msgspec.json.encode({"error": message}).decode()


def due_line(line: str, calendar_of: CalendarOf) -> str:
    """Return the answer to one case. Raises ValueError, OverflowError and msgspec.ValidationError for what is none."""
    return msgspec.json.encode(answer(_CASES.decode(line), calendar_of)).decode()


def answer(case: Case, calendar_of: CalendarOf) -> Answer:
    """Return when a case is due. Raises ValueError for naive moments, bad shifts and days beyond the calendar."""
    if case.value is not None and case.value < 0:
        raise ValueError(f"a time limit cannot be negative: {case.value}")
    received = moment(case.received_at)
    terms = Terms(rule="same_day_15") if case.rule == "same_day" else Terms(Limit(case.value, case.unit))
    pauses = [(moment(start), moment(end)) for start, end in case.pauses]
    promised = promise(_calendar(case, calendar_of), received, terms, pauses)
    return Answer(promised.due_at, promise_sentences(promised))


def moment(text: str) -> datetime:
    """Return a moment out of ISO 8601 with a zone, with or without seconds. Raises ValueError."""
    found = datetime.fromisoformat(text)
    if found.utcoffset() is None:
        raise ValueError(f"a moment without time zone: {text!r}")
    return found


def _calendar(case: Case, calendar_of: CalendarOf) -> Calendar:
    ordinary = calendar_of(case.office) if case.office and not case.hours else _of_hours(case.hours or USUAL_HOURS)
    if case.extra_days_off or case.extra_days_on:
        return _with_days(ordinary, case.extra_days_off, case.extra_days_on)
    return ordinary


@lru_cache(maxsize=256)
def _of_hours(shifts: tuple[tuple[str, str], ...]) -> Calendar:
    return vietnamese_calendar(office_hours(shifts), holidays())


def _with_days(calendar: Calendar, off: tuple[date, ...], on: tuple[date, ...]) -> Calendar:
    key = (id(calendar), off, on)
    if key not in _changed:
        if len(_changed) >= _KEPT:
            _changed.clear()
        _changed[key] = (calendar, calendar.with_days(off=off, on=on))
    return _changed[key][1]


_CASES = msgspec.json.Decoder(Case)
_KEPT = 256
# Under the calendar's identity, since comparing two calendars means comparing thirty years; it is kept alive beside.
_changed: dict[tuple[int, tuple[date, ...], tuple[date, ...]], tuple[Calendar, Calendar]] = {}
