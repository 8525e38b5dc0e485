"""Offices and a naive minute counter, written apart from the code under test."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import NamedTuple

import holidays

from core.clock import VIETNAM

FIRST, LAST = date(2016, 1, 1), date(2027, 12, 31)
MIDNIGHT = datetime(2016, 1, 1, tzinfo=VIETNAM)

# Saturdays worked in place of a day off, and a day off that the holidays library does not know.
MADE_UP = {
    date(2019, 1, 5),
    date(2019, 5, 4),
    date(2024, 5, 4),
    date(2025, 4, 26),
    date(2026, 1, 10),
    date(2026, 8, 22),
}
ALSO_OFF = {date(2026, 1, 2)}


class Office(NamedTuple):
    """Clock times of the shifts from Monday to Friday, and on Saturday."""

    workday: tuple[tuple[str, str], ...]
    saturday: tuple[tuple[str, str], ...] = ()


DISTRICT = Office((("07:30", "11:30"), ("13:00", "17:00")))
PROVINCE = Office((("07:00", "11:30"), ("13:30", "17:00")))
POLICE = Office((("07:30", "11:30"), ("13:00", "17:00")), (("07:30", "11:30"),))
ROUND_THE_CLOCK = Office((("00:00", "06:00"), ("06:00", "24:00")), (("22:00", "24:00"),))
OFFICES = [DISTRICT, PROVINCE, POLICE, ROUND_THE_CLOCK]


@cache
def minutes(office: Office) -> bytes:
    """Return a 1 for every worked minute and a 0 for every other, from FIRST to LAST."""
    off = set(holidays.country_holidays("VN", years=range(2016, 2028))) | ALSO_OFF
    worked = bytearray()
    day = FIRST
    while day <= LAST:
        shifts: tuple[tuple[str, str], ...] = ()
        if day in MADE_UP or (day.weekday() < 5 and day not in off):
            shifts = office.workday
        elif day.weekday() == 5 and day not in off:
            shifts = office.saturday
        worked += day_of(shifts)
        day += timedelta(days=1)
    return bytes(worked)


@cache
def day_of(shifts: tuple[tuple[str, str], ...]) -> bytes:
    """Return the 1440 minutes of a day with these shifts."""
    clocks = [f"{minute // 60:02}:{minute % 60:02}" for minute in range(24 * 60)]
    return bytes(any(opens <= clock < closes for opens, closes in shifts) for clock in clocks)


def moment(minute: int) -> datetime:
    """Return the moment a number of minutes after the beginning of FIRST, in UTC."""
    return (MIDNIGHT + timedelta(minutes=minute)).astimezone(UTC)


def counting(office: Office, pauses: Sequence[tuple[int, int]]) -> bytearray:
    """Return a 1 for every minute that counts: worked, and in no pause."""
    counts = bytearray(minutes(office))
    for start, end in pauses:
        for minute in range(start, end):
            counts[minute] = 0
    return counts


def count(office: Office, start: int, end: int, pauses: Sequence[tuple[int, int]] = ()) -> int:
    return sum(counting(office, pauses)[start:end])


def add(office: Office, start: int, amount: int, pauses: Sequence[tuple[int, int]] = ()) -> int:
    counts, at = counting(office, pauses), start
    while amount:
        amount -= counts[at]
        at += 1
    return at


def subtract(office: Office, end: int, amount: int, pauses: Sequence[tuple[int, int]] = ()) -> int:
    counts, at = counting(office, pauses), end
    while amount:
        at -= 1
        amount -= counts[at]
    return at
