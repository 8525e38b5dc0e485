"""Filings for the one search box."""

from collections.abc import Sequence

from core import db
from core.acting import Principal
from core.contributions import SearchHit, SearchQuery
from plugins.onestop.access import scope

_FIND = """
SELECT number, applicant, procedure_name FROM onestop.onestop_filing
WHERE state <> 'draft' AND ($1::bigint[] IS NULL OR unit_id = ANY($1))
  AND (strpos(applicant_key, $2) > 0 OR strpos(lower(number), $2) > 0)
ORDER BY id DESC LIMIT $3
"""


async def find_filings(query: SearchQuery, who: Principal) -> Sequence[SearchHit]:
    """Return filings by number or owner, the newest first; only those of the asker's units, never drafts."""
    rows = await db.rows(_FIND, scope(who), query.key, query.limit)
    return [SearchHit(r[0], f"/staff/online/{r[0]}", f"{r[1]} · {r[2]}", "world") for r in rows]
