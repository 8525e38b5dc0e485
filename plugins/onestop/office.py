"""The office behind a desk: whose name stands on papers, which number its dossiers carry, when it is open."""

import tomllib
from datetime import date, datetime
from functools import cache

from msgspec import Struct

from core import offices
from core.clock import VIETNAM
from core.contracts.offices import AUTHORITIES, Person, Unit
from core.errors import Missing
from core.settings import config_folder
from core.worktime import Calendar, Overrides, read_overrides, vietnamese_calendar


class Office(Struct, frozen=True):
    """A desk with the People's Committee behind it. agency_code: first part of its dossiers' numbers, "" for none."""

    desk: Unit
    authority: Unit
    agency_code: str
    calendar: Calendar


async def office_of(unit_id: int, version: str | None = None) -> Office:
    """Return the office of a unit. version: of the tree, when the caller has just read it. Raises Missing."""
    tree = await offices.tree(version)
    desk = tree.get(unit_id)
    if desk is None:
        raise Missing
    return Office(
        desk=desk,
        authority=tree.authority(unit_id),
        agency_code=tree.agency_code(unit_id),
        calendar=vietnamese_calendar(tree.hours(unit_id), holidays()),
    )


@cache
def holidays() -> Overrides:
    """Return the swap days and extra days off that this installation knows, from `holidays.toml`."""
    return read_overrides(tomllib.loads((config_folder() / "holidays.toml").read_text("utf-8")))


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
