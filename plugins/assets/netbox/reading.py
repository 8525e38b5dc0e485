"""Lists and single objects as JSON texts, written by the database."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

import msgspec

from core import db
from core.acting import Principal
from plugins.assets.netbox import units
from plugins.assets.netbox.conditions import Where, WrongValue
from plugins.assets.netbox.domain.describe import ObjectType
from plugins.assets.netbox.filters import ordering, read_filters
from plugins.assets.netbox.select import full_fields, ids_sql, moment, object_sql, objects_sql

USUAL: Final = 50
MOST: Final = 1000
Query = Mapping[str, Sequence[str]]


class Listed(msgspec.Struct, frozen=True):
    """A page of a list as JSON. unknown: filters that were ignored."""

    json: str
    unknown: tuple[str, ...]


async def listed(kind: ObjectType, query: Query, principal: Principal, base: str, address: str) -> Listed:
    """Return a page. base: address of the API's site with a slash; address: of the list itself. Raises WrongValue."""
    where = Where([base])
    where.conditions.append(units.visible(principal, where.parameters))
    await read_filters(kind, query, where)
    limit, offset = paging(query)
    if "start" in query:
        return await _from(kind, query, where, limit, address)
    order = ordering(kind, _first(query, "ordering"))
    sql = ids_sql(kind, where.sql, order, f"LIMIT {limit} OFFSET {offset}")
    async with db.one_connection():
        found = await db.row(sql, *where.parameters)
        count, ids = found if found is not None else (0, [])
        results = await db.value(objects_sql(kind, _selected(kind, query)), base, ids)
    return Listed(envelope(count, results, query, address, limit, offset), tuple(where.unknown))


async def _from(kind: ObjectType, query: Query, where: Where, limit: int, address: str) -> Listed:
    """Return a page in the order of ids, from an id on: nothing is counted, however long the list is."""
    if "offset" in query or "ordering" in query:
        raise WrongValue("", "'start' cannot be combined with 'offset' or 'ordering'.")
    start = _whole(_first(query, "start")) or 0
    where.conditions.append(f"t.id >= {where.parameter(start, 'bigint')}")
    ids = [
        row[0]
        for row in await db.rows(
            f"SELECT t.id FROM {kind.table} t {where.sql} ORDER BY t.id LIMIT {limit}", *where.parameters
        )
    ]
    results = await db.value(objects_sql(kind, _selected(kind, query)), where.parameters[0], ids)
    following = _address(address, query, start=ids[-1] + 1, limit=limit) if len(ids) == limit else None
    text = f'{{"count":null,"next":{_json(following)},"previous":null,"results":{results}}}'
    return Listed(text, tuple(where.unknown))


def envelope(count: int, results: str, query: Query, address: str, limit: int, offset: int) -> str:
    """Return the object around a page's results, with the addresses of its neighbours."""
    following = _address(address, query, limit=limit, offset=offset + limit) if offset + limit < count else None
    before = None
    if offset > 0:
        changes: dict[str, int | None] = {"limit": limit, "offset": offset - limit if offset > limit else None}
        before = _address(address, query, **changes)
    return f'{{"count":{count},"next":{_json(following)},"previous":{_json(before)},"results":{results}}}'


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _address(address: str, query: Query, **changes: int | None) -> str:
    kept = {name: list(values) for name, values in query.items() if name not in changes}
    kept |= {name: [str(value)] for name, value in changes.items() if value is not None}
    return f"{address}?{urlencode(kept, doseq=True)}"


def paging(query: Query) -> tuple[int, int]:
    """Return limit and offset; junk is as if it were not there, 0 and too much are the most."""
    limit = _whole(_first(query, "limit"))
    offset = _whole(_first(query, "offset")) or 0
    return (USUAL if limit is None else MOST if limit == 0 else min(limit, MOST)), min(offset, 2**31)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _first(query: Query, name: str) -> str:
    return next(iter(query.get(name, ())), "")


def _selected(kind: ObjectType, query: Query) -> str:
    if _first(query, "brief").lower() in {"1", "true"}:
        return object_sql(kind, short=True)
    names = _names(query, "fields")
    if names:
        return object_sql(kind, tuple(sorted(names)))
    left_out = _names(query, "omit") | _names(query, "exclude")
    if left_out:
        return object_sql(kind, tuple(name for name in full_fields(kind) if name not in left_out))
    return object_sql(kind)


def _names(query: Query, name: str) -> set[str]:
    return {part for text in query.get(name, ()) for part in text.split(",") if part}


async def one(kind: ObjectType, number: int, query: Query, principal: Principal, base: str) -> tuple[str, str] | None:
    """Return an object as JSON and its ETag, None when the caller can't see one of this id."""
    parameters: list[Any] = [base, number]
    condition = units.visible(principal, parameters)
    found = await db.row(
        f"SELECT row_to_json(x)::text, (SELECT {moment('t.last_updated')} FROM {kind.table} t WHERE t.id = $2)"
        f" FROM (SELECT {_selected(kind, query)} FROM {kind.table} t WHERE t.id = $2 AND {condition}"
        f" AND $1::text <> '') AS x",
        *parameters,
    )
    return None if found is None else (found[0], f'W/"{found[1]}"')
