"""Write objects: all of a call or none, with the change log of the API and one line in the platform's own log."""

from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg

from core import db
from core.acting import Act
from plugins.assets.netbox import units
from plugins.assets.netbox.custom import check_custom
from plugins.assets.netbox.domain.checking import checked, sort_key_of, words_of
from plugins.assets.netbox.domain.describe import ObjectType
from plugins.assets.netbox.domain.types import BY_KEY, TYPES
from plugins.assets.netbox.following import follow_back
from plugins.assets.netbox.resolving import resolve, tag_ids, tag_key
from plugins.assets.netbox.select import one_sql
from plugins.assets.netbox.storing import (
    COMMON,
    InUse,
    NoRight,
    Row,
    Unfit,
    columns_of,
    differs,
    images,
    insert_sql,
    lock,
    log_changes,
    message_of,
    names_of,
    record_of,
    run,
    update_sql,
)


async def create(kind: ObjectType, bodies: Sequence[Mapping[str, Any]], act: Act) -> list[int]:
    """Make objects; return their ids in the order of the bodies. Raises Unfit, NoRight."""
    numbers = await db.rows(
        f"SELECT nextval(pg_get_serial_sequence('{kind.table}', 'id')) FROM generate_series(1, $1)", len(bodies)
    )
    rows = []
    for number, body in zip(numbers, bodies, strict=True):
        values, problems = checked(kind, body, new=True)
        rows.append(Row(number[0], values, problems, body=body))
    async with db.transaction():
        await _prepare(kind, rows, act, new=True)
        columns = [*COMMON, *columns_of(kind)]
        await run(kind, insert_sql(kind, columns), [record_of(row, columns) for row in rows])
        await log_changes(kind, rows, act, "create", message_of(bodies))
        await follow_back(kind, [row.id for row in rows], act)
    return [row.id for row in rows]


async def update(
    kind: ObjectType, bodies: Mapping[int, Mapping[str, Any]], act: Act, *, whole: bool = False
) -> list[int]:
    """Change objects by their ids; return the ids. whole: what a body lacks gets its default (PUT).

    Raises Unfit, NotThere, NoRight.
    """
    async with db.transaction():
        kept = await lock(kind, list(bodies), act)
        rows = []
        for number, body in bodies.items():
            values, problems = checked(kind, body, new=whole)
            rows.append(Row(number, kept[number] | values, problems, kept[number], body))
        before = await images(kind, list(bodies))
        await _prepare(kind, rows, act, new=False)
        changed = [row for row in rows if differs(row)]
        columns = [name for name in (*COMMON, *columns_of(kind)) if name != "created"]
        if changed:
            await run(kind, update_sql(kind, columns), [record_of(row, columns) for row in changed])
            await log_changes(kind, changed, act, "update", message_of(list(bodies.values())), before)
            await follow_back(kind, [row.id for row in changed], act)
    return list(bodies)


async def delete(kind: ObjectType, ids: Sequence[int], act: Act, message: str = "") -> None:
    """Delete objects. Raises NotThere, NoRight, InUse."""
    async with db.transaction():
        kept = await lock(kind, ids, act)
        rows = [Row(number, kept[number], {}, kept[number]) for number in ids]
        before = await images(kind, ids)
        names = await names_of(kind, ids)
        try:
            async with db.transaction():
                await _delete_assigned(kind, list(ids))
                await db.execute(f"DELETE FROM {kind.table} WHERE id = ANY($1)", list(ids))
        except (asyncpg.ForeignKeyViolationError, asyncpg.RestrictViolationError) as error:
            others = next((one.label for one in TYPES if one.tablename == error.table_name), error.table_name)
            raise InUse(f"{others}s") from error
        await log_changes(kind, rows, act, "delete", message, before, names)


async def _delete_assigned(kind: ObjectType, ids: list[int]) -> None:
    """Delete what hangs on the objects by type and id: addresses of ports, contacts and notes of anything."""
    if kind.key == "dcim.device":
        ports = await db.rows("SELECT id FROM assets.assets_nb_interface WHERE device = ANY($1)", ids)
        await _delete_assigned(BY_KEY["dcim.interface"], [row[0] for row in ports])
    if kind.key == "dcim.interface":
        for table in ("assets_nb_ipaddress", "assets_nb_macaddress"):
            await db.execute(
                f"DELETE FROM assets.{table} WHERE assigned_object_type = $1 AND assigned_object_id = ANY($2)",
                kind.key,
                ids,
            )
    await db.execute(
        "DELETE FROM assets.assets_nb_contactassignment WHERE object_type = $1 AND object_id = ANY($2)", kind.key, ids
    )
    await db.execute(
        "DELETE FROM assets.assets_nb_journalentry WHERE assigned_object_type = $1 AND assigned_object_id = ANY($2)",
        kind.key,
        ids,
    )


async def objects(kind: ObjectType, ids: Sequence[int], base: str) -> list[str]:
    """Return objects as JSON texts in the order of their ids."""
    return [row[1] for row in await db.rows(one_sql(kind), base, list(ids))]


async def _prepare(kind: ObjectType, rows: Sequence[Row], act: Act, *, new: bool) -> None:
    """Resolve, check, complete. Raises Unfit with everything that is wrong, NoRight."""
    await resolve(kind, [(row.values, row.problems) for row in rows])
    await _tags(rows)
    await check_custom(kind, [(row.body, row.values, row.problems) for row in rows], new=new)
    await _once(kind, rows)
    wrong = {(at if new else row.id): row.problems for at, row in enumerate(rows) if row.problems}
    if wrong:
        raise Unfit(wrong)
    for row, unit_id in zip(rows, await units.unit_ids(kind, [row.values for row in rows], act), strict=True):
        if not units.may_write(act.who, unit_id):
            raise NoRight
        row.values |= {"id": row.id, "unit_id": unit_id, "last_updated": act.at}
        row.values["sort_key"] = sort_key_of(kind, row.values)
        row.values["search_key"] = words_of(kind, row.values)
        if new:
            row.values["created"] = act.at


async def _tags(rows: Sequence[Row]) -> None:
    found, missing = await tag_ids(part for row in rows for part in _sent_tags(row))
    for row in rows:
        sent = _sent_tags(row)
        if "tags" in row.body:
            row.values["tags"] = [found[tag_key(part)] for part in sent if tag_key(part) in found]
            if missing and len(row.values["tags"]) != len(sent):
                row.problems["tags"] = missing
        else:
            row.values.setdefault("tags", [])


def _sent_tags(row: Row) -> list[Any]:
    sent = row.body.get("tags")
    return sent if isinstance(sent, list) else []


async def _once(kind: ObjectType, rows: Sequence[Row]) -> None:
    """Say beside the field what the unique indexes would say without a word."""
    for group in kind.unique:
        seen: dict[tuple[str, ...], int] = {}
        wanted = []
        for row in rows:
            values = [row.values.get(name) for name in group]
            fields = [kind.named(name) for name in group]
            if any(v is None and f is not None and f.kind == "text" for v, f in zip(values, fields, strict=True)):
                continue
            key = tuple("0" if v is None else str(v) for v in values)
            if row.problems.keys() & set(group) or any(isinstance(v, dict | list) for v in values):
                continue
            if key in seen:
                _taken(kind, group, row)
            else:
                seen[key] = row.id
                wanted.append((row, key))
        if wanted:
            columns = " || E'\\x1f' || ".join(f"""coalesce("{name}"::text, '0')""" for name in group)
            sql = f"SELECT {columns}, id FROM {kind.table} WHERE {columns} = ANY($1)"
            taken = {found[0]: found[1] for found in await db.rows(sql, ["\x1f".join(key) for _, key in wanted])}
            ours = {row.id for row in rows}
            for row, key in wanted:
                holder = taken.get("\x1f".join(key))
                if holder is not None and holder != row.id and (row.before is None or holder not in ours):
                    _taken(kind, group, row)


def _taken(kind: ObjectType, group: Sequence[str], row: Row) -> None:
    names = [name.replace("_", " ") for name in group]
    if len(group) == 1:
        row.problems[group[0]] = [f"{kind.label} with this {names[0]} already exists."]
    else:
        row.problems["__all__"] = [f"The fields {', '.join(group)} must make a unique set."]
