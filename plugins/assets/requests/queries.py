"""Read what staff asked for."""

from core import db
from core.acting import Principal
from core.errors import Missing
from core.text.i18n import gettext as _
from plugins.assets.custody.queries import CUSTODY
from plugins.assets.requests.schemas import RequestView

_VIEW = """
SELECT r.id, r.unit_id, r.person_id, r.person_name, r.kind, r.asset, a.code::text, a.name, r.wanted, r.reason, r.state,
       r.answer, r.answered_by, r.answered_at, r.minutes, x.state, r.created_at
FROM assets.assets_equipment_request r LEFT JOIN assets.assets_asset a ON a.id = r.asset
LEFT JOIN assets.assets_minutes x ON x.id = r.minutes
"""


async def request(number: int, principal: Principal, *, lock: bool = False) -> RequestView:
    """Return a request to the one who asked and to officers of its unit. lock: until the transaction ends.

    Raises Missing, also for everybody else.
    """
    sql = _VIEW + " WHERE r.id = $1" + (" FOR UPDATE OF r" if lock else "")
    found = await db.struct(RequestView, sql, number)
    if found is None or not (found.person_id == principal.person_id or principal.may(CUSTODY, found.unit_id)):
        raise Missing(_("Không có đề nghị này."))
    return found


async def requests_of(person_id: int, limit: int = 20) -> list[RequestView]:
    """Return what a person asked for, the newest first."""
    return await db.structs(
        RequestView, _VIEW + " WHERE r.person_id = $1 ORDER BY r.id DESC LIMIT $2", person_id, limit
    )


async def waiting_in(unit_ids: list[int] | None) -> int:
    """Return how many requests wait for an answer. unit_ids None: in all units."""
    found: int = await db.value(
        "SELECT count(*) FROM assets.assets_equipment_request"
        " WHERE state = 'waiting' AND ($1::bigint[] IS NULL OR unit_id = ANY($1))",
        unit_ids,
    )
    return found
