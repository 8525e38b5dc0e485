from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import VIETNAM
from core.worktime import (
    Calendar,
    Deadline,
    Pause,
    due_after_calendar_days,
    due_after_elapsed_time,
    due_after_open_time,
    due_after_whole_days,
    due_after_working_days,
    due_before_open_time,
    due_before_working_days,
    due_same_day,
    office_hours,
    vietnamese_calendar,
)
from core.worktime.steps import RULES
from tests.core.worktime.offices import DISTRICT, FIRST, MIDNIGHT, OFFICES, POLICE, Office, minutes, moment

Of = Callable[[Office], Calendar]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def spans(*texts: str) -> list[Pause]:
    return [Pause(*(at(moment) for moment in text.split("/"))) for text in texts]


@pytest.mark.parametrize(
    ("received", "hours", "due"),
    [
        ("2017-12-04T10:00", 1, "2017-12-04T11:00"),
        ("2017-12-04T10:00", 1.5, "2017-12-04T11:30"),
        ("2017-12-04T11:00", 1, "2017-12-04T13:30"),
        ("2017-12-04T16:00", 8, "2017-12-05T16:00"),
        ("2017-12-08T16:30", 2, "2017-12-11T09:00"),  # over a weekend
        ("2017-12-09T10:00", 8, "2017-12-11T17:00"),  # received on a Saturday
        ("2026-02-13T16:00", 8, "2026-02-23T16:00"),  # over Tết
    ],
)
def test_hours(calendar_of: Of, received: str, hours: float, due: str) -> None:
    assert due_after_open_time(calendar_of(DISTRICT), at(received), hours * HOUR).due_at == at(due)


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        ("2017-12-04T10:00", 2, "2017-12-06T10:00"),
        ("2017-12-08T10:00", 1, "2017-12-11T10:00"),
        ("2017-12-04T18:00", 2, "2017-12-06T17:00"),  # after closing: counted from the next opening
        ("2019-04-26T10:00", 3, "2019-05-04T10:00"),  # swap: 29 April off, Saturday 4 May worked
        ("2025-12-31T10:00", 1, "2026-01-05T10:00"),  # swap known to the configuration only
        ("2026-01-09T10:00", 1, "2026-01-10T10:00"),
        ("2017-12-04T10:00", 0.5, "2017-12-04T15:30"),
        ("2017-12-04T10:00", 0, "2017-12-04T10:00"),
    ],
)
def test_working_days(calendar_of: Of, received: str, days: float, due: str) -> None:
    assert due_after_working_days(calendar_of(DISTRICT), at(received), days).due_at == at(due)


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        ("2017-12-04T10:00", 1, "2017-12-05T17:00"),
        ("2017-12-04T06:00", 1, "2017-12-05T17:00"),
        ("2017-12-08T10:00", 1, "2017-12-11T17:00"),
        ("2017-12-09T10:00", 1, "2017-12-11T17:00"),  # received on a Saturday
        ("2018-02-13T10:00", 2, "2018-02-22T17:00"),  # Tết
        ("2017-12-04T10:00", 0, "2017-12-04T17:00"),
        ("2017-12-04T18:00", 0, "2017-12-05T17:00"),
    ],
)
def test_whole_days(calendar_of: Of, received: str, days: int, due: str) -> None:
    assert due_after_whole_days(calendar_of(DISTRICT), at(received), days).due_at == at(due)


def test_a_pause_within_whole_days_ends_them_at_the_end_of_a_day(calendar_of: Of) -> None:
    pause = [(at("2017-12-05T09:00"), at("2017-12-05T10:00"))]
    assert due_after_whole_days(calendar_of(DISTRICT), at("2017-12-04T10:00"), 2, pause).due_at == at(
        "2017-12-07T17:00"
    )
    before = [(at("2017-12-04T09:00"), at("2017-12-04T12:00"))]
    assert due_after_whole_days(calendar_of(DISTRICT), at("2017-12-04T10:00"), 2, before).due_at == at(
        "2017-12-06T17:00"
    )


@pytest.mark.parametrize(
    ("received", "hours", "due"),
    [
        ("2017-12-04T10:00", 24, "2017-12-05T10:00"),
        ("2017-12-04T17:00", 24, "2017-12-05T17:00"),  # closing time is still in time
        ("2017-12-04T12:00", 24, "2017-12-05T13:00"),  # in the lunch break: the next opening
        ("2017-12-08T10:00", 24, "2017-12-11T07:30"),  # on a Saturday
        ("2017-12-04T10:00", 0, "2017-12-04T10:00"),
    ],
)
def test_hours_by_the_clock_on_the_wall(calendar_of: Of, received: str, hours: int, due: str) -> None:
    assert due_after_elapsed_time(calendar_of(DISTRICT), at(received), timedelta(hours=hours)).due_at == at(due)


def test_a_saturday_morning_is_half_a_working_day(calendar_of: Of) -> None:
    due = due_after_working_days(calendar_of(POLICE), at("2017-12-08T07:30"), 2).due_at
    assert due == at("2017-12-11T11:30")


@pytest.mark.parametrize(
    ("moment", "days", "begin"),
    [
        ("2017-12-06T10:00", 2, "2017-12-04T10:00"),
        ("2017-12-11T07:30", 1, "2017-12-08T07:30"),
        ("2017-12-11T17:00", 1, "2017-12-11T07:30"),
        ("2019-05-04T10:00", 3, "2019-04-26T10:00"),
    ],
)
def test_working_days_before(calendar_of: Of, moment: str, days: float, begin: str) -> None:
    assert due_before_working_days(calendar_of(DISTRICT), at(moment), days).due_at == at(begin)
    assert due_before_open_time(calendar_of(DISTRICT), at(moment), days * 8 * HOUR).due_at == at(begin)


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        ("2017-12-04T10:00", 1, "2017-12-05T17:00"),
        ("2017-12-04T23:59", 1, "2017-12-05T17:00"),
        ("2017-12-04T10:00", 4, "2017-12-08T17:00"),
        ("2017-12-04T10:00", 5, "2017-12-11T17:00"),  # ends on a Saturday
        ("2026-02-10T09:00", 7, "2026-02-23T17:00"),  # ends in Tết
        ("2019-05-01T09:00", 3, "2019-05-04T17:00"),  # ends on a made-up Saturday
        ("2017-11-15T09:00", 30, "2017-12-15T17:00"),
    ],
)
def test_calendar_days(calendar_of: Of, received: str, days: int, due: str) -> None:
    assert due_after_calendar_days(calendar_of(DISTRICT), at(received), days).due_at == at(due)


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        (["2017-12-06T00:00/2017-12-09T00:00"], "2017-12-14T17:00"),
        (["2017-12-06T08:00/2017-12-06T09:00"], "2017-12-12T17:00"),  # an hour into the next day
        (["2017-12-04T08:00/2017-12-05T00:00"], "2017-12-11T17:00"),  # the first day does not count anyway
        (["2017-12-12T08:00/2017-12-20T09:00"], "2017-12-11T17:00"),  # after the end
    ],
)
def test_pauses_of_calendar_days(calendar_of: Of, pauses: list[str], due: str) -> None:
    deadline = due_after_calendar_days(calendar_of(DISTRICT), at("2017-12-04T10:00"), 7, spans(*pauses))
    assert deadline.due_at == at(due)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2017-11-23T08:10", "2017-11-23T17:00"),
        ("2017-11-23T06:00", "2017-11-23T17:00"),
        ("2017-11-23T14:59", "2017-11-23T17:00"),
        ("2017-11-23T15:00", "2017-11-24T17:00"),
        ("2017-11-23T18:00", "2017-11-24T17:00"),
        ("2017-11-24T15:00", "2017-11-27T17:00"),  # over a weekend
        ("2017-11-25T09:00", "2017-11-27T17:00"),  # received on a Saturday
        ("2019-05-03T16:00", "2019-05-04T17:00"),  # a made-up Saturday is the next working day
    ],
)
def test_same_day(calendar_of: Of, received: str, due: str) -> None:
    assert due_same_day(calendar_of(DISTRICT), at(received)).due_at == at(due)
    assert due_same_day(calendar_of(DISTRICT), at(received).astimezone(UTC)).due_at == at(due)


def test_same_day_where_saturday_closes_before_the_cutoff(calendar_of: Of) -> None:
    police = calendar_of(POLICE)
    assert due_same_day(police, at("2017-11-25T09:00")).due_at == at("2017-11-25T11:30")
    assert due_same_day(police, at("2017-11-25T11:30")).due_at == at("2017-11-27T17:00")
    assert due_same_day(police, at("2017-11-24T15:00")).due_at == at("2017-11-25T11:30")


def test_same_day_resumes_after_a_pause(calendar_of: Of) -> None:
    paused = spans("2017-11-23T10:00/2017-11-24T09:00")
    # Received at 08:00: eight hours less half an hour; two were used before the pause, five and a half remain at 09:00.
    assert due_same_day(calendar_of(DISTRICT), at("2017-11-23T08:00"), paused).due_at == at("2017-11-24T16:00")


def test_another_cutoff(calendar_of: Of) -> None:
    assert due_same_day(calendar_of(DISTRICT), at("2017-11-23T14:30"), cutoff=time(14)).due_at == at("2017-11-24T17:00")


def test_a_pause_is_resumed_not_restarted(calendar_of: Of) -> None:
    paused = spans("2017-12-04T14:00/2017-12-06T09:00")
    assert due_after_open_time(calendar_of(DISTRICT), at("2017-12-04T10:00"), 8 * HOUR, paused).due_at == at(
        "2017-12-06T16:00"
    )


receipts = st.integers(70 * 1440, (date(2027, 9, 1) - FIRST).days * 1440)
pause_lists = st.lists(st.tuples(st.integers(0, 15 * 1440), st.integers(0, 5 * 1440)), max_size=3)


def naive_calendar_days(office: Office, received: int, days: int, pauses: list[tuple[int, int]]) -> datetime:
    """Count every minute from the midnight after reception; then look for a worked minute to end with."""
    at_minute = (received // 1440 + 1) * 1440
    left = days * 1440
    while left:
        left -= not any(start <= at_minute < end for start, end in pauses)
        at_minute += 1
    day = (at_minute - 1) // 1440
    while not any(minutes(office)[day * 1440 : (day + 1) * 1440]):
        day += 1
    return moment(max(minute for minute in range(day * 1440, (day + 1) * 1440) if minutes(office)[minute]) + 1)


@given(office=st.sampled_from(OFFICES), received=receipts, days=st.integers(1, 30), offsets=pause_lists)
def test_calendar_days_are_what_counting_minutes_gives(
    calendar_of: Of, office: Office, received: int, days: int, offsets: list[tuple[int, int]]
) -> None:
    pauses = [(received + offset, received + offset + length) for offset, length in offsets]
    stretches = [Pause(moment(start), moment(end)) for start, end in pauses]
    due = due_after_calendar_days(calendar_of(office), moment(received), days, stretches).due_at
    assert due == naive_calendar_days(office, received, days, pauses)


@given(
    office=st.sampled_from(OFFICES),
    received=receipts,
    hours=st.integers(1, 200),
    offsets=pause_lists,
    reckon=st.sampled_from([due_after_open_time, due_before_open_time]),
)
def test_the_explanation_adds_up(
    calendar_of: Of,
    office: Office,
    received: int,
    hours: int,
    offsets: list[tuple[int, int]],
    reckon: Callable[..., Deadline],
) -> None:
    """The counted steps sum up to the limit, in order, none overlapping, and end where the deadline is."""
    pauses = [Pause(moment(received + o), moment(received + o + length)) for o, length in offsets]
    deadline = reckon(calendar_of(office), moment(received), hours * HOUR, pauses)
    stretches = [step for step in deadline.steps if step.kind in {"count", "off", "pause"}]
    assert sum((step.amount for step in stretches if step.kind == "count"), timedelta(0)) == hours * HOUR
    assert all(one.start <= one.end for one in stretches)
    # A day off is named as a whole, even when a pause ends on it.
    assert all(one.end <= two.start or (one.kind, two.kind) == ("pause", "off") for one, two in pairwise(stretches))
    counts = [step for step in stretches if step.kind == "count"]
    assert (counts[0].start if reckon is due_before_open_time else counts[-1].end) == deadline.due_at
    assert next(step for step in deadline.steps if step.kind == "due").end == deadline.due_at
    assert all(step.start.tzinfo is VIETNAM for step in deadline.steps)


@pytest.mark.parametrize(
    "reckon",
    [
        lambda calendar, when: due_after_open_time(calendar, when, HOUR),
        lambda calendar, when: due_after_working_days(calendar, when, 1),
        lambda calendar, when: due_before_open_time(calendar, when, HOUR),
        lambda calendar, when: due_before_working_days(calendar, when, 1),
        lambda calendar, when: due_after_calendar_days(calendar, when, 1),
        due_same_day,
    ],
)
def test_a_naive_moment_is_refused(calendar_of: Of, reckon: Callable[[Calendar, datetime], Deadline]) -> None:
    with pytest.raises(ValueError, match="without time zone"):
        reckon(calendar_of(DISTRICT), datetime(2017, 12, 4, 10))  # noqa: DTZ001


def test_impossible_limits_are_refused(calendar_of: Of) -> None:
    with pytest.raises(ValueError, match="negative"):
        due_after_working_days(calendar_of(DISTRICT), at("2017-12-04T10:00"), -1)
    with pytest.raises(ValueError, match="negative"):
        due_after_elapsed_time(calendar_of(DISTRICT), at("2017-12-04T10:00"), timedelta(hours=-1))
    with pytest.raises(ValueError, match="at least one day"):
        due_after_calendar_days(calendar_of(DISTRICT), at("2017-12-04T10:00"), 0)


def test_a_deadline_survives_json(calendar_of: Of) -> None:
    deadline = due_after_working_days(calendar_of(DISTRICT), at("2019-04-26T10:00"), 3)
    again = msgspec.json.decode(msgspec.json.encode(deadline), type=Deadline)
    assert again == deadline
    assert again.sentences() == deadline.sentences()
    assert deadline.rule in RULES


def answer(asked: dict[str, object]) -> datetime:
    """What a command that gets a time limit as JSON has to do."""
    request = msgspec.convert(asked, Asked)
    calendar = vietnamese_calendar(office_hours(request.hours)).with_days(
        off=request.extra_days_off, on=request.extra_days_on
    )
    match request.rule or request.unit:
        case "same_day":
            return due_same_day(calendar, request.received_at, request.pauses).due_at
        case "hour":
            return due_after_open_time(calendar, request.received_at, request.value * HOUR, request.pauses).due_at
        case "working_day":
            return due_after_working_days(calendar, request.received_at, request.value, request.pauses).due_at
        case _:
            return due_after_calendar_days(calendar, request.received_at, int(request.value), request.pauses).due_at


class Asked(msgspec.Struct):
    received_at: datetime
    hours: list[tuple[str, str]]
    unit: str = ""
    value: float = 0
    rule: str = ""
    pauses: list[tuple[datetime, datetime]] = []
    extra_days_off: list[date] = []
    extra_days_on: list[date] = []


@pytest.mark.parametrize(
    ("changed", "due"),
    [
        ({"unit": "hour", "value": 8}, "2017-12-05T10:00"),
        ({"unit": "working_day", "value": 2}, "2017-12-06T10:00"),
        ({"unit": "calendar_day", "value": 5}, "2017-12-11T17:00"),
        ({"rule": "same_day"}, "2017-12-04T17:00"),
        ({"unit": "working_day", "value": 2, "extra_days_off": ["2017-12-05"]}, "2017-12-07T10:00"),
        ({"unit": "calendar_day", "value": 5, "extra_days_on": ["2017-12-09"]}, "2017-12-09T17:00"),
        (
            {"unit": "hour", "value": 8, "pauses": [["2017-12-04T13:00:00+07:00", "2017-12-05T07:00:00Z"]]},
            "2017-12-06T11:00",
        ),
    ],
)
def test_a_time_limit_in_json(changed: dict[str, object], due: str) -> None:
    asked = {"received_at": "2017-12-04T10:00:00+07:00", "hours": [["07:30", "11:30"], ["13:00", "17:00"]]}
    assert answer(asked | changed) == at(due)


def test_the_naive_clock_and_the_calendar_begin_together() -> None:
    assert moment(0) == MIDNIGHT == at("2016-01-01T00:00")
