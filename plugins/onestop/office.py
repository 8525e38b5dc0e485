"""The office behind a desk: whose name stands on papers, which number its dossiers carry, when it is open."""

import tomllib
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Final

from msgspec import Struct

from core import db, offices
from core.clock import VIETNAM
from core.contracts.offices import AUTHORITIES, Person, Unit
from core.errors import Missing
from core.offices.domain.organisation import read_organisation
from core.settings import config_folder
from core.worktime import Calendar, DayChange, Overrides, office_hours, read_overrides, vietnamese_calendar


class Office(Struct, frozen=True):
    """A desk with the People's Committee behind it. agency_code: first part of its dossiers' numbers, "" for none."""

    desk: Unit
    authority: Unit
    agency_code: str
    calendar: Calendar


USUAL_HOURS: Final = (("07:30", "11:30"), ("13:00", "17:00"))
"""Of offices that nobody has set hours for."""

_DAYS = """
SELECT day, working, name, name_en, decision, verified FROM onestop.onestop_office_day
WHERE withdrawn_at IS NULL ORDER BY day
"""
CALENDAR_VERSION = "(SELECT version FROM onestop.onestop_calendar WHERE id = 1)"
"""An expression for statements that read something else too, so that `office_of` need not ask again."""

# The days that this process has read last, with their version.
_known: list[tuple[str, Overrides]] = []


async def office_of(unit_id: int, version: str | None = None, calendar_version: str | None = None) -> Office:
    """Return the office of a unit. The versions: of tree and calendar, when the caller has just read them.

    Raises Missing.
    """
    tree = await offices.tree(version)
    desk = tree.get(unit_id)
    if desk is None:
        raise Missing
    return Office(
        desk=desk,
        authority=tree.authority(unit_id),
        agency_code=tree.agency_code(unit_id),
        calendar=vietnamese_calendar(tree.hours(unit_id), await all_days(calendar_version)),
    )


def shipped_calendar(code: str) -> Calendar:
    """Return the calendar of a unit of config/organisation.toml, for programs that have no database.

    Its own hours, else those of the nearest unit above. Raises ValueError for a code that is not there.
    """
    listed = read_organisation(tomllib.loads((config_folder() / "organisation.toml").read_text("utf-8"))).units()
    units = {unit.code: unit for unit in listed}
    if code not in units:
        raise ValueError(f"no unit {code!r}")
    unit = units[code]
    while unit.hours is None and unit.parent is not None:
        unit = units[unit.parent]
    if unit.hours is None:
        return vietnamese_calendar(office_hours(USUAL_HOURS), holidays())
    shifts = office_hours(unit.hours.weekdays, saturday=unit.hours.saturday, sunday=unit.hours.sunday)
    return vietnamese_calendar(shifts, holidays())


@cache
def holidays() -> Overrides:
    """Return the swap days and extra days off that this installation knows, from `holidays.toml`."""
    return read_overrides(tomllib.loads((config_folder() / "holidays.toml").read_text("utf-8")))


async def all_days(version: str | None = None) -> Overrides:
    """Return the days of `holidays()` and, over them, those that the administrator added; read anew after a change."""
    current = version or str(await db.value(f"SELECT {CALENDAR_VERSION}"))
    if not _known or _known[0][0] != current:
        rows = await db.structs(DayChange, _DAYS)
        _known[:] = [(current, with_days(rows))]
    return _known[0][1]


def with_days(days: Iterable[DayChange]) -> Overrides:
    """Return the days of `holidays()` with others over them."""
    shipped = holidays()
    return Overrides((*shipped.changes, *days), shipped.announced_until)


async def receiver_of(unit_id: int, person_id: int, at: datetime) -> Person | None:
    """Return the person when dossiers of this desk can be handed to them at an aware moment, else None."""
    return next((person for person in await receivers(unit_id, at) if person.id == person_id), None)


async def receivers(unit_id: int, at: datetime) -> list[Person]:
    """Return the specialists to whom dossiers of this desk can be handed, by name: those of the authority behind it."""
    day = at.astimezone(VIETNAM).date()
    return await offices.people_of(await own_units(unit_id, day), day, role="specialist")


async def own_units(unit_id: int, day: date) -> list[int]:
    """Return the authority behind a desk and its departments and desks, without the authorities below it."""
    authority = await offices.authority(unit_id)
    below = await offices.children(authority.id, day)
    return [authority.id, *(unit.id for unit in below if unit.kind not in AUTHORITIES)]
