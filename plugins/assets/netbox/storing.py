"""Rows on their way into the tables behind the NetBox API, and the change log."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import asyncpg
import msgspec

from core import audit, db
from core.acting import Act
from plugins.assets.netbox import units
from plugins.assets.netbox.domain.checking import Problems
from plugins.assets.netbox.domain.describe import ObjectType

_SQL_TYPES: Final = {
    "rel": "bigint",
    "number": "bigint",
    "decimal": "numeric",
    "flag": "boolean",
    "date": "date",
    "json": "jsonb",
    "object_types": "text[]",
    "ids": "bigint[]",
}
COMMON: Final = {
    "id": "bigint",
    "unit_id": "bigint",
    "created": "timestamptz",
    "last_updated": "timestamptz",
    "custom_fields": "jsonb",
    "tags": "bigint[]",
    "sort_key": "text",
    "search_key": "text",
}
_HIDDEN: Final = "'{sort_key,search_key,unit_id,source}'::text[]"
NO_RIGHT: Final = "You do not have permission to perform this action."


class Unfit(Exception):
    """Bodies that can't be written. found: place in the call, or id of the object, -> its problems."""

    def __init__(self, found: Mapping[int, Problems]) -> None:
        self.found = found


class InUse(Exception):
    """Objects that others still need; says which."""


class NotThere(Exception):
    """Ids that the caller can't see."""

    def __init__(self, ids: Sequence[int]) -> None:
        self.ids = ids


class NoRight(Exception):
    """The caller may not write one of the objects."""


class Row(msgspec.Struct):
    """An object on its way into the database. before: what stood there, None for a new one."""

    id: int
    values: dict[str, Any]
    problems: Problems
    before: dict[str, Any] | None = None
    body: Mapping[str, Any] = {}


def columns_of(kind: ObjectType) -> dict[str, str]:
    """Return name -> SQL type of a type's own columns."""
    return {field.name: _SQL_TYPES.get(field.kind, "text") for field in kind.fields}


def _types(kind: ObjectType) -> dict[str, str]:
    return COMMON | columns_of(kind)


def insert_sql(kind: ObjectType, columns: Sequence[str]) -> str:
    """Return the statement that inserts records ($1, a JSON array)."""
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {kind.table} ({names}) SELECT {names} FROM {_recordset(kind, columns)}"


def update_sql(kind: ObjectType, columns: Sequence[str]) -> str:
    """Return the statement that writes the columns of records ($1, a JSON array) by their ids."""
    sets = ", ".join(f'"{name}" = x."{name}"' for name in columns if name != "id")
    return f"UPDATE {kind.table} AS t SET {sets} FROM {_recordset(kind, columns)} WHERE t.id = x.id"


def _recordset(kind: ObjectType, columns: Sequence[str]) -> str:
    types = _types(kind)
    columns_sql = ", ".join(f'"{name}" {types[name]}' for name in columns)
    return f"jsonb_to_recordset($1::jsonb) AS x({columns_sql})"


def record_of(row: Row, columns: Sequence[str]) -> dict[str, Any]:
    """Return what of a row is written."""
    return {name: row.values.get(name) for name in columns}


async def run(kind: ObjectType, sql: str, records: Sequence[dict[str, Any]]) -> None:
    """Write records. Raises Unfit when somebody else was quicker with what may be there only once."""
    try:
        async with db.transaction():
            await db.execute(sql, msgspec.json.encode(records).decode())
    except asyncpg.UniqueViolationError as error:  # somebody else was quicker than our look
        name = error.constraint_name or kind.label
        raise Unfit({0: {"__all__": [f"Constraint “{name}” is violated."]}}) from error


async def lock(kind: ObjectType, ids: Sequence[int], act: Act) -> dict[int, dict[str, Any]]:
    """Return the rows as they stand, locked. Raises NotThere, NoRight."""
    parameters: list[Any] = [list(ids)]
    condition = units.visible(act.who, parameters)
    names = ", ".join(f't."{name}"' for name in _types(kind))
    found = await db.rows(
        f"SELECT {names} FROM {kind.table} t WHERE t.id = ANY($1) AND {condition} ORDER BY t.id FOR UPDATE", *parameters
    )
    kept = {row["id"]: _plain(kind, dict(row)) for row in found}
    missing = [number for number in ids if number not in kept]
    if missing:
        raise NotThere(missing)
    if not all(units.may_write(act.who, row["unit_id"]) for row in kept.values()):
        raise NoRight
    return kept


def _plain(kind: ObjectType, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with JSON columns decoded and numbers as floats, as bodies have them."""
    for field in kind.fields:
        value = row[field.name]
        if field.kind == "json" and isinstance(value, str):
            row[field.name] = msgspec.json.decode(value)
        elif field.kind == "decimal" and value is not None:
            row[field.name] = float(value)
    row["custom_fields"] = msgspec.json.decode(row["custom_fields"])
    return row


def differs(row: Row) -> bool:
    """Tell whether a row is to be changed at all."""
    kept = row.before or {}
    return any(kept.get(name) != value for name, value in row.values.items() if name != "last_updated")


async def images(kind: ObjectType, ids: Sequence[int]) -> dict[int, str]:
    """Return the rows as the change log keeps them."""
    found = await db.rows(
        f"SELECT id, (to_jsonb(t) - {_HIDDEN})::text FROM {kind.table} t WHERE id = ANY($1)", list(ids)
    )
    return {row[0]: row[1] for row in found}


async def names_of(kind: ObjectType, ids: Sequence[int]) -> dict[int, str]:
    """Return id -> name in words."""
    sql = f"SELECT t.id, ({kind.display.format(t='t')})::text FROM {kind.table} t WHERE t.id = ANY($1)"
    return {row[0]: row[1] for row in await db.rows(sql, list(ids))}


def message_of(bodies: Sequence[Mapping[str, Any]]) -> str:
    """Return the client's own words on a change, empty when there are none."""
    return next((str(body["changelog_message"])[:200] for body in bodies if body.get("changelog_message")), "")


async def log_changes(
    kind: ObjectType,
    rows: Sequence[Row],
    act: Act,
    action: str,
    message: str,
    before: Mapping[int, str] | None = None,
    names: Mapping[int, str] | None = None,
) -> None:
    """Write the API's change log, and one line for the whole call into the sealed one."""
    ids = [row.id for row in rows]
    after = {} if action == "delete" else await images(kind, ids)
    known = names or await names_of(kind, ids)
    await db.execute(
        """INSERT INTO assets.assets_nb_objectchange (time, user_id, user_name, request_id, action, changed_object_type,
               changed_object_id, object_repr, message, unit_id, prechange_data, postchange_data)
           SELECT $1, $2, $3, $4, $5, $6, x.id, x.name, $7, x.unit_id, x.before, x.after
           FROM unnest($8::bigint[], $9::text[], $10::bigint[], $11::jsonb[], $12::jsonb[])
                AS x(id, name, unit_id, before, after)""",
        act.at,
        act.who.account_id,
        act.who.username,
        act.request_id,
        action,
        kind.key,
        message,
        ids,
        [known.get(number, "")[:200] for number in ids],
        [row.values.get("unit_id") for row in rows],
        [(before or {}).get(number) for number in ids],
        [after.get(number) for number in ids],
    )
    await audit.record(
        act,
        f"assets.netbox_{action}",
        subject=kind.key,
        subject_id=ids[0] if len(ids) == 1 else f"{len(ids)} objects",
        unit_id=next((row.values.get("unit_id") for row in rows), None),
        after={"ids": ids[:200], "message": message},
    )
