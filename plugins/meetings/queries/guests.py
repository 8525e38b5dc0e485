from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from core import offices
from core.acting import Principal
from core.contracts.offices import Person, Unit
from core.errors import Problem
from plugins.meetings.domain.guests import Guest, once_each, read_typed

CONVENERS = frozenset({"province", "district", "commune", "department"})


class UnitPeople(msgspec.Struct, frozen=True):
    """A unit and those of its people who can be invited by mail, by name; without_mail: the others' names.

    title: the unit's name; of a hamlet with its commune's, since there is an "Ấp 1" in nearly every commune.
    """

    unit: Unit
    title: str
    people: list[Person]
    without_mail: list[str]


async def conveners(principal: Principal, day: date) -> list[Unit]:
    """Return the units for which somebody may call meetings, in the order of the tree."""
    tree = await offices.tree()
    return [
        unit
        for unit in tree
        if unit.kind in CONVENERS and unit.exists_on(day) and principal.may("meetings.call", unit.id)
    ]


async def address_book(unit_id: int, day: date) -> list[UnitPeople]:
    """Return whom a unit can pick from: everybody of its authority and of the units below, grouped by unit."""
    tree = await offices.tree()
    units = tree.subtree(tree.authority(unit_id).id, day)
    by_unit: dict[int, list[Person]] = {unit.id: [] for unit in units}
    for person in await offices.people_of(by_unit, day):
        by_unit.setdefault(person.unit_id, []).append(person)
    groups = [
        UnitPeople(
            unit,
            f"{unit.name}, {tree.authority(unit.id).name}" if unit.kind == "hamlet" else unit.name,
            [person for person in by_unit[unit.id] if person.email],
            [person.full_name for person in by_unit[unit.id] if not person.email],
        )
        for unit in units
    ]
    return [group for group in groups if group.people or group.without_mail]


def chosen_guests(
    book: Sequence[UnitPeople], people: Iterable[int], units: Iterable[int], typed: str
) -> tuple[list[Guest], list[Problem]]:
    """Return the guests picked from an address book, by person or by whole unit, and those typed; each mailbox once.

    Ids that are not in the book are ignored: it is all that the form offered.
    """
    wanted_people, wanted_units = {*people}, {*units}
    picked = [
        Guest(person.full_name, person.email, "required", person.title, person.id)
        for group in book
        for person in group.people
        if group.unit.id in wanted_units or person.id in wanted_people
    ]
    by_hand, problems = read_typed(typed)
    return once_each([*picked, *by_hand]), problems
