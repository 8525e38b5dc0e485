from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import VIETNAM
from core.worktime import Calendar, Pause, add_open_time, open_time, subtract_open_time
from core.worktime.arithmetic import merged
from tests.core.worktime import offices
from tests.core.worktime.offices import DISTRICT, FIRST, OFFICES, Office, moment

Of = Callable[[Office], Calendar]
MINUTE, TICK = timedelta(minutes=1), timedelta(microseconds=1)
MARGIN = 70 * 1440

office = st.sampled_from(OFFICES)
start_minutes = st.integers(MARGIN, (date(2027, 10, 1) - FIRST).days * 1440)
amounts = st.one_of(st.integers(0, 960), st.integers(0, 30 * 480), st.integers(0, 30).map(lambda days: days * 480))


@st.composite
def pauses_near(draw: st.DrawFn, minute: int) -> list[tuple[int, int]]:
    """Up to four pauses around a minute, in any order, overlapping or empty."""
    found = []
    for _ in range(draw(st.integers(0, 4))):
        start = minute + draw(st.integers(-3 * 1440, 20 * 1440))
        found.append((start, start + draw(st.one_of(st.integers(0, 600), st.integers(0, 10 * 1440)))))
    return found


def stretches(pauses: list[tuple[int, int]]) -> list[Pause]:
    return [Pause(moment(start), moment(end)) for start, end in pauses]


@given(data=st.data(), office=office, start=start_minutes, amount=amounts)
def test_adding_is_what_counting_minutes_gives(
    calendar_of: Of, data: st.DataObject, office: Office, start: int, amount: int
) -> None:
    pauses = data.draw(pauses_near(start))
    due = add_open_time(calendar_of(office), moment(start), amount * MINUTE, stretches(pauses))
    assert due == moment(offices.add(office, start, amount, pauses))


@given(data=st.data(), office=office, end=start_minutes, amount=amounts)
def test_subtracting_is_what_counting_minutes_gives(
    calendar_of: Of, data: st.DataObject, office: Office, end: int, amount: int
) -> None:
    pauses = data.draw(pauses_near(end - 15 * 1440))
    begin = subtract_open_time(calendar_of(office), moment(end), amount * MINUTE, stretches(pauses))
    assert begin == moment(offices.subtract(office, end, amount, pauses))


@given(data=st.data(), office=office, start=start_minutes, length=st.integers(0, 40 * 1440))
def test_open_time_is_what_counting_minutes_gives(
    calendar_of: Of, data: st.DataObject, office: Office, start: int, length: int
) -> None:
    pauses = data.draw(pauses_near(start))
    between = (moment(start), moment(start + length))
    expected = offices.count(office, start, start + length, pauses) * MINUTE
    assert open_time(calendar_of(office), *between, stretches(pauses)) == expected
    assert open_time(calendar_of(office), *reversed(between), stretches(pauses)) == -expected


exact = st.datetimes(datetime(2016, 3, 1), datetime(2027, 10, 1), timezones=st.just(VIETNAM))  # noqa: DTZ001
exact_amounts = st.timedeltas(TICK, timedelta(hours=200))


@given(data=st.data(), office=office, start=exact, amount=exact_amounts)
def test_adding_is_exact_and_earliest(
    calendar_of: Of, data: st.DataObject, office: Office, start: datetime, amount: timedelta
) -> None:
    calendar = calendar_of(office)
    pauses = stretches(data.draw(pauses_near((start - offices.MIDNIGHT) // MINUTE)))
    due = add_open_time(calendar, start, amount, pauses)
    assert open_time(calendar, start, due, pauses) == amount
    assert open_time(calendar, start, due - TICK, pauses) == amount - TICK
    begin = subtract_open_time(calendar, due, amount, pauses)
    assert begin >= start
    assert open_time(calendar, start, begin, pauses) == timedelta(0)


@given(office=office, start=exact, one=exact_amounts, two=exact_amounts)
def test_adding_twice_is_adding_the_sum(
    calendar_of: Of, office: Office, start: datetime, one: timedelta, two: timedelta
) -> None:
    calendar = calendar_of(office)
    assert add_open_time(calendar, add_open_time(calendar, start, one), two) == add_open_time(
        calendar, start, one + two
    )


def test_nothing_added_is_the_moment_itself(calendar_of: Of) -> None:
    sunday = datetime(2017, 12, 3, 10, tzinfo=VIETNAM)
    assert add_open_time(calendar_of(DISTRICT), sunday, timedelta(0)) == sunday
    assert subtract_open_time(calendar_of(DISTRICT), sunday, timedelta(0)) == sunday


def test_what_is_refused(calendar_of: Of) -> None:
    calendar, monday = calendar_of(DISTRICT), datetime(2017, 12, 4, 10, tzinfo=VIETNAM)
    with pytest.raises(ValueError, match="negative"):
        add_open_time(calendar, monday, -MINUTE)
    with pytest.raises(ValueError, match="negative"):
        subtract_open_time(calendar, monday, -MINUTE)
    with pytest.raises(ValueError, match="ends before it begins"):
        add_open_time(calendar, monday, MINUTE, [(monday, monday - MINUTE)])
    with pytest.raises(ValueError, match="without time zone"):
        add_open_time(calendar, monday.replace(tzinfo=None), MINUTE)
    with pytest.raises(ValueError, match="without time zone"):
        add_open_time(calendar, monday, MINUTE, [(monday.replace(tzinfo=None), monday.replace(tzinfo=None))])
    with pytest.raises(ValueError, match="outside the calendar"):
        add_open_time(calendar, monday, timedelta(days=365 * 24))
    with pytest.raises(ValueError, match="outside the calendar"):
        subtract_open_time(calendar, monday, timedelta(days=365 * 24))


def test_pauses_are_merged() -> None:
    hours = [datetime(2017, 12, 4, hour, tzinfo=VIETNAM) for hour in range(12)]
    given_pauses = [(hours[6], hours[7]), (hours[1], hours[3]), (hours[2], hours[4]), (hours[4], hours[5])]
    assert merged([*given_pauses, (hours[9], hours[9])]) == [(hours[1], hours[5]), (hours[6], hours[7])]
