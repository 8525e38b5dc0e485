from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import VIETNAM
from core.worktime import Calendar, DayChange, Overrides, due_after_working_days, office_hours, working_days
from core.worktime import vietnamese_calendar as build
from core.worktime.days import vietnamese_holidays
from tests.core.worktime.offices import DISTRICT, FIRST, LAST, OFFICES, POLICE, Office, minutes, moment

Of = Callable[[Office], Calendar]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@given(minute=st.integers(0, (LAST - FIRST).days * 1440), office=st.sampled_from(OFFICES))
def test_open_as_the_minute_counter_says(calendar_of: Of, minute: int, office: Office) -> None:
    assert calendar_of(office).is_open(moment(minute)) == bool(minutes(office)[minute])


@pytest.mark.parametrize(
    ("when", "is_open", "next_open"),
    [
        ("2017-12-04T07:29", False, "2017-12-04T07:30"),
        ("2017-12-04T07:30", True, "2017-12-04T07:30"),
        ("2017-12-04T11:30", False, "2017-12-04T13:00"),
        ("2017-12-08T17:00", False, "2017-12-11T07:30"),
        ("2019-05-04T08:00", True, "2019-05-04T08:00"),  # a made-up Saturday
        ("2019-04-29T08:00", False, "2019-05-02T07:30"),
        ("2026-01-02T08:00", False, "2026-01-05T07:30"),  # a swap that only the configuration knows
        ("2026-02-13T17:00", False, "2026-02-23T07:30"),  # Tết
    ],
)
def test_opening(calendar_of: Of, when: str, is_open: bool, next_open: str) -> None:
    calendar = calendar_of(DISTRICT)
    assert calendar.is_open(at(when)) is is_open
    assert calendar.next_open(at(when).astimezone(UTC)) == at(next_open)


def test_a_made_up_saturday_is_worked_like_a_full_day(calendar_of: Of) -> None:
    police = calendar_of(POLICE)
    assert police.closing(date(2019, 5, 4)) == at("2019-05-04T17:00")
    assert police.closing(date(2019, 5, 11)) == at("2019-05-11T11:30")
    assert police.next_working_day(date(2019, 5, 10)) == date(2019, 5, 11)
    with pytest.raises(ValueError, match="does not work on 2019-05-12"):
        police.closing(date(2019, 5, 12))


def test_working_days_of_the_desk_in_2017(calendar_of: Of) -> None:
    """The yardstick: 1 July to 30 November 2017 has 108 working days."""
    assert working_days(calendar_of(DISTRICT), date(2017, 7, 1), date(2017, 11, 30)) == 108


def test_extra_days(calendar_of: Of) -> None:
    calendar = calendar_of(DISTRICT).with_days(off=[date(2017, 12, 4)], on=[date(2017, 12, 9), date(2018, 1, 1)])
    days = [date(2017, 12, 4), date(2017, 12, 5), date(2017, 12, 9), date(2018, 1, 1)]
    assert [bool(calendar.shifts(day)) for day in days] == [False, True, True, True]
    assert bool(calendar_of(DISTRICT).shifts(days[0]))


def test_an_unverified_day_is_not_applied() -> None:
    change = DayChange(date(2017, 12, 4), working=False, name="nghỉ", name_en="off", verified=False)
    calendar = build(office_hours(DISTRICT.workday), Overrides((change,)))
    assert calendar.shifts(change.day)
    assert calendar.doubtful == (change,)


def test_moments_must_be_aware_and_inside(calendar_of: Of) -> None:
    calendar = calendar_of(DISTRICT)
    with pytest.raises(ValueError, match="without time zone"):
        calendar.is_open(datetime(2017, 12, 4, 8))  # noqa: DTZ001
    with pytest.raises(ValueError, match="from 2010-01-01 to 2040-12-31"):
        calendar.position(at("2041-01-01T00:00"))
    with pytest.raises(ValueError, match="outside the calendar"):
        calendar.next_open(at("2040-12-31T17:00"))
    with pytest.raises(ValueError, match="outside the calendar"):
        calendar.next_working_day(date(2009, 12, 31))


@pytest.fixture(scope="module")
def plain() -> tuple[Calendar, np.busdaycalendar]:
    """A calendar without made-up days, which numpy does not know, and numpy's own."""
    off = {change.day: change for change in vietnamese_holidays(range(2016, 2028)) if not change.working}
    calendar = Calendar(office_hours(DISTRICT.workday), FIRST, LAST, off)
    return calendar, np.busdaycalendar(weekmask="1111100", holidays=[np.datetime64(day) for day in off])


days = st.dates(FIRST, date(2027, 6, 30))


@given(first=days, last=days)
def test_working_days_are_numpys(plain: tuple[Calendar, np.busdaycalendar], first: date, last: date) -> None:
    calendar, numpys = plain
    first, last = min(first, last), max(first, last)
    expected = np.busday_count(np.datetime64(first), np.datetime64(last + timedelta(days=1)), busdaycal=numpys)
    assert working_days(calendar, first, last) == expected


@given(day=days, number=st.integers(1, 100))
def test_whole_working_days_end_where_numpy_says(
    plain: tuple[Calendar, np.busdaycalendar], day: date, number: int
) -> None:
    """Received at the opening or on a day off, n days end at the closing of the n-th; at 10:00, n days later."""
    calendar, numpys = plain
    nth = np.busday_offset(np.datetime64(day), number - 1, roll="forward", busdaycal=numpys).astype(date)
    assert due_after_working_days(calendar, at(f"{day}T07:30"), number).due_at == at(f"{nth}T17:00")
    if calendar.shifts(day):
        later = np.busday_offset(np.datetime64(day), number, roll="raise", busdaycal=numpys).astype(date)
        assert due_after_working_days(calendar, at(f"{day}T10:00"), number).due_at == at(f"{later}T10:00")
