"""What a client asks of a list: NetBox's filters with their lookups, made into conditions on the row `t`."""

import re
from collections.abc import Mapping, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final

from core import db
from core.text.viet import search_key
from plugins.assets.netbox.conditions import CUSTOM, NUMBER, TEXT, Where, WrongValue, boolean, converted, plain
from plugins.assets.netbox.domain.choices import CHOICES
from plugins.assets.netbox.domain.describe import Field, ObjectType
from plugins.assets.netbox.domain.types import BY_KEY

PAGING: Final = frozenset({"limit", "offset", "start", "brief", "fields", "omit", "exclude", "ordering", "format", "q"})


async def read_filters(kind: ObjectType, query: Mapping[str, Sequence[str]], where: Where) -> None:
    """Add the conditions that the query asks for. Raises WrongValue."""
    if words := next(iter(query.get("q", ())), "").strip():
        where.conditions.append(_search(kind, words, where))
    for name, values in query.items():
        if name not in PAGING and not await _one(kind, name, list(values), where):
            where.unknown.append(name)


async def _one(kind: ObjectType, name: str, values: list[str], where: Where) -> bool:
    """Add one filter; tell whether it is known."""
    base, _, lookup = name.partition("__")
    if base in kind.extra_filters and (lookup in {"", "n"} or kind.named(base) is None):
        return await _extra(kind, base, lookup, values, where)
    if base in {"tag", "tag_id"}:
        return await _tag(base, lookup, values, where)
    if base.startswith("cf_"):
        return await _custom(kind, base[3:], lookup, values, where)
    if base in {"id", "created", "last_updated"}:
        shape = "number" if base == "id" else "moment"
        return plain(name, f"t.{base}", shape, NUMBER, lookup, values, where)
    field = kind.named(base) or kind.named(base.removesuffix("_id"))
    if field is not None and field.kind == "rel":
        return await _relation(name, field, base.endswith("_id") and base != field.name, lookup, values, where)
    return field is not None and _value(kind, field, name, lookup, values, where)


def _value(kind: ObjectType, field: Field, name: str, lookup: str, values: list[str], where: Where) -> bool:
    """Add a filter on a value of the object's own; tell whether there is such a one."""
    column = f't."{field.name}"'
    if field.kind == "choice":
        return _choice(name, field, lookup, values, where)
    if field.kind in {"object_types", "ids", "json"} or (field.kind == "flag" and lookup):
        return False
    if field.kind == "flag":
        where.conditions.append(f"{column} = {where.parameter(boolean(name, values), 'boolean')}")
        return True
    if (kind.key, field.name, lookup) == ("dcim.device", "name", ""):
        lookup = "ie"  # a device's name is one whatever its capitals
    if field.name == "slug" and not lookup:
        values = [*values, *(fold_slug(value) for value in values)]
    return plain(name, column, field.kind, TEXT if field.kind == "text" else NUMBER, lookup, values, where)


def fold_slug(text: str) -> str:
    """Return a name as the slug that stands for it: `Huyện Đức Hòa` -> `huyen-duc-hoa`."""
    return re.sub(r"[^a-z0-9_]+", "-", search_key(text)).strip("-")


def _choice(name: str, field: Field, lookup: str, values: list[str], where: Where) -> bool:
    known = CHOICES[field.choices]
    for value in values:
        if value not in known and value != "null" and lookup in {"", "n"}:
            raise WrongValue(name, f"Select a valid choice. {value} is not one of the available choices.")
    return plain(name, f't."{field.name}"', "text", TEXT, lookup, values, where)


async def _relation(name: str, field: Field, by_id: bool, lookup: str, values: list[str], where: Where) -> bool:
    if lookup not in {"", "n"}:
        return False
    condition = await _leads_to(name, BY_KEY[field.to], f't."{field.name}"', values, where, by_id=by_id)
    where.conditions.append(condition if not lookup else f"({condition}) IS NOT TRUE")
    return True


async def _leads_to(name: str, target: ObjectType, column: str, values: list[str], where: Where, *, by_id: bool) -> str:
    """Return the condition that a column leads to one of the objects named, or to one below them."""
    parts = [f"{column} IS NULL"] if "null" in values else []
    named = [value for value in values if value != "null"]
    if named:
        ids = await _ids(name, target, named, by_id=by_id)
        parts.append(f"{column} = ANY({where.parameter(ids, 'bigint[]')})")
    return " OR ".join(parts)


async def _ids(name: str, target: ObjectType, values: Sequence[str], *, by_id: bool) -> list[int]:
    """Return the ids of the objects named, with those below them. Raises WrongValue for one that is not there."""
    key = "id::text" if by_id else "slug" if target.named("slug") else f'"{target.order}"'
    wanted = [value if by_id or key != "slug" else fold_slug(value) for value in values]
    rows = await db.rows(f"SELECT id, {key} FROM {target.table} WHERE {key} = ANY($1)", [*wanted, *values])
    known = {row[1] for row in rows}
    for value, folded in zip(values, wanted, strict=True):
        if value not in known and folded not in known:
            raise WrongValue(name, f"Select a valid choice. {value} is not one of the available choices.")
    ids = [row[0] for row in rows]
    if not target.tree:
        return ids
    below = f"""WITH RECURSIVE below AS (SELECT id FROM {target.table} WHERE id = ANY($1) UNION
                SELECT c.id FROM {target.table} c JOIN below b ON c.parent = b.id) SELECT id FROM below"""
    return [row[0] for row in await db.rows(below, ids)]


async def _extra(kind: ObjectType, base: str, lookup: str, values: list[str], where: Where) -> bool:
    text = kind.extra_filters[base]
    if lookup not in {"", "n"}:
        return False
    if text.startswith("flag:"):
        condition = text.removeprefix("flag:")
        if not boolean(base, values):
            condition = f"({condition}) IS NOT TRUE"
    elif text.startswith("rel:"):
        condition = await _path(kind, base, text.removeprefix("rel:").split("."), values, where)
    elif text.startswith("nets:"):
        nets = where.parameter([_network(base, value) for value in values], "inet[]")
        condition = text.removeprefix("nets:").format(nets=nets)
    elif "{ids}" in text:
        ids = [converted(base, "number", value) for value in values]
        condition = text.format(ids=where.parameter(ids, "bigint[]"))
    else:
        given = [value.upper() for value in values] if "{upper}" in text else values
        name = where.parameter(given, "text[]")
        condition = text.format(texts=name, upper=name)
    where.conditions.append(condition if not lookup else f"({condition}) IS NOT TRUE")
    return True


def _network(name: str, value: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(value, strict=False)
    except ValueError:
        raise WrongValue(name, f"Invalid IP address or prefix: {value}") from None


async def _path(kind: ObjectType, name: str, path: Sequence[str], values: list[str], where: Where) -> str:
    """Return the condition that a path of relations (site.region) ends at one of the objects named."""
    targets = [kind]
    for step in path:
        field = targets[-1].named(step)
        if field is None:
            raise LookupError(f"{kind.key}: {name}")
        targets.append(BY_KEY[field.to])
    condition = await _leads_to(name, targets[-1], f'p{len(path) - 1}."{path[-1]}"', values, where, by_id=False)
    for at in range(len(path) - 1, 0, -1):
        before = "t" if at == 1 else f"p{at - 1}"
        condition = f'{before}."{path[at - 1]}" IN (SELECT p{at}.id FROM {targets[at].table} p{at} WHERE {condition})'
    return condition.replace('p0."', 't."')


async def _tag(base: str, lookup: str, values: list[str], where: Where) -> bool:
    key = "id::text" if base == "tag_id" else "slug"
    if lookup not in {"", "n", "any"}:
        return False
    rows = await db.rows(f"SELECT id, {key} FROM assets.assets_nb_tag WHERE {key} = ANY($1)", values)
    if missing := set(values) - {row[1] for row in rows}:
        raise WrongValue(base, f"Select a valid choice. {min(missing)} is not one of the available choices.")
    ids = where.parameter([row[0] for row in rows], "bigint[]")
    where.conditions.append({"": f"t.tags @> {ids}", "any": f"t.tags && {ids}", "n": f"NOT t.tags && {ids}"}[lookup])
    return True


async def _custom(kind: ObjectType, name: str, lookup: str, values: list[str], where: Where) -> bool:
    """A loose text field means "contains"; dates and numbers compare only where they are set."""
    found = await db.row(
        "SELECT type, filter_logic FROM assets.assets_nb_customfield WHERE name = $1 AND $2 = ANY(object_types)",
        name,
        kind.key,
    )
    if found is None or found["filter_logic"] == "disabled":
        return False
    given = where.parameter(name, "text")
    column = f"(t.custom_fields ->> {given})"
    shape = {"integer": "number", "decimal": "decimal", "date": "date", "datetime": "moment"}.get(found["type"], "text")
    if shape == "text":
        loose = found["filter_logic"] == "loose" and not lookup and found["type"] in {"text", "longtext", "url"}
        return plain(f"cf_{name}", column, "text", CUSTOM, "ic" if loose else lookup, values, where)
    cast = {"number": "bigint", "decimal": "numeric", "date": "date", "moment": "timestamptz"}[shape]
    return plain(f"cf_{name}", f"{column}::{cast}", shape, NUMBER, lookup, values, where)


def _search(kind: ObjectType, words: str, where: Where) -> str:
    """Return the condition that all words are found, tone marks or not, in the object or in what it leads to."""
    folded = re.sub(r"([\\%_])", r"\\\1", search_key(words))
    like = where.parameter(f"%{folded}%", "text")
    parts = [f"t.search_key LIKE {like}"]
    for name in kind.search_through:
        field = kind.named(name)
        if field is not None:
            parts.append(f't."{name}" IN (SELECT s.id FROM {BY_KEY[field.to].table} s WHERE s.search_key LIKE {like})')
    if kind.key in {"dcim.device", "dcim.site"}:
        parts.append(
            "t.id IN (SELECT a.object_id FROM assets.assets_nb_contactassignment a"
            " JOIN assets.assets_nb_contact c ON c.id = a.contact"
            f" WHERE a.object_type = '{kind.key}' AND c.search_key LIKE {like})"
        )
    return " OR ".join(parts)


def ordering(kind: ObjectType, asked: str) -> list[str]:
    """Return the ORDER BY parts; what nobody knows is ignored, as NetBox does, and the id makes the order whole."""
    parts = []
    for name in filter(None, asked.split(",")):
        down, bare = name.startswith("-"), name.lstrip("-")
        column = "t.sort_key" if bare == kind.order else f't."{bare}"' if _sortable(kind, bare) else ""
        if column:
            parts.append(f"{column} {'DESC NULLS LAST' if down else 'ASC NULLS FIRST'}")
    return [*(parts or ["t.sort_key"]), "t.id"]


def _sortable(kind: ObjectType, name: str) -> bool:
    field = kind.named(name)
    own = field is not None and field.kind not in {"json", "object_types", "ids"}
    return own or name in {"id", "created", "last_updated"}
