"""One box over all providers: side by side, each with a time limit, one that fails leaves only its own gap."""

from functools import partial

import msgspec
import structlog

from core import db
from core.acting import Principal
from core.contributions import SearchHit, SearchProvider, SearchQuery
from core.fence import fenced
from core.registry import Registry
from core.text.viet import clean, search_key
from core.web.pages import navigation

log = structlog.get_logger()
PROVIDER_SECONDS = 1.5
SHORTEST = 2


class Group(msgspec.Struct, frozen=True):
    """The hits of one provider."""

    title: str
    hits: tuple[SearchHit, ...]


async def search(registry: Registry, text: str, principal: Principal, limit: int = 6) -> list[Group]:
    """Return what the providers found, pages of the menu first; nothing for fewer than two letters."""
    query = SearchQuery(text=clean(text)[:100], key=search_key(text)[:100], limit=limit)
    if len(query.key) < SHORTEST:
        return []
    providers = sorted(registry.all("search_providers"), key=lambda p: p.order)
    mine = [p for p in providers if not p.permission or principal.may(p.permission)]
    found = await db.side_by_side(*(partial(_ask, p, query, principal) for p in mine))
    groups = [Group(str(p.title), hits) for p, hits in zip(mine, found, strict=True) if hits]
    pages = menu_hits(query, principal)
    return [Group("", pages), *groups] if pages else groups


def menu_hits(query: SearchQuery, principal: Principal) -> tuple[SearchHit, ...]:
    """Return the menu lines whose title contains the text."""
    lines = navigation(principal, "")
    return tuple(SearchHit(n.title, n.path, "", n.icon) for n in lines if query.key in search_key(n.title))[
        : query.limit
    ]


async def _ask(provider: SearchProvider, query: SearchQuery, principal: Principal) -> tuple[SearchHit, ...]:
    try:
        hits = await fenced(PROVIDER_SECONDS, provider.search, query, principal)
        return msgspec.convert(msgspec.to_builtins(hits), tuple[SearchHit, ...])
    except Exception:
        log.exception("search provider failed", provider=provider.name)
        return ()
