"""Due times for programs: one case as a JSON line in, one answer as a JSON line out; no database."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Literal

import msgspec
from msgspec import Struct

from core.contracts.procedures import Limit, Unit
from core.worktime import Calendar, OfficeHours, office_hours, vietnamese_calendar
from plugins.onestop.domain.promise import Terms, promise
from plugins.onestop.office import holidays
from plugins.onestop.wording import promise_sentences

USUAL_HOURS = (("07:30", "11:30"), ("13:00", "17:00"))


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


HoursOf = Callable[[str], OfficeHours]


def due_line(line: str, hours_of: HoursOf) -> str:
    """Return the answer to one case. hours_of: the hours of a unit by its code.

    Raises ValueError and msgspec.ValidationError for what is no case.
    """
    return msgspec.json.encode(answer(msgspec.json.decode(line, type=Case), hours_of)).decode()


def answer(case: Case, hours_of: HoursOf) -> Answer:
    """Return when a case is due. Raises ValueError for naive moments, bad shifts and days beyond the calendar."""
    terms = Terms(rule="same_day_15") if case.rule == "same_day" else Terms(Limit(case.value, case.unit))
    pauses = [(moment(start), moment(end)) for start, end in case.pauses]
    promised = promise(_calendar(case, hours_of), moment(case.received_at), terms, pauses)
    return Answer(promised.due_at, promise_sentences(promised))


def moment(text: str) -> datetime:
    """Return a moment out of ISO 8601 with a zone, with or without seconds. Raises ValueError."""
    found = datetime.fromisoformat(text)
    if found.utcoffset() is None:
        raise ValueError(f"a moment without time zone: {text!r}")
    return found


def _calendar(case: Case, hours_of: HoursOf) -> Calendar:
    hours = hours_of(case.office) if case.office and not case.hours else office_hours(case.hours or USUAL_HOURS)
    calendar = vietnamese_calendar(hours, holidays())
    if case.extra_days_off or case.extra_days_on:
        return calendar.with_days(off=case.extra_days_off, on=case.extra_days_on)
    return calendar
