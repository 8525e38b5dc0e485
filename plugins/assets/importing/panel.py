"""The number that a thing had in the books before: on its page, and in the one search box."""

from collections.abc import Sequence
from typing import Any

from litestar import Request

from core import db
from core.acting import Principal
from core.contributions import SearchHit, SearchQuery
from plugins.assets.inventory.queries import units_of

SHORTEST = 2


async def load_old_number(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """Return the old number of a thing, None when it has none."""
    thing = request.scope["state"]["panel_context"]["thing"]
    return {"number": await db.value("SELECT number FROM assets.assets_old_number WHERE asset = $1", thing.id)}


async def search_old_numbers(query: SearchQuery, principal: Principal) -> Sequence[SearchHit]:
    """Return things whose old number begins with what was typed."""
    if len(query.key) < SHORTEST:
        return ()
    escaped = query.key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    found = await db.rows(
        """SELECT a.code, a.name, a.unit_name, o.number, c.icon FROM assets.assets_old_number o
           JOIN assets.assets_asset a ON a.id = o.asset JOIN assets.assets_model m ON m.id = a.model
           JOIN assets.assets_category c ON c.id = m.category
           WHERE ($1::bigint[] IS NULL OR a.unit_id = ANY($1)) AND o.search_key LIKE $2
           ORDER BY o.search_key, a.code LIMIT $3""",
        units_of(principal),
        f"{escaped}%",
        query.limit,
    )
    return [
        SearchHit(title=name, path=f"/staff/assets/{code}", detail=f"{number} · {unit}", icon=icon)
        for code, name, unit, number, icon in found
    ]
