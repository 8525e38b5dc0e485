"""20,000 random cases of 2016-2027 against two oracles that share nothing with the code: minutes counted, numpy."""

from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from random import Random
from typing import Any

import holidays
import numpy as np
import pytest

from core.contracts.procedures import Limit
from core.worktime import office_hours, vietnamese_calendar
from plugins.onestop.domain.promise import Terms, promise
from plugins.onestop.due import Case, answer
from plugins.onestop.office import holidays as configured

FIRST, DAYS = date(2016, 1, 1), 366 * 13
SHIFTS = (
    (("07:30", "11:30"), ("13:00", "17:00")),
    (("07:00", "11:30"), ("13:30", "17:00")),
    (("08:00", "12:00"), ("12:00", "16:00")),
    (("06:15", "10:45"),),
    (("00:00", "24:00"),),
)
# What the Government announced besides the holidays: worked Saturdays, and a day off.
WORKED = [date(2019, 1, 5), date(2019, 5, 4), date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)]
OFF = date(2026, 1, 2)
VIETNAM = timezone(timedelta(hours=7))
BY_MINUTE, BY_DAY = 12_000, 8_000


@cache
def works() -> np.ndarray:
    """One truth value for each day since FIRST."""
    off = set(holidays.country_holidays("VN", years=range(2016, 2030)))
    days = [FIRST + timedelta(days=n) for n in range(DAYS)]
    return np.array([day in WORKED or (day.weekday() < 5 and day not in off and day != OFF) for day in days])


@cache
def minutes_of_day(shifts: tuple[tuple[str, str], ...]) -> np.ndarray:
    clocks = np.array([f"{minute // 60:02}:{minute % 60:02}" for minute in range(1440)])
    return np.any([(clocks >= opens) & (clocks < closes) for opens, closes in shifts], axis=0)


def minute_of(moment: datetime) -> int:
    return int((moment.astimezone(VIETNAM) - datetime(2016, 1, 1, tzinfo=VIETNAM)) / timedelta(minutes=1))


def naive_due(case: dict[str, Any], shifts: tuple[tuple[str, str], ...], amount: int) -> int:
    """Walk minute by minute from the reception and count those that are open and in no pause."""
    start = minute_of(datetime.fromisoformat(case["received_at"]))
    first = start // 1440
    days = works()[first : first + 130].copy()
    for text, value in [(t, False) for t in case["extra_days_off"]] + [(t, True) for t in case["extra_days_on"]]:
        place = (date.fromisoformat(text) - FIRST).days - first
        if 0 <= place < len(days):
            days[place] = value
    counts = (days[:, None] & minutes_of_day(shifts)[None, :]).reshape(-1)
    for begin, end in case["pauses"]:
        a, b = (minute_of(datetime.fromisoformat(text)) - first * 1440 for text in (begin, end))
        counts[max(a, 0) : max(b, 0)] = False
    counts[: start - first * 1440] = False
    passed = np.cumsum(counts)
    return first * 1440 + int(np.searchsorted(passed, amount)) + 1


def zone(chance: Random) -> timezone:
    return timezone(timedelta(minutes=chance.choice([0, 420, -480, 330, 345])))


def made_up(chance: Random) -> tuple[dict[str, Any], tuple[tuple[str, str], ...], int]:
    """Return a case with its shifts and how many open minutes it stands for."""
    shifts = chance.choice(SHIFTS)
    at = datetime(2016, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(365 * 12 * 1440 - 90 * 1440))
    unit = chance.choice(["minute", "hour", "hour", "working_day", "working_day"])
    value = chance.randint(1, {"minute": 900, "hour": 80, "working_day": 30}[unit])
    pauses = []
    for _pause in range(chance.choice([0, 0, 1, 2, 3])):
        begin = at + timedelta(minutes=chance.randint(-3000, 20_000))
        end = begin + timedelta(minutes=chance.choice([0, chance.randint(0, 600), chance.randint(0, 20_000)]))
        pauses.append((begin.astimezone(zone(chance)).isoformat(), end.astimezone(zone(chance)).isoformat()))
    near = [(at + timedelta(days=chance.randint(0, 15))).date().isoformat() for _day in range(3)]
    case = {
        "received_at": at.astimezone(zone(chance)).isoformat(),
        "unit": unit,
        "value": value,
        "hours": shifts,
        "pauses": tuple(pauses),
        "extra_days_off": near[:1] if chance.random() < 0.15 else [],
        "extra_days_on": near[2:] if chance.random() < 0.15 else [],
    }
    whole_day = int(minutes_of_day(shifts).sum())
    return case, shifts, value * {"minute": 1, "hour": 60, "working_day": whole_day}[unit]


def told(case: dict[str, Any]) -> datetime:
    days = {name: tuple(map(date.fromisoformat, case[name])) for name in ("extra_days_off", "extra_days_on")}

    def no_office(code: str) -> Any:
        raise AssertionError(code)

    due = answer(Case(**{**case, **days}), no_office).due_at
    assert due is not None
    return due


@pytest.mark.slow
def test_twelve_thousand_cases_counted_minute_by_minute() -> None:
    chance = Random(2016)
    for _case in range(BY_MINUTE):
        case, shifts, amount = made_up(chance)
        assert minute_of(told(case)) == naive_due(case, shifts, amount), case


@pytest.mark.slow
def test_eight_thousand_cases_of_whole_days_against_numpy() -> None:
    closed = [str(FIRST + timedelta(days=n)) for n, open_ in enumerate(works()) if not open_]
    calendar = np.busdaycalendar(weekmask="1111111", holidays=closed)
    chance = Random(2027)
    for number in range(BY_DAY):
        day = FIRST + timedelta(days=chance.randrange(365 * 12 - 60))
        days = chance.randint(1, 30)
        at = datetime.combine(day, datetime.min.time(), VIETNAM) + timedelta(minutes=chance.randrange(1440))
        if number % 2:
            expected = np.busday_offset(day, days, roll="backward", busdaycal=calendar).astype(date)
            found = whole_days(at, days)
            assert (found.date(), found.hour) == (expected, 17), (at, days)
        elif works()[(day - FIRST).days]:
            at = at.replace(hour=10, minute=at.minute)
            expected = np.busday_offset(day, days, busdaycal=calendar).astype(date)
            case = {"received_at": at.isoformat(), "unit": "working_day", "value": days}
            found = told({**case, "extra_days_off": (), "extra_days_on": ()})
            assert found == datetime.combine(expected, at.timetz()), (at, days)


def whole_days(at: datetime, days: int) -> datetime:
    calendar = vietnamese_calendar(office_hours([["07:30", "11:30"], ["13:00", "17:00"]]), configured())
    due = promise(calendar, at, Terms(Limit(days, "working_day"), "first_day_excluded")).due_at
    assert due is not None
    return due
