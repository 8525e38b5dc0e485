"""SQL that lets PostgreSQL write the JSON of objects; made once for each object type and form.

In all of it `$1` is the address of the site with a slash at its end.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final

import msgspec

from plugins.assets.netbox.domain.choices import CHOICES
from plugins.assets.netbox.domain.describe import Field, ObjectType
from plugins.assets.netbox.domain.types import BY_KEY

DEPTH: Final = 2  # an interface of an address names its device, and no further
_TAGS: Final = """CASE WHEN t.tags = '{}' THEN '[]'::json ELSE
 (SELECT json_agg(json_build_object('id', g.id, 'url', $1 || 'api/extras/tags/' || g.id || '/',
 'display_url', $1 || 'extras/tags/' || g.id || '/', 'display', g.name, 'name', g.name, 'slug', g.slug,
 'color', g.color) ORDER BY g.name) FROM assets.assets_nb_tag g WHERE g.id = ANY(t.tags)) END"""


def moment(column: str) -> str:
    """Return a moment as NetBox writes it: ISO 8601 in UTC with Z."""
    return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""


def value_sql(field: Field, t: str, depth: int = 0) -> str:
    """Return the expression of a field's value in the row `t`."""
    column = f'{t}."{field.name}"'
    match field.kind:
        case "choice":
            labels = {key: {"value": key, "label": label} for key, label in CHOICES[field.choices].items()}
            literal = msgspec.json.encode(labels).decode().replace("'", "''")
            return f"('{literal}'::jsonb -> {column})"
        case "rel":
            return nested(BY_KEY[field.to], column, depth)
        case "decimal":
            return f"{column}::float8"
        case "ids":
            target = BY_KEY[field.to]
            return (
                f"(SELECT coalesce(json_agg({brief(target, 'm', depth)} ORDER BY m.id), '[]') FROM {target.table} m"
                f" WHERE m.id = ANY({column}))"
            )
        case "json":
            return f"CASE WHEN jsonb_typeof({column}) = 'null' THEN NULL ELSE {column} END"
        case _:
            return column


def nested(kind: ObjectType, column: str, depth: int) -> str:
    """Return the short form of the object whose id stands in a column, NULL for none."""
    r = f"r{depth}"
    return f"(SELECT {brief(kind, r, depth)} FROM {kind.table} {r} WHERE {r}.id = {column})"


def brief(kind: ObjectType, t: str, depth: int) -> str:
    """Return the short form of the row `t` as JSON."""
    pairs = [f"'id', {t}.id", f"'url', {url(kind, t)}", f"'display', {kind.display.format(t=t)}"]
    pairs += [f"'{name}', {sql}" for name, sql in brief_fields(kind, t, depth)]
    return f"json_build_object({', '.join(pairs)})"


def brief_fields(kind: ObjectType, t: str, depth: int) -> list[tuple[str, str]]:
    """Return name and expression of what stands in the short form beside id, url and display."""
    found = []
    for name in (*kind.brief, "description"):
        field = kind.named(name)
        if name == "family":
            found.append((name, f"json_build_object('value', {t}.family, 'label', 'IPv' || {t}.family)"))
        elif field is not None and (field.kind != "rel" or depth < DEPTH):
            found.append((name, value_sql(field, t, depth + 1)))
    return found


def url(kind: ObjectType, t: str) -> str:
    """Return the expression of an object's address."""
    return f"$1 || 'api/{kind.app}/{kind.path}/' || {t}.id || '/'"


@cache
def full_fields(kind: ObjectType) -> dict[str, str]:
    """Return name -> expression of every field of an object, in the order in which it is written."""
    made = {
        "id": "t.id",
        "url": url(kind, "t"),
        "display_url": f"$1 || '{kind.app}/{kind.path}/' || t.id || '/'",
        "display": kind.display.format(t="t"),
    }
    made |= {field.name: value_sql(field, "t") for field in kind.fields}
    made |= {computed.name: computed.sql for computed in kind.computed}
    made |= {"tags": _TAGS, "custom_fields": _custom(kind)}
    return made | {"created": moment("t.created"), "last_updated": moment("t.last_updated")}


def _custom(kind: ObjectType) -> str:
    """Return the values of the office's own fields, with null for those that are not set."""
    known = f"FROM assets.assets_nb_customfield f WHERE '{kind.key}' = ANY(f.object_types)"
    return f"coalesce((SELECT jsonb_object_agg(f.name, NULL::text) {known}), '{{}}') || t.custom_fields"


@cache
def object_sql(kind: ObjectType, names: tuple[str, ...] | None = None, *, short: bool = False) -> str:
    """Return the SELECT list of an object: all fields, those named, or the short form; without FROM."""
    if short:
        fields = {"id": "t.id", "url": url(kind, "t"), "display": kind.display.format(t="t")}
        fields |= dict(brief_fields(kind, "t", 0))
    else:
        every = full_fields(kind)
        fields = every if names is None else {name: sql for name, sql in every.items() if name in names}
    return ", ".join(f'{sql} AS "{name}"' for name, sql in (fields or {"id": "t.id"}).items())


def objects_sql(kind: ObjectType, selected: str) -> str:
    """Return the statement that writes the objects with the ids $2, in that order, as one JSON array.

    Its text is the same for every question, so that the server plans it once; finding the ids is a statement of its own.
    """
    return (
        "SELECT coalesce('[' || string_agg(y.o, ',' ORDER BY y.n) || ']', '[]') FROM (SELECT k.n, row_to_json(x)::text"
        f" AS o FROM unnest($2::bigint[]) WITH ORDINALITY AS k(id, n) JOIN {kind.table} t ON t.id = k.id"
        f" CROSS JOIN LATERAL (SELECT {selected}) AS x WHERE $1::text <> '') AS y"
    )


def one_sql(kind: ObjectType) -> str:
    """Return the statement that reads objects by their ids ($2), as JSON texts with ids, in the order of the ids."""
    rows = f"SELECT {object_sql(kind)} FROM {kind.table} t WHERE t.id = ANY($2)"
    return f"SELECT x.id, row_to_json(x)::text FROM ({rows}) AS x ORDER BY array_position($2, x.id)"


def ids_sql(kind: ObjectType, where: str, order: Sequence[str], paging: str) -> str:
    """Return the statement that finds a page: the number of all that match, and the ids of the page's objects."""
    rows = f"SELECT t.id FROM {kind.table} t {where} ORDER BY {', '.join(order)} {paging}"
    return f"SELECT (SELECT count(*) FROM {kind.table} t {where}), ARRAY({rows})"
