"""Things in the one search box, and what the code on a label opens."""

from collections.abc import Sequence

from core.acting import Principal
from core.codes import ASSET, kind_of
from core.contributions import SearchHit, SearchQuery
from plugins.assets.inventory import queries

SHORTEST = 2


async def search(query: SearchQuery, principal: Principal) -> Sequence[SearchHit]:
    """Return things that hold the words in code, name, serial, maker, model, place or user."""
    if len(query.key) < SHORTEST:
        return ()
    return [
        SearchHit(title=name, path=f"/staff/assets/{code}", detail=f"{code} · {unit}", icon=icon)
        for code, name, unit, icon in await queries.found(query.key, principal, query.limit)
    ]


def is_label(digits: str) -> bool:
    """Tell whether the digits can stand on a label."""
    return kind_of(digits) is ASSET


async def resolve(code: str, principal: Principal) -> str | None:
    """Return the page of the thing with this label, None when the reader may not see it."""
    return f"/staff/assets/{code}" if await queries.may_open(code, principal) else None
