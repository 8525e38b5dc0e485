"""Answers for the search box and the staff's first page."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from litestar import Request

from core import db
from core.acting import Principal
from core.contributions import SearchHit, SearchQuery
from core.text.formats import format_datetime
from core.web.access import identify

_FIND = """
SELECT id, title, starts_at, place FROM meetings.meetings_meeting
WHERE ($1::bigint[] IS NULL OR unit_id = ANY($1)) AND strpos(search_key, $2) > 0 ORDER BY starts_at DESC LIMIT $3
"""
_COMING = """
SELECT m.id, m.title, m.starts_at, m.place, count(i.id), count(i.id) FILTER (WHERE i.answer <> 'waiting')
FROM meetings.meetings_meeting m JOIN meetings.meetings_invitation i ON i.meeting_id = m.id
WHERE ($1::bigint[] IS NULL OR m.unit_id = ANY($1)) AND m.status = 'called' AND m.ends_at > $2
GROUP BY m.id ORDER BY m.starts_at LIMIT 5
"""


class Coming(msgspec.Struct, frozen=True):
    """A meeting to come, with how many were invited and how many of them have answered."""

    id: int
    title: str
    starts_at: datetime
    place: str
    invited: int
    answered: int


async def search(query: SearchQuery, principal: Principal) -> Sequence[SearchHit]:
    """Return meetings of the asker's units by title, place or chair, the latest first."""
    found = await db.rows(_FIND, _scope(principal), query.key, query.limit)
    return [
        SearchHit(
            record["title"],
            f"/staff/meetings/{record['id']}",
            f"{format_datetime(record['starts_at'])} · {record['place']}",
            "calendar-event",
        )
        for record in found
    ]


async def coming(request: Request[Any, Any, Any]) -> Mapping[str, Any]:
    """Return the next meetings of the reader's units, for the staff's first page."""
    principal = await identify(request)
    now = request.app.state.clock.now()
    return {
        "meetings": await db.structs(Coming, _COMING, _scope(principal), now),
        "may_call": principal.may("meetings.call"),
    }


def _scope(principal: Principal) -> list[int] | None:
    return None if principal.everything else list(principal.units("meetings.read"))
