"""The change log of the API, as the app "core" shows it."""

from typing import Any, Final

import msgspec

from core import db
from core.acting import Principal
from plugins.assets.netbox import units
from plugins.assets.netbox.conditions import Where, WrongValue
from plugins.assets.netbox.domain.choices import CHOICES
from plugins.assets.netbox.domain.types import BY_KEY, TYPES
from plugins.assets.netbox.reading import Listed, Query, envelope, paging
from plugins.assets.netbox.select import moment

_FILTERS: Final = {
    "id": ("t.id", "number"),
    "changed_object_type": ("t.changed_object_type", "text"),
    "changed_object_id": ("t.changed_object_id", "number"),
    "action": ("t.action", "text"),
    "user_name": ("t.user_name", "text"),
    "user_id": ("t.user_id", "number"),
    "request_id": ("t.request_id", "text"),
}
_PATHS: Final = {kind.key: f"api/{kind.app}/{kind.path}/" for kind in TYPES}
_LABELS: Final = msgspec.json.encode(
    {key: {"value": key, "label": label} for key, label in CHOICES["change_action"].items()}
).decode()
_ONE: Final = f"""
SELECT t.id, $1 || 'api/core/object-changes/' || t.id || '/' AS url, $1 || 'core/changelog/' || t.id || '/' AS
  display_url, t.object_repr || ' ' || t.action AS display, {moment("t.time")} AS time,
  json_build_object('id', t.user_id, 'display', t.user_name, 'username', t.user_name) AS "user", t.user_name,
  t.request_id, '{_LABELS}'::jsonb -> t.action AS action, t.changed_object_type, t.changed_object_id,
  json_build_object('id', t.changed_object_id, 'url', $1 || ('{msgspec.json.encode(_PATHS).decode()}'::jsonb ->>
  t.changed_object_type) || t.changed_object_id || '/', 'display', t.object_repr) AS changed_object, t.object_repr,
  t.message, t.prechange_data, t.postchange_data
"""


async def listed_changes(query: Query, principal: Principal, base: str, address: str) -> Listed:
    """Return a page of changes, the newest first. Raises WrongValue."""
    where = Where([base])
    where.conditions.append(units.visible(principal, where.parameters))
    for name, values in query.items():
        if name in {"limit", "offset", "brief", "ordering", "format", "q"}:
            continue
        known = _FILTERS.get(name)
        if known is None:
            where.unknown.append(name)
            continue
        column, shape = known
        if shape == "number" and not all(value.isascii() and value.isdigit() for value in values):
            raise WrongValue(name, "Enter a whole number.")
        given: list[Any] = [int(value) for value in values] if shape == "number" else list(values)
        where.conditions.append(
            f"{column} = ANY({where.parameter(given, 'bigint[]' if shape == 'number' else 'text[]')})"
        )
    limit, offset = paging(query)
    page = f"SELECT * FROM assets.assets_nb_objectchange t {where.sql} ORDER BY t.id DESC LIMIT {limit} OFFSET {offset}"
    found = await db.row(
        f"SELECT (SELECT count(*) FROM assets.assets_nb_objectchange t {where.sql}), (SELECT coalesce('[' || string_agg("
        f"row_to_json(x)::text, ',') || ']', '[]') FROM ({_ONE} FROM ({page}) AS t ORDER BY t.id DESC) AS x)",
        *where.parameters,
    )
    count, results = found if found is not None else (0, "[]")
    return Listed(envelope(count, results, query, address, limit, offset), tuple(where.unknown))


async def one_change(number: int, principal: Principal, base: str) -> str | None:
    """Return one change as JSON, None when the caller can't see it."""
    parameters: list[Any] = [base, number]
    condition = units.visible(principal, parameters)
    sql = f"SELECT row_to_json(x)::text FROM ({_ONE} FROM assets.assets_nb_objectchange t WHERE t.id = $2 AND {condition}) AS x"
    found: str | None = await db.value(sql, *parameters)
    return found


def object_types(base: str) -> list[dict[str, Any]]:
    """Return the object types that exist, as the list of content types shows them."""
    return [
        {
            "id": number,
            "url": f"{base}api/core/object-types/{number}/",
            "display": f"{kind.app.upper()} | {kind.label}",
            "app_label": kind.key.split(".")[0],
            "model": kind.key.split(".")[1],
            "app_name": kind.app,
            "model_name": kind.label,
            "model_name_plural": f"{kind.label}s",
            "public": True,
        }
        for number, kind in enumerate(BY_KEY.values(), start=1)
    ]
