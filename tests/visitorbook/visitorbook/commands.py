"""One transaction each: check, save, log, tell."""

from datetime import timedelta

from core import audit, db
from core.acting import Act
from core.errors import Forbidden, Missing
from core.events import publish
from core.text.i18n import gettext as _
from core.text.viet import search_key
from visitorbook.access import WRITE
from visitorbook.events import VisitorArrived
from visitorbook.schemas import NewVisitor


async def welcome(data: NewVisitor, act: Act) -> int:
    """Write somebody into the book of the writer's own unit; return the row's id. Raises Forbidden."""
    unit_id = act.who.unit_id
    if unit_id is None or not act.who.may(WRITE, unit_id):
        raise Forbidden(_("Bạn không được ghi sổ khách của đơn vị này."))
    async with db.transaction():
        visitor_id: int = await db.value(
            "INSERT INTO visitorbook.visitorbook_visitor (unit_id, name, search_key, purpose, came_at, written_by)"
            " VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
            unit_id,
            data.name,
            search_key(data.name),
            data.purpose,
            act.at,
            act.who.username,
        )
        await audit.record(
            act, "visitorbook.welcome", subject="visitorbook.visitor", subject_id=visitor_id, unit_id=unit_id
        )
        await publish(VisitorArrived(visitor_id=visitor_id, unit_id=unit_id), act)
    return visitor_id


async def see_off(visitor_id: int, act: Act) -> None:
    """Note that a visitor left. Raises Missing for another unit's visitor and for one who left before."""
    async with db.transaction():
        unit_id = await db.value(
            "UPDATE visitorbook.visitorbook_visitor SET left_at = $2"
            " WHERE id = $1 AND left_at IS NULL AND unit_id = ANY($3) RETURNING unit_id",
            visitor_id,
            act.at,
            list(act.who.units(WRITE)),
        )
        if unit_id is None:
            raise Missing
        await audit.record(
            act, "visitorbook.see_off", subject="visitorbook.visitor", subject_id=visitor_id, unit_id=unit_id
        )


async def close_book(act: Act, stay: timedelta) -> int:
    """Note as gone whoever came longer ago than `stay`; return how many. Running it twice changes nothing more."""
    tag = await db.execute(
        "UPDATE visitorbook.visitorbook_visitor SET left_at = $1 WHERE left_at IS NULL AND came_at <= $2",
        act.at,
        act.at - stay,
    )
    return int(tag.rpartition(" ")[2])
