"""Read the register; every query that serves a person takes the units in which that person may read."""

import msgspec
from msgspec import Struct

from core import db
from core.acting import Principal
from core.errors import Missing
from core.text.i18n import gettext as _
from core.text.i18n import language
from core.text.viet import search_key
from plugins.assets.inventory.schemas import Asset, HistoryLine

READ = "assets.read"

_ASSET = """
SELECT a.id, a.code, a.name, c.key, CASE WHEN $2 THEN c.name_en ELSE c.name END, c.icon, k.name, m.name, a.serial,
       a.unit_id, a.unit_name, p.name, a.holder_id, a.holder_name, s.key,
       CASE WHEN $2 THEN s.name_en ELSE s.name END, s.meaning, a.bought_on, a.cost, a.funding, a.warranty_until,
       a.note, a.version, a.created_at, a.updated_at, a.owner_id, a.owner_name, a.origin, a.in_use_from, a.decision
FROM assets.assets_asset a
JOIN assets.assets_model m ON m.id = a.model
JOIN assets.assets_maker k ON k.id = m.maker
JOIN assets.assets_category c ON c.id = m.category
JOIN assets.assets_status s ON s.id = a.status
LEFT JOIN assets.assets_place p ON p.id = a.place
WHERE a.code = $1
"""


def units_of(principal: Principal, permission: str = READ) -> list[int] | None:
    """Return the units in which a person holds the permission, None for all units."""
    return None if principal.everything else sorted(principal.units(permission))


def _english() -> bool:
    return language.get() == "en"


async def asset(code: str, principal: Principal) -> Asset:
    """Return a thing by the code on its label. Raises Missing, also when the reader may not see its unit."""
    found = await db.struct(Asset, _ASSET, code, _english())
    if found is None or not principal.may(READ, found.unit_id):
        raise Missing(_("Không có thiết bị mang mã này."))
    return found


async def asset_to_change(code: str) -> Asset | None:
    """Return a thing, locked against other writers until the transaction ends; None when there is none."""
    return await db.struct(Asset, _ASSET + " FOR UPDATE OF a", code, _english())


async def history(asset_id: int, limit: int = 50) -> list[HistoryLine]:
    """Return the changes of a thing, the newest first."""
    found = await db.rows(
        "SELECT at, who_name, action, changes::text FROM assets.assets_history WHERE asset = $1"
        " ORDER BY version DESC LIMIT $2",
        asset_id,
        limit,
    )
    return [HistoryLine(at, who, action, msgspec.json.decode(changes)) for at, who, action, changes in found]


class Asked(Struct, frozen=True, kw_only=True):
    """What a program asks of the list; after: the code to continue behind."""

    q: str = ""
    unit: int | None = None
    category: str | None = None
    status: str | None = None
    state: str | None = None
    after: str = ""
    limit: int = 50


_PAGE = """
SELECT json_build_object('results', coalesce(json_agg(r ORDER BY r.code), '[]'::json),
                         'after', CASE WHEN count(*) = $8 THEN max(r.code) END)::text
FROM (
    SELECT a.code, a.name, c.key AS category, k.name AS maker, m.name AS model, a.serial, a.unit_id,
           a.unit_name AS unit, p.name AS place, a.holder_name AS holder, s.key AS status, ds.state,
           ds.since AS state_since
    FROM assets.assets_asset a
    JOIN assets.assets_model m ON m.id = a.model
    JOIN assets.assets_maker k ON k.id = m.maker
    JOIN assets.assets_category c ON c.id = m.category
    JOIN assets.assets_status s ON s.id = a.status
    LEFT JOIN assets.assets_place p ON p.id = a.place
    LEFT JOIN assets.assets_device d ON d.asset = a.id
    LEFT JOIN assets.assets_device_state ds ON ds.device = d.id
    WHERE ($1::bigint[] IS NULL OR a.unit_id = ANY($1)) AND a.search_key LIKE $2
      AND ($3::bigint IS NULL OR a.unit_id = $3) AND ($4::text IS NULL OR c.key = $4)
      AND ($5::text IS NULL OR s.key = $5) AND ($6::text IS NULL OR ds.state = $6) AND a.code > $7
    ORDER BY a.code LIMIT $8) r
"""


async def page_json(asked: Asked, principal: Principal) -> str:
    """Return a page of the list as JSON (an `AssetPage`), built by the database."""
    words = search_key(asked.q).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    page: str = await db.value(
        _PAGE,
        units_of(principal),
        f"%{words}%",
        asked.unit,
        asked.category,
        asked.status,
        asked.state,
        asked.after,
        asked.limit,
    )
    return page


async def found(words: str, principal: Principal, limit: int) -> list[tuple[str, str, str, str]]:
    """Return code, name, unit and icon of things that hold the folded words; for the search box."""
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return [
        tuple(record)
        for record in await db.rows(
            """SELECT a.code, a.name, a.unit_name, c.icon FROM assets.assets_asset a
               JOIN assets.assets_model m ON m.id = a.model JOIN assets.assets_category c ON c.id = m.category
               WHERE ($1::bigint[] IS NULL OR a.unit_id = ANY($1)) AND a.search_key LIKE $2
               ORDER BY a.sort_key COLLATE "C", a.code LIMIT $3""",
            units_of(principal),
            f"%{escaped}%",
            limit,
        )
    ]


async def may_open(code: str, principal: Principal) -> bool:
    """Tell whether there is a thing with this label that the person may see."""
    unit_id = await db.value("SELECT unit_id FROM assets.assets_asset WHERE code = $1", code)
    return unit_id is not None and principal.may(READ, unit_id)


async def known_names(unit_id: int | None) -> dict[str, list[str]]:
    """Return names to choose from while a form is filled: makers, models and, of one unit, places."""
    sql = {
        "maker": "SELECT k.name FROM assets.assets_maker k ORDER BY k.search_key LIMIT 300",
        "model": "SELECT m.name FROM assets.assets_model m ORDER BY m.search_key LIMIT 1000",
    }
    names = {key: [record[0] for record in await db.rows(statement)] for key, statement in sql.items()}
    places = await db.rows("SELECT name FROM assets.assets_place WHERE unit_id = $1 ORDER BY search_key", unit_id)
    return names | {"place": [record[0] for record in places]}


async def code_names() -> dict[str, dict[str, str]]:
    """Return the names of kinds and states in the reader's language: {"category": {key: name}, "status": ...}."""
    found = await db.rows(
        "SELECT 'category', key, CASE WHEN $1 THEN name_en ELSE name END FROM assets.assets_category"
        " UNION ALL SELECT 'status', key, CASE WHEN $1 THEN name_en ELSE name END FROM assets.assets_status",
        _english(),
    )
    names: dict[str, dict[str, str]] = {"category": {}, "status": {}}
    for kind, key, name in found:
        names[kind][key] = name
    return names
