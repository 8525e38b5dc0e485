"""What a clerk does with the queue: sit down, call, start, finish, send on. Calls of a desk come one after another."""

import msgspec

from core import audit, db
from core.acting import Act
from core.clock import VIETNAM
from core.errors import Conflict, Missing, Problem, Refused
from core.text.i18n import gettext as _
from plugins.onestop.queueing.access import own_desk
from plugins.onestop.queueing.commands.saving import save, tell
from plugins.onestop.queueing.day import Day
from plugins.onestop.queueing.domain.tickets import STATES, Action, Caller, Step, Ticket, after, step_for
from plugins.onestop.queueing.queries import tickets
from plugins.onestop.queueing.queries.desk import Counter, Desk, desk_of
from plugins.onestop.queueing.schemas import Doing, Next, Sit

_LEAVE = """
UPDATE onestop.onestop_queue_counter SET clerk_id = NULL, clerk_name = '', since = NULL, revision = revision + 1
WHERE unit_id = $1 AND clerk_id = $2 RETURNING id
"""
_SIT = """
UPDATE onestop.onestop_queue_counter SET clerk_id = $2, clerk_name = $3, since = $4, revision = revision + 1
WHERE id = $1
"""


async def sit_down(data: Sit, act: Act) -> None:
    """Open a counter: the clerk sits there from now on, and nowhere else. Raises Missing, Conflict when it is taken."""
    async with db.transaction():
        desk = await _locked(own_desk(act))
        counter = desk.counter(data.counter)
        if counter is None or not counter.active:
            raise Missing
        taken = counter.clerk_id not in {None, act.who.person_id}
        if taken and not data.take_over:
            name = counter.clerk_name
            raise Conflict(Problem(_("Quầy này đang có %(name)s ngồi.", name=name), "counter", "taken"))
        await db.execute(_LEAVE, desk.unit_id, act.who.person_id)
        await db.execute(_SIT, counter.id, act.who.person_id, act.who.display_name, act.at)
        await _log(act, "onestop.queue_sit", desk, counter, before={"clerk": counter.clerk_name})
        await tell(desk.unit_id)


async def stand_up(act: Act) -> None:
    """Close the clerk's counter. Raises Conflict while a ticket is still at it."""
    async with db.transaction():
        desk, counter = await _seated(act)
        present = (await _day(desk, act)).at_counter(counter.id)
        if present is not None:
            raise Conflict(_("Hãy xong với số %(label)s trước khi rời quầy.", label=present.label))
        await db.execute(_LEAVE, desk.unit_id, act.who.person_id)
        await _log(act, "onestop.queue_leave", desk, counter)
        await tell(desk.unit_id)


async def call_next(data: Next, act: Act) -> Ticket | None:
    """Finish the ticket at the clerk's counter and call the next one; return it, None when nobody waits.

    Raises Conflict when another ticket is at the counter than the clerk saw: pressed twice, or an old page.
    """
    async with db.transaction():
        desk, counter = await _seated(act)
        day = await _day(desk, act)
        present = day.at_counter(counter.id)
        if data.present != (present.id if present else 0):
            raise Conflict(_stale(present))
        by = Caller(counter.id, act.who.person_id, act.who.display_name)
        if present is not None:
            await _do(present, _step(present, "finish"), act, by)
        chosen = day.next_for(counter)
        if chosen is not None:
            chosen = await _do(chosen, _step(chosen, "call"), act, by)
        await tell(desk.unit_id)
    return chosen


async def do(ticket_id: int, data: Doing, act: Act) -> Ticket:
    """Take one step with a ticket; return it as it is then.

    Raises Missing for a ticket of another desk, Refused when the step is not possible, Conflict when the ticket was
    changed meanwhile or the counter is busy.
    """
    async with db.transaction():
        desk, counter = await _seated(act)
        ticket = await tickets.by_id(ticket_id, desk.unit_id)
        if ticket is None or ticket.day != act.at.astimezone(VIETNAM).date():
            raise Missing
        if ticket.revision != data.revision:
            raise Conflict(_("Số %(label)s vừa được người khác gọi hoặc chuyển.", label=ticket.label))
        step = _step(ticket, data.action)
        if step.where == "here" and ticket.counter != counter.id:
            raise Refused(_("Số %(label)s đang ở quầy khác.", label=ticket.label))
        if step.action == "call" and (present := (await _day(desk, act)).at_counter(counter.id)) is not None:
            raise Conflict(_("Quầy đang có số %(label)s; hãy xong số đó trước.", label=present.label))
        moved = await _do(ticket, step, act, Caller(counter.id, act.who.person_id, act.who.display_name), data, desk)
        await tell(desk.unit_id)
    return moved


async def _do(
    ticket: Ticket, step: Step, act: Act, by: Caller, data: Doing | None = None, desk: Desk | None = None
) -> Ticket:
    """Save a step. A finished ticket remembers the dossiers that the clerk took in meanwhile."""
    moved = after(ticket, step, act.at, by)
    if step.action == "finish" and ticket.called_at is not None:
        taken = await tickets.taken_in_since(ticket.unit_id, act.who.person_id, ticket.called_at, act.at)
        moved = msgspec.structs.replace(moved, dossiers=list(dict.fromkeys([*moved.dossiers, *taken])))
    if step.action == "transfer" and data is not None and desk is not None:
        moved = _sent_on(moved, data, desk)
    await save(moved, step, act, by.counter)
    return moved


def _sent_on(moved: Ticket, data: Doing, desk: Desk) -> Ticket:
    """Return a transferred ticket with where it goes: to one counter, or to another service's queue."""
    counter = desk.counter(data.counter) if data.counter else None
    service = desk.service(data.service) if data.service else None
    if counter is not None and counter.active:
        return msgspec.structs.replace(moved, only_counter=counter.id)
    if service is not None and service.active:
        return msgspec.structs.replace(moved, service=service.id)
    raise Refused(Problem(_("Hãy chọn quầy hoặc dịch vụ để chuyển đến."), "counter", "missing"))


def _step(ticket: Ticket, action: Action) -> Step:
    found = step_for(ticket.state, action)
    if found is None:
        state = _(STATES[ticket.state])
        raise Refused(_("Số %(label)s: %(state)s, nên không làm được việc này.", label=ticket.label, state=state))
    return found


def _stale(present: Ticket | None) -> str:
    if present is None:
        return _("Quầy không còn số nào đang làm việc; trang này đã cũ.")
    return _("Quầy đã gọi số %(label)s rồi.", label=present.label)


async def _locked(unit_id: int) -> Desk:
    desk = await desk_of(unit_id, lock=True)
    if desk is None:
        raise Missing(_("Đơn vị này chưa dùng máy lấy số."))
    return desk


async def _seated(act: Act) -> tuple[Desk, Counter]:
    """Return the clerk's desk, locked, and the counter where the clerk sits. Raises Refused for who sits nowhere."""
    desk = await _locked(own_desk(act))
    counter = desk.seat_of(act.who.person_id)
    if counter is None:
        raise Refused(_("Hãy chọn quầy mà bạn đang ngồi trước khi gọi số."))
    return desk, counter


async def _day(desk: Desk, act: Act) -> Day:
    return Day(desk, await tickets.of_day(desk.unit_id, act.at.astimezone(VIETNAM).date()))


async def _log(act: Act, action: str, desk: Desk, counter: Counter, before: dict[str, str] | None = None) -> None:
    subject = "onestop.queue_counter"
    after = {"counter": counter.number}
    await audit.record(
        act, action, subject=subject, subject_id=counter.id, unit_id=desk.unit_id, before=before, after=after
    )
