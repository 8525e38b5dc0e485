"""Reading: the tree, people, who holds what, who is away. Dates are days in the office's zone."""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from core import db
from core.contracts.offices import Absence, Assignment, Holding, Person, Unit
from core.errors import Missing
from core.offices.domain.tree import Tree
from core.text.viet import search_key
from core.worktime.hours import OfficeHours

_UNITS = """
SELECT id, code, kind, name, short_name, agency, parent_id, valid_from, valid_to, agency_code, agency_code_verified,
       address, phone, email, hours, position
FROM offices.offices_unit
"""
_PERSON = "p.id, p.full_name, p.title, p.unit_id, p.email, p.phone, p.left_on"

# The one tree that this process has read last, with its version.
_known: list[tuple[str, Tree]] = []


TREE_VERSION = "(SELECT version FROM offices.offices_state WHERE id = 1)"
"""An expression for statements that read something else too, so that `tree` need not ask again."""


async def tree_version() -> str:
    """Return a text that changes whenever a unit does."""
    return str(await db.value(f"SELECT {TREE_VERSION}"))


async def tree(version: str | None = None) -> Tree:
    """Return the agency tree; read again only after a change. version: when the caller has just read it."""
    current = version or await tree_version()
    if not _known or _known[0][0] != current:
        units = [_unit(record) for record in await db.rows(_UNITS)]
        pairs = await db.rows("SELECT predecessor_id, successor_id FROM offices.offices_succession")
        _known[:] = [(current, Tree(units, [(p["predecessor_id"], p["successor_id"]) for p in pairs]))]
    return _known[0][1]


def _unit(record: Iterable[tuple[str, object]]) -> Unit:
    values = dict(record)
    hours = values.pop("hours")
    values["hours"] = msgspec.json.decode(hours) if isinstance(hours, str) else ()
    return msgspec.convert(values, Unit)


async def unit(unit_id: int) -> Unit:
    """Return a unit, also one that ended. Raises Missing."""
    found = (await tree()).get(unit_id)
    if found is None:
        raise Missing
    return found


async def units(unit_ids: Iterable[int]) -> dict[int, Unit]:
    """Return id -> unit for those of the ids that exist."""
    known = await tree()
    return {unit_id: found for unit_id in unit_ids if (found := known.get(unit_id)) is not None}


async def find_unit(code: str) -> Unit | None:
    """Return the unit with this code of the data files, None when there is none."""
    return (await tree()).find(code)


async def children(unit_id: int | None, day: date) -> list[Unit]:
    """Return the units directly below one (None: the tops of the tree) that exist on that day."""
    return (await tree()).children(unit_id, day)


async def agency_code(unit_id: int) -> str:
    """Return the identifier of the agency that the unit is or belongs to; "" when none is known. Raises Missing."""
    return (await tree()).agency_code((await unit(unit_id)).id)


async def authority(unit_id: int) -> Unit:
    """Return the People's Committee that the unit is or belongs to. Raises Missing."""
    return (await tree()).authority((await unit(unit_id)).id)


async def office_hours_of(unit_id: int) -> OfficeHours:
    """Return the office hours of a unit: its own or those of the nearest unit above. Raises Missing."""
    return (await tree()).hours((await unit(unit_id)).id)


async def person(person_id: int) -> Person:
    """Return a person, also one who left. Raises Missing."""
    found = await people([person_id])
    if not found:
        raise Missing
    return found[person_id]


async def people(person_ids: Iterable[int]) -> dict[int, Person]:
    """Return id -> person for those of the ids that exist."""
    found = await db.rows(
        f"SELECT {_PERSON} FROM offices.offices_person p WHERE p.id = ANY($1)",  # noqa: S608 -- a constant of this file
        list(person_ids),
    )
    return {record["id"]: _person(record) for record in found}


async def people_of(unit_ids: Iterable[int], day: date, role: str | None = None) -> list[Person]:
    """Return who works in the units, or holds a role there, on that day, by name.

    role: only those who hold it in one of the units, themselves or as somebody's substitute.
    """
    found = await db.rows(
        f"""SELECT {_PERSON} FROM offices.offices_person p
            WHERE (p.left_on IS NULL OR p.left_on > $2) AND p.joined_on <= $2 AND (
                ($3::text IS NULL AND p.unit_id = ANY($1)) OR EXISTS (
                    SELECT 1 FROM offices.offices_holding h
                    WHERE h.holder_id = p.id AND h.unit_id = ANY($1) AND (h.role = $3 OR $3 IS NULL)
                      AND h.valid_from <= $2 AND (h.valid_to IS NULL OR h.valid_to > $2)))
            ORDER BY p.sort_key COLLATE "C", p.id""",  # noqa: S608 -- a constant of this file
        list(unit_ids),
        day,
        role,
    )
    return [_person(record) for record in found]


async def search_people(
    text: str, day: date, unit_ids: Iterable[int] | None = None, limit: int = 20
) -> Sequence[Person]:
    """Return people of that day whose name or title holds the words, with or without accents; by name.

    unit_ids: only people of these units; None: of all.
    """
    found = await db.rows(
        f"""SELECT {_PERSON} FROM offices.offices_person p
            WHERE strpos(p.search_key, $1) > 0 AND (p.left_on IS NULL OR p.left_on > $2)
              AND ($3::bigint[] IS NULL OR p.unit_id = ANY($3))
            ORDER BY p.sort_key COLLATE "C", p.id LIMIT $4""",  # noqa: S608 -- a constant of this file
        search_key(text),
        day,
        None if unit_ids is None else list(unit_ids),
        limit,
    )
    return [_person(record) for record in found]


def _person(record: Iterable[tuple[str, object]]) -> Person:
    return msgspec.convert(dict(record), Person)


async def assignments(
    *, person_id: int | None = None, unit_ids: Iterable[int] | None = None, day: date
) -> list[Assignment]:
    """Return the roles held on that day or later, of one person or in some units."""
    return await db.structs(
        Assignment,
        """SELECT id, person_id, role, unit_id, valid_from, valid_to FROM offices.offices_assignment
           WHERE ($1::bigint IS NULL OR person_id = $1) AND ($2::bigint[] IS NULL OR unit_id = ANY($2))
             AND (valid_to IS NULL OR valid_to > $3)
           ORDER BY unit_id, role, id""",
        person_id,
        None if unit_ids is None else list(unit_ids),
        day,
    )


async def absences(*, person_ids: Iterable[int] | None = None, day: date) -> list[Absence]:
    """Return absences that last on that day or come later, of some people or of all, the earliest first."""
    return await db.structs(
        Absence,
        """SELECT id, person_id, substitute_id, first_day, last_day, reason FROM offices.offices_absence
           WHERE last_day >= $1 AND ($2::bigint[] IS NULL OR person_id = ANY($2)) ORDER BY first_day, id""",
        day,
        None if person_ids is None else list(person_ids),
    )


async def substitute_of(person_id: int, day: date) -> int | None:
    """Return who stands in for a person on that day; None when the person is there, or nobody does."""
    found: int | None = await db.value(
        "SELECT substitute_id FROM offices.offices_absence WHERE person_id = $1 AND $2 BETWEEN first_day AND last_day",
        person_id,
        day,
    )
    return found


async def holdings(person_id: int, day: date) -> list[Holding]:
    """Return the roles in which a person can act on that day: own ones, and those of people stood in for."""
    return await db.structs(
        Holding,
        """SELECT h.role, h.unit_id, h.on_behalf_of, coalesce(p.full_name, '')
           FROM offices.offices_holding h LEFT JOIN offices.offices_person p ON p.id = h.on_behalf_of
           WHERE h.holder_id = $1 AND h.valid_from <= $2 AND (h.valid_to IS NULL OR h.valid_to > $2)
           ORDER BY h.on_behalf_of NULLS FIRST, h.role, h.unit_id""",
        person_id,
        day,
    )


async def roles() -> dict[str, str]:
    """Return code -> title (Vietnamese, as kept in the data) of every role, in their order."""
    found = await db.rows("SELECT code, title FROM offices.offices_role ORDER BY position, code")
    return {record["code"]: record["title"] for record in found}


async def people_counts(unit_ids: Iterable[int]) -> dict[int, int]:
    """Return unit id -> number of people whose own unit it is and who have not left."""
    found = await db.rows(
        """SELECT unit_id, count(*) AS n FROM offices.offices_person
           WHERE left_on IS NULL AND unit_id = ANY($1) GROUP BY unit_id""",
        list(unit_ids),
    )
    return {record["unit_id"]: record["n"] for record in found}
