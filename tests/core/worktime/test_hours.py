from datetime import time, timedelta

import pytest

from core.worktime import OfficeHours, Shift, office_hours
from core.worktime.hours import day_minutes, minute_of_day


def test_hours_from_clock_times() -> None:
    hours = office_hours([["7:00", "11:30"], ["13:30", "17:00"]], saturday=[["07:30", "11:30"]])
    assert [day_minutes(day) for day in hours.weekdays] == [480] * 5 + [240, 0]
    assert str(hours.weekdays[0][0]) == "07:00-11:30"
    assert hours.full_day == (Shift(420, 690), Shift(810, 1020))
    assert hours.full_day_length == timedelta(hours=8)


@pytest.mark.parametrize(
    "pairs",
    [
        [["11:30", "07:30"]],
        [["07:30", "07:30"]],
        [["07:30", "12:00"], ["11:00", "17:00"]],
        [["13:00", "17:00"], ["07:30", "11:30"]],
        [["7h30", "11:30"]],
        [["07:60", "11:30"]],
        [["07:30", "24:01"]],
        [["07:30"]],
        [],
    ],
)
def test_impossible_hours_are_refused(pairs: list[list[str]]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - several messages
        office_hours(pairs)


def test_a_week_has_seven_days() -> None:
    with pytest.raises(ValueError, match="seven days"):
        OfficeHours(((Shift(0, 60),),) * 5)


def test_minute_of_day() -> None:
    assert [minute_of_day(text) for text in ("00:00", "7:30", "24:00", time(15))] == [0, 450, 1440, 900]
