"""To which unit an object belongs, and with that who sees and writes it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from core import db, offices
from core.acting import Act, Principal
from core.text.viet import search_key
from plugins.assets.netbox.domain.describe import ObjectType
from plugins.assets.netbox.domain.types import BY_KEY

READ: Final = "assets.read"
EDIT: Final = "assets.edit"


def visible(principal: Principal, parameters: list[Any]) -> str:
    """Return the condition on the row `t` that the reader may see it; its parameter is added."""
    if principal.everything:
        return "true"
    parameters.append(sorted(principal.units(READ)))
    return f"(t.unit_id IS NULL OR t.unit_id = ANY(${len(parameters)}))"


def may_write(principal: Principal, unit_id: int | None) -> bool:
    """Tell whether the caller may write an object of a unit; what all units share needs the right in any unit."""
    return principal.may(EDIT, unit_id)


async def unit_ids(kind: ObjectType, rows: Sequence[Mapping[str, Any]], act: Act) -> list[int | None]:
    """Return the unit of each row: the agency of a site's name, the unit of what the row belongs to, or none."""
    match kind.unit_from:
        case None:
            return [None] * len(rows)
        case "":
            # a site that is there stays where it is, whoever changes it
            return [row.get("unit_id") or await _of_site(row, act.who) for row in rows]
        case "assigned":
            return await _of_assigned(rows)
        case relation:
            field = kind.named(relation)
            known = await _units(BY_KEY[field.to], [row.get(relation) for row in rows]) if field else {}
            return [known.get(row.get(relation)) for row in rows]


async def _of_site(row: Mapping[str, Any], who: Principal) -> int | None:
    wanted = {search_key(str(row.get("name") or "")), search_key(str(row.get("slug") or "").replace("-", " "))}
    for unit in await offices.tree():
        if search_key(unit.name) in wanted or search_key((unit.code or "").replace("-", " ")) in wanted:
            return unit.id
    return who.unit_id or min(who.units(EDIT), default=None)


async def _of_assigned(rows: Sequence[Mapping[str, Any]]) -> list[int | None]:
    pairs = [
        (
            str(row.get("assigned_object_type") or row.get("object_type")),
            row.get("assigned_object_id") or row.get("object_id"),
        )
        for row in rows
    ]
    found: dict[tuple[str, Any], int | None] = {}
    for key in {key for key, _ in pairs if key in BY_KEY}:
        units = await _units(BY_KEY[key], [number for kind, number in pairs if kind == key])
        found |= {(key, number): unit_id for number, unit_id in units.items()}
    return [found.get(pair) for pair in pairs]


async def _units(kind: ObjectType, ids: Sequence[Any]) -> dict[Any, int | None]:
    wanted = sorted({number for number in ids if number is not None})
    return {row[0]: row[1] for row in await db.rows(f"SELECT id, unit_id FROM {kind.table} WHERE id = ANY($1)", wanted)}
