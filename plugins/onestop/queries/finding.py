"""Answers for the one search box."""

from collections.abc import Sequence

from core import db
from core.acting import Principal
from core.contributions import SearchHit, SearchQuery
from core.text.i18n import gettext as _
from plugins.onestop.access import scope
from plugins.onestop.listing import STATES

_DOSSIERS = """
SELECT d.code, d.owner_name, p.name, d.state FROM onestop.onestop_dossier d
JOIN onestop.onestop_procedure p ON p.id = d.procedure
WHERE ($1::bigint[] IS NULL OR d.unit_ids && $1) AND (d.owner_key LIKE $2 OR lower(d.code) LIKE $2)
ORDER BY d.received_at DESC LIMIT $3
"""
_PROCEDURES = """
SELECT code, name FROM onestop.onestop_procedure WHERE search_key LIKE $1 ORDER BY length(name), code LIMIT $2
"""


async def find_dossiers(query: SearchQuery, principal: Principal) -> Sequence[SearchHit]:
    """Return dossiers of the asker's units by number or owner's name, newest first."""
    rows = await db.rows(_DOSSIERS, scope(principal), _pattern(query.key), query.limit)
    return [
        SearchHit(
            title=f"{row['code']} – {row['owner_name']}",
            path=f"/staff/dossiers/{row['code']}",
            detail=f"{row['name']} · {STATES[row['state']].label if row['state'] in STATES else _(row['state'])}",
            icon="folder-open",
        )
        for row in rows
    ]


async def find_procedures(query: SearchQuery, _principal: Principal) -> Sequence[SearchHit]:
    """Return procedures by name or code."""
    rows = await db.rows(_PROCEDURES, _pattern(query.key), query.limit)
    return [SearchHit(row["name"], f"/staff/procedures/{row['code']}", row["code"], "list-details") for row in rows]


def _pattern(key: str) -> str:
    escaped = key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
