"""Find the objects that a body names: by id, or by attributes that only one object has."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from core import db
from plugins.assets.netbox.domain.checking import Problems
from plugins.assets.netbox.domain.describe import ObjectType
from plugins.assets.netbox.domain.types import BY_KEY


async def resolve(kind: ObjectType, rows: Iterable[tuple[dict[str, Any], Problems]]) -> None:
    """Put ids in the place of what relations were sent as; what is not found becomes a problem of its row."""
    rows = list(rows)
    for field in kind.fields:
        if field.kind not in {"rel", "ids"}:
            continue
        target = BY_KEY[field.to]
        sent = [_parts(values.get(field.name)) for values, _ in rows]
        found = await _found(target, [part for parts in sent for part in parts])
        for (values, problems), parts in zip(rows, sent, strict=True):
            if field.name not in values or values[field.name] is None:
                continue
            ids, wrong = [], []
            for part in parts:
                number = found.get(_key(part))
                ids.append(number)
                if number is None:
                    wrong.append(_not_found(part))
            if wrong:
                problems[field.name] = wrong
            else:
                values[field.name] = ids if field.kind == "ids" else ids[0]


def _parts(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _key(part: Any) -> bytes:
    number = _as_id(part)
    return msgspec.json.encode(part if number is None else number)


def _as_id(part: Any) -> int | None:
    if isinstance(part, dict):
        part = part.get("id")
    if isinstance(part, bool) or not isinstance(part, int | str) or not str(part).isascii() or not str(part).isdigit():
        return None
    return int(part) if int(part) < 2**63 else None


def _not_found(part: Any) -> str:
    if _as_id(part) is not None:
        return f"Related object not found using the provided numeric ID: {_as_id(part)}"
    if isinstance(part, dict):
        return f"Related object not found using the provided attributes: {part}"
    return (
        "Related objects must be referenced by numeric ID or by dictionary of attributes. Received an unrecognized"
        f" value: {part}"
    )


async def _found(target: ObjectType, parts: list[Any]) -> Mapping[bytes, int]:
    """Return key of a part -> id, for those that lead to exactly one object."""
    found: dict[bytes, int] = {}
    ids = sorted({number for part in parts if (number := _as_id(part)) is not None})
    if ids:
        for row in await db.rows(f"SELECT id FROM {target.table} WHERE id = ANY($1)", ids):
            found[_key(row[0])] = row[0]
    named = {_key(part): part for part in parts if _as_id(part) is None}
    for key, part in named.items():
        attributes = part if isinstance(part, dict) else {"name": part} if isinstance(part, str) else {}
        known = {name: value for name, value in attributes.items() if _plain(target, name, value)}
        if known and len(known) == len(attributes):
            conditions = " AND ".join(f'"{name}"::text = ${at}' for at, name in enumerate(known, start=1))
            rows = await db.rows(
                f"SELECT id FROM {target.table} WHERE {conditions} LIMIT 2",
                *(str(value) for value in known.values()),
            )
            if len(rows) == 1:
                found[key] = rows[0][0]
    return found


def _plain(target: ObjectType, name: str, value: Any) -> bool:
    field = target.named(name)
    return field is not None and field.kind in {"text", "number", "choice", "rel"} and isinstance(value, str | int)


async def tag_ids(sent: Iterable[Any]) -> tuple[dict[bytes, int], list[str]]:
    """Return key -> id of tags, sent as ids, names or attributes, and what was not found."""
    parts = list(sent)
    found = dict(await _found(BY_KEY["extras.tag"], parts))
    return found, [_not_found(part) for part in parts if _key(part) not in found]


def tag_key(part: Any) -> bytes:
    """Return the key under which `tag_ids` answers for a tag as it was sent."""
    return _key(part)
