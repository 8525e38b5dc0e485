"""Simulated network devices: what each is like at any moment follows from its name and the time alone.

So the week of polls in the database and the live agent tell one story, without sharing anything.
"""

import zlib
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from msgspec import Struct

from core.clock import VIETNAM

FIRST_DAY = date(2015, 1, 5)  # a Monday: page counts start here
_MORNING, _AFTERNOON = (7.5, 11.5), (13.0, 17.0)
_DAY_HOURS = 8.0
_COMMUNITY = "demo"
_PRINTERS = ("mono", "colour")


class Simulated(Struct, frozen=True):
    """A device: what it is ("hp-colour", "switch"...), of which commune of the demonstration, and its number there."""

    kind: str
    unit: int
    number: int

    @property
    def community(self) -> str:
        """The community under which the agent answers for it."""
        return f"{_COMMUNITY}.{self.kind}.{self.unit}.{self.number}"

    def chance(self, name: str) -> float:
        """Return a number from 0 to 1 that is always the same for this device and name."""
        return _lasting_chance(self, name)


def simulated(community: str) -> Simulated | None:
    """Return the device of a community, None for any other text."""
    start, *rest = community.split(".")
    if start != _COMMUNITY or len(rest) != 3 or not (rest[1].isdecimal() and rest[2].isdecimal()):
        return None
    return Simulated(rest[0], int(rest[1]), int(rest[2]))


def answers(device: Simulated, at: datetime) -> bool:
    """Tell whether the device is on and reachable.

    A few are broken for days, some printers are switched off at night, all hiccup now and then, and the line of a
    commune is cut for some hours every other month.
    """
    day, hour = _day_and_hour(at)
    if device.chance(f"broken {day // 9}") < 0.006:
        return False
    if device.kind.endswith(_PRINTERS) and device.chance("night") < 0.04 and not 6 <= hour < 19:
        return False
    if line_is_cut(device.unit, at):
        return False
    return _chance(f"{device.community}/hiccup {day} {hour}") >= 0.004


@lru_cache(maxsize=8192)
def line_is_cut(unit: int, at: datetime) -> bool:
    """Tell whether the commune's line is down in that part of the day."""
    day, hour = _day_and_hour(at)
    return _chance(f"cut {unit} {day} {hour // 3}") < 0.002


def pages(device: Simulated, at: datetime) -> int:
    """Return the printer's life count: it grows in office hours only."""
    per_hour = (0.4 + 3 * device.chance("rate")) * (5 if device.kind.startswith("ricoh") else 1)
    return int(200 + 9000 * device.chance("start") + per_hour * office_hours(at))


def level(device: Simulated, supply: str, life: int, at: datetime) -> int:
    """Return the percentage left of a supply that lasts so many pages; an empty one is replaced at once."""
    used = pages(device, at) + life * device.chance(supply)
    return 100 - int(100 * (used % life) / life)


def rtt_ms(device: Simulated, at: datetime) -> float:
    """Return how long an answer takes: some milliseconds, now and then ten."""
    return round(0.8 + 9 * _chance(f"{device.community}/rtt {at.timestamp():.0f}") ** 4, 2)


def uptime_s(device: Simulated, at: datetime) -> int:
    """Return seconds since the device was switched on: every few weeks, at its own moment."""
    period = 86_400 * (12 + int(30 * device.chance("period")))
    return int(at.astimezone(UTC).timestamp() + period * device.chance("phase")) % period


@lru_cache(maxsize=1024)
def office_hours(at: datetime) -> float:
    """Return the office hours, Monday to Friday 07:30-11:30 and 13:00-17:00, since the first day."""
    local = at.astimezone(VIETNAM)
    weeks, weekday = divmod((local.date() - FIRST_DAY).days, 7)
    whole = 5 * weeks + min(weekday, 5)
    today = 0.0
    if weekday < 5:
        clock = local.hour + local.minute / 60
        today = sum(min(max(clock - start, 0.0), end - start) for start, end in (_MORNING, _AFTERNOON))
    return whole * _DAY_HOURS + today


def hours_before(at: datetime, days: int) -> list[datetime]:
    """Return one moment an hour over the last days, oldest first; the last one is the minute of `at`."""
    last = at.replace(second=0, microsecond=0)
    return [last - timedelta(hours=back) for back in range(days * 24 - 1, -1, -1)]


@lru_cache(maxsize=1024)
def _day_and_hour(at: datetime) -> tuple[int, int]:
    """Return the number of the day and the hour in Vietnam."""
    local = at.astimezone(VIETNAM)
    return local.toordinal(), local.hour


@lru_cache(maxsize=65_536)
def _lasting_chance(device: Simulated, name: str) -> float:
    return _chance(f"{device.community}/{name}")


def _chance(text: str) -> float:
    # a second round spreads texts that differ in their last letter only
    return zlib.crc32(f"{zlib.crc32(text.encode()):08x}{text}".encode()) / 2**32
