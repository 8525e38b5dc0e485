from collections.abc import Sequence
from datetime import datetime

from core import db
from core.acting import Principal
from core.clock import VIETNAM
from core.contributions import SearchHit, SearchQuery
from visitorbook.access import READ
from visitorbook.schemas import House

FIND = """
SELECT name, purpose FROM visitorbook.visitorbook_visitor
WHERE unit_id = ANY($1) AND search_key LIKE '%' || $2 || '%' ORDER BY came_at DESC LIMIT $3
"""

HOUSE = """
SELECT (SELECT count(*) FROM visitorbook.visitorbook_visitor WHERE unit_id = ANY($1) AND left_at IS NULL),
       (SELECT count(*) FROM visitorbook.visitorbook_note WHERE unit_id = ANY($1) AND at >= $2)
"""


async def find_visitors(query: SearchQuery, who: Principal) -> Sequence[SearchHit]:
    """Answer the one search box, for the units in which the asker may read."""
    key = query.key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    found = await db.rows(FIND, list(who.units(READ)), key, query.limit)
    return [SearchHit(r["name"], f"/staff/visitors?q={r['name']}", r["purpose"], "book") for r in found]


async def house(who: Principal, at: datetime) -> House:
    """Count who is in the house, and the dossiers of the day in Vietnam."""
    today = at.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
    found = await db.struct(House, HOUSE, list(who.units(READ)), today)
    return found or House(0, 0)
