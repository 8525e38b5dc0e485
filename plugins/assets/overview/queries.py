"""Figures of the register by unit, funding, age and kind, and the rooms of a unit. Money is in whole đồng."""

from datetime import date, datetime

from msgspec import Struct

from core import db
from core.text.i18n import language
from plugins.assets.inventory.wearing import FIRST_USE, worn_sql

_FROM = """FROM assets.assets_asset a
JOIN assets.assets_model m ON m.id = a.model
JOIN assets.assets_category c ON c.id = m.category
JOIN assets.assets_status s ON s.id = a.status
LEFT JOIN assets.assets_device d ON d.asset = a.id
LEFT JOIN assets.assets_device_state ds ON ds.device = d.id
WHERE ($1::bigint[] IS NULL OR a.unit_id = ANY($1)) AND ($2::bigint IS NULL OR a.unit_id = $2)"""
_KEPT = " AND s.meaning <> 'gone'"


class UnitFigures(Struct, frozen=True):
    """How a unit's things are. kept: neither lost nor disposed of; the others but `lost` count among them."""

    unit_id: int
    unit_name: str
    kept: int
    broken: int
    worn: int
    lost: int
    up: int
    down: int
    cost: int


class Group(Struct, frozen=True):
    """Things that have one thing in common; key: None when it is not known."""

    key: str | None
    label: str | None
    count: int
    cost: int


class Room(Struct, frozen=True):
    """A place of a unit with the number of things in it and how many of them are out of order."""

    id: int
    name: str
    count: int
    broken: int


async def by_unit(units: list[int] | None, unit_id: int | None, now: datetime) -> list[UnitFigures]:
    """Return the figures of each unit that has things, by its id. units: those the reader may read, None for all."""
    worn = worn_sql().replace("{now}", "$3::timestamptz")
    return await db.structs(
        UnitFigures,
        f"""SELECT a.unit_id, min(a.unit_name), count(*) FILTER (WHERE s.meaning <> 'gone'),
        count(*) FILTER (WHERE s.meaning = 'out_of_order'),
        count(*) FILTER (WHERE s.meaning <> 'gone' AND {worn}), count(*) FILTER (WHERE s.key = 'lost'),
        count(*) FILTER (WHERE s.meaning <> 'gone' AND ds.state = 'up'),
        count(*) FILTER (WHERE s.meaning <> 'gone' AND ds.state = 'down'),
        coalesce(sum(a.cost) FILTER (WHERE s.meaning <> 'gone'), 0)::bigint
        {_FROM} GROUP BY a.unit_id ORDER BY a.unit_id""",
        units,
        unit_id,
        now,
    )


async def by_funding(units: list[int] | None, unit_id: int | None) -> list[Group]:
    """Return what is kept by the source of its money, the largest value first."""
    sql = f"SELECT a.funding, a.funding, count(*), coalesce(sum(a.cost), 0)::bigint {_FROM}{_KEPT}"
    return await db.structs(Group, sql + " GROUP BY a.funding ORDER BY 4 DESC, 3 DESC LIMIT 20", units, unit_id)


async def by_category(units: list[int] | None, unit_id: int | None) -> list[Group]:
    """Return what is kept by kind of equipment, the largest number first."""
    name = "name_en" if language.get() == "en" else "name"
    sql = f"SELECT c.key, min(c.{name}), count(*), coalesce(sum(a.cost), 0)::bigint {_FROM}{_KEPT}"
    return await db.structs(Group, sql + " GROUP BY c.key ORDER BY 3 DESC, 1", units, unit_id)


async def by_age(units: list[int] | None, unit_id: int | None, limits: list[date]) -> list[int]:
    """Return how many kept things were first used on or after each day and before the day before it in the list.

    limits: days, the latest first; one more number at the end for what is older, and one for what has no day.
    """
    first = "".join(f" WHEN {FIRST_USE} >= ($3::date[])[{n}] THEN {n - 1}" for n in range(1, len(limits) + 1))
    bucket = f"CASE WHEN {FIRST_USE} IS NULL THEN {len(limits) + 1}{first} ELSE {len(limits)} END"
    sql = f"SELECT {bucket}, count(*) {_FROM}{_KEPT} GROUP BY 1"
    found: dict[int, int] = {record[0]: record[1] for record in await db.rows(sql, units, unit_id, limits)}
    return [found.get(number, 0) for number in range(len(limits) + 2)]


async def rooms(unit_id: int) -> list[Room]:
    """Return the places of a unit that have things in them, by name."""
    return await db.structs(
        Room,
        """SELECT p.id, min(p.name), count(*), count(*) FILTER (WHERE s.meaning = 'out_of_order')
        FROM assets.assets_place p JOIN assets.assets_asset a ON a.place = p.id
        JOIN assets.assets_status s ON s.id = a.status
        WHERE p.unit_id = $1 AND s.meaning <> 'gone' GROUP BY p.id ORDER BY min(p.search_key)""",
        unit_id,
    )
