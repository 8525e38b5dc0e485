"""People and units for the search box, and people by the code on their staff card."""

from collections.abc import Sequence

from core import db
from core.acting import Principal
from core.codes import STAFF_CARD, kind_of, parts
from core.contributions import SearchHit, SearchQuery
from core.offices import queries

READ = "offices.read"


async def find_people(query: SearchQuery, principal: Principal) -> Sequence[SearchHit]:
    """Return people within reach whose name or title holds the words, by name."""
    found = await db.rows(
        """SELECT p.id, p.full_name, p.title, u.name FROM offices.offices_person p
           JOIN offices.offices_unit u ON u.id = p.unit_id
           WHERE strpos(p.search_key, $1) > 0 AND p.left_on IS NULL AND p.unit_id = ANY($2)
           ORDER BY p.sort_key COLLATE "C", p.id LIMIT $3""",
        query.key,
        list(principal.units(READ)),
        query.limit,
    )
    return [
        SearchHit(r["full_name"], f"/staff/people/{r['id']}", " · ".join(filter(None, (r["title"], r["name"]))), "user")
        for r in found
    ]


async def find_units(query: SearchQuery, principal: Principal) -> Sequence[SearchHit]:
    """Return units within reach whose name holds the words, in the tree's order."""
    found = await db.rows(
        """SELECT id, name, agency_code FROM offices.offices_unit
           WHERE strpos(search_key, $1) > 0 AND id = ANY($2) AND valid_to IS NULL ORDER BY position, id LIMIT $3""",
        query.key,
        list(principal.units(READ)),
        query.limit,
    )
    return [SearchHit(r["name"], f"/staff/units/{r['id']}", r["agency_code"], "building") for r in found]


def is_staff_card(digits: str) -> bool:
    """Tell whether scanned digits are the code of a staff card."""
    return kind_of(digits) is STAFF_CARD


async def open_staff_card(code: str, principal: Principal) -> str | None:
    """Return the page of the person whose card it is; None for nobody, or for people out of the reader's reach."""
    person_id = parts(STAFF_CARD, code)["person"]
    person = (await queries.people([person_id])).get(person_id)
    return f"/staff/people/{person_id}" if person and principal.may(READ, person.unit_id) else None
