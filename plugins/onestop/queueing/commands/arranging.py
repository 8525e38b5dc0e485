"""Arrange a desk's queue: its rules, services and counters. Nothing is deleted: what closes stays in the figures."""

from typing import Any

from core import audit, db
from core.acting import Act
from core.errors import Conflict, Forbidden, Missing, Problem, Refused
from core.text.i18n import gettext as _
from core.text.viet import clean
from plugins.onestop.queueing.access import may_manage
from plugins.onestop.queueing.commands.saving import tell
from plugins.onestop.queueing.queries.desk import Desk, desk_of
from plugins.onestop.queueing.schemas import CounterFields, Rules, ServiceFields

_NEW_OFFICE = """
INSERT INTO onestop.onestop_queue_office (unit_id, priority_every, priorities, only_open_hours, most_a_day, revision)
VALUES ($1, $2, $3, $4, $5, 1) ON CONFLICT (unit_id) DO NOTHING RETURNING id
"""
_OFFICE = """
UPDATE onestop.onestop_queue_office
SET priority_every = $2, priorities = $3, only_open_hours = $4, most_a_day = $5, revision = revision + 1
WHERE unit_id = $1 AND revision = $6 RETURNING id
"""
_NEW_SERVICE = """
INSERT INTO onestop.onestop_queue_service (unit_id, letter, name, usual_minutes, active, position, revision)
SELECT $1::bigint, $2, $3, $4, $5, 1 + coalesce(max(position), 0), 1
FROM onestop.onestop_queue_service WHERE unit_id = $1 RETURNING id
"""
_SERVICE = """
UPDATE onestop.onestop_queue_service
SET letter = $2, name = $3, usual_minutes = $4, active = $5, revision = revision + 1
WHERE unit_id = $1 AND id = $6 AND revision = $7 RETURNING id
"""
_NEW_COUNTER = """
INSERT INTO onestop.onestop_queue_counter (unit_id, number, name, services, active, clerk_name, revision)
VALUES ($1, $2, $3, $4, $5, '', 1) RETURNING id
"""
_COUNTER = """
UPDATE onestop.onestop_queue_counter
SET number = $2, name = $3, services = $4, active = $5, revision = revision + 1,
    clerk_id = CASE WHEN $5 THEN clerk_id END, clerk_name = CASE WHEN $5 THEN clerk_name ELSE '' END
WHERE unit_id = $1 AND id = $6 AND revision = $7 RETURNING id
"""


async def set_rules(unit_id: int, data: Rules, act: Act) -> None:
    """Give a desk its rules; the first time opens its queue. Raises Missing, Conflict when somebody was faster."""
    async with db.transaction():
        _check(unit_id, act)
        values = (unit_id, data.priority_every, data.priorities, data.only_open_hours, data.most_a_day)
        if data.revision:
            saved = await db.value(_OFFICE, *values, data.revision)
        else:
            saved = await db.value(_NEW_OFFICE, *values)
        await _saved(saved, "onestop.queue_rules", "onestop.queue_office", unit_id, _told(data), act)


async def set_service(unit_id: int, data: ServiceFields, act: Act) -> None:
    """Add a service or change one. Raises Missing, Refused for a letter that is taken, Conflict."""
    async with db.transaction():
        desk = await _desk(unit_id, act)
        if any(one.letter == data.letter and one.id != data.id for one in desk.services):
            raise Refused(Problem(_("Chữ %(letter)s đã dùng cho dịch vụ khác.", letter=data.letter), "letter", "taken"))
        values = (unit_id, data.letter, clean(data.name), data.usual_minutes, data.active)
        if data.id is None:
            saved = await db.value(_NEW_SERVICE, *values)
        else:
            saved = await db.value(_SERVICE, *values, data.id, data.revision)
        await _saved(saved, "onestop.queue_service", "onestop.queue_service", unit_id, _told(data), act)


async def set_counter(unit_id: int, data: CounterFields, act: Act) -> None:
    """Add a counter or change one; closing it sends its clerk away. Raises Missing, Refused, Conflict."""
    async with db.transaction():
        desk = await _desk(unit_id, act)
        if any(one.number == data.number and one.id != data.id for one in desk.counters):
            raise Refused(Problem(_("Quầy số %(n)s đã có.", n=data.number), "number", "taken"))
        if not {service.id for service in desk.services}.issuperset(data.services):
            raise Refused(Problem(_("Dịch vụ này không thuộc đơn vị."), "services", "unknown"))
        values = (unit_id, data.number, clean(data.name), data.services, data.active)
        if data.id is None:
            saved = await db.value(_NEW_COUNTER, *values)
        else:
            saved = await db.value(_COUNTER, *values, data.id, data.revision)
        await _saved(saved, "onestop.queue_counter", "onestop.queue_counter", unit_id, _told(data), act)


def _check(unit_id: int, act: Act) -> None:
    if not may_manage(act.who, unit_id):
        raise Forbidden(_("Bạn không được sắp xếp quầy của đơn vị này."))


async def _desk(unit_id: int, act: Act) -> Desk:
    _check(unit_id, act)
    desk = await desk_of(unit_id, lock=True)
    if desk is None:
        raise Missing(_("Hãy lưu quy tắc lấy số của đơn vị trước."))
    return desk


def _told(data: Rules | ServiceFields | CounterFields) -> dict[str, Any]:
    return {name: getattr(data, name) for name in data.__struct_fields__ if name not in {"id", "revision"}}


async def _saved(saved: int | None, action: str, subject: str, unit_id: int, after: dict[str, Any], act: Act) -> None:
    """Log what was saved and tell the boards. Raises Conflict when nothing was: the row had changed meanwhile."""
    if saved is None:
        raise Conflict(_("Người khác vừa sửa mục này. Hãy tải lại trang rồi sửa tiếp."))
    await audit.record(act, action, subject=subject, subject_id=saved, unit_id=unit_id, after=after)
    await tell(unit_id)
