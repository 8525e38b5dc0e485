"""At the counter: next, again, absent, start, done, sent on; nobody is called twice by a double press."""

import asyncio

import pytest

from core import db as database
from core.errors import Conflict, Forbidden, Missing, MotcuaError, Refused
from plugins.onestop.queueing.commands.calling import call_next, stand_up
from plugins.onestop.queueing.queries import tickets
from plugins.onestop.queueing.schemas import Next
from tests.onestop.conftest import load_catalogue, new_dossier
from tests.onestop.queueing.conftest import Hall

pytestmark = pytest.mark.anyio


async def test_first_come_first_served_among_what_the_counter_does(hall: Hall) -> None:
    for letter in "BAAB":
        await hall.come(letter)
        hall.later(1)
    await hall.sit(1)
    await hall.sit(3, hall.colleague)
    assert [await hall.next(), await hall.next(), await hall.next()] == ["A001", "A002", ""]
    assert [await hall.next(hall.colleague), await hall.next(hall.colleague)] == ["B001", "B002"]


async def test_every_second_call_is_for_priority(hall: Hall) -> None:
    for priority in ("", "", "", "elderly", "pregnant"):
        await hall.come(priority=priority)
        hall.later(1)
    await hall.sit(1)
    called = []
    for _ in range(5):
        called.append(await hall.next())
        hall.later(1)
    assert called == ["A001", "A004", "A002", "A005", "A003"]


async def test_a_double_press_of_next_calls_one(hall: Hall) -> None:
    await hall.come()
    await hall.come()
    await hall.sit(1)
    assert await call_next(Next(0), hall.act(hall.clerk)) is not None
    with pytest.raises(Conflict, match="A001"):
        await call_next(Next(0), hall.act(hall.clerk))
    assert (await hall.ticket("A002")).state == "waiting"


async def test_simultaneous_counters_never_call_the_same_number(committed_hall: Hall) -> None:
    hall = committed_hall
    for _ in range(6):
        await hall.come()
    await hall.sit(1)
    await hall.sit(3, hall.colleague)

    async def press(who: object) -> str:
        try:
            return await hall.next(who)  # type: ignore[arg-type]
        except MotcuaError:
            return ""

    calls = await asyncio.gather(
        *(database.spawn(press(who)) for who in (hall.clerk, hall.colleague) for _ in range(4))
    )
    called = [label for label in calls if label]
    assert len(set(called)) == len(called) >= 2
    stored = await database.value("SELECT count(*) FROM onestop.onestop_queue_event WHERE action = 'call'")
    assert stored == len(called)


async def test_the_way_of_a_ticket_leaves_its_times(hall: Hall) -> None:
    await hall.come()
    await hall.sit(1)
    hall.later(4)
    await hall.next()
    hall.later(1)
    await hall.do("recall")
    hall.later(1)
    await hall.do("start")
    hall.later(9)
    await hall.next()
    done = await hall.ticket("A001")
    assert (done.state, done.calls) == ("done", 2)
    assert done.first_called_at is not None
    assert done.started_at is not None
    assert done.ended_at is not None
    assert (done.first_called_at - done.taken_at).total_seconds() == 4 * 60
    assert (done.ended_at - done.started_at).total_seconds() == 9 * 60


async def test_somebody_absent_may_wait_again_at_the_old_place(hall: Hall) -> None:
    await hall.come()
    await hall.come()
    await hall.sit(1)
    await hall.next()
    absent = await hall.do("absent")
    await hall.do("rejoin", ticket=absent)
    assert await hall.next() == "A001"


@pytest.mark.parametrize("to", ["service", "counter"])
async def test_a_ticket_is_sent_on_to_another_counter_or_service(hall: Hall, to: str) -> None:
    await hall.come("A")
    await hall.come("B")
    await hall.sit(1)
    await hall.sit(2, hall.colleague)
    await hall.next()
    target = await hall.service("B") if to == "service" else await hall.counter(2)
    await hall.do("transfer", to={to: target})
    assert await hall.next() == ""  # not mine any more
    assert await hall.next(hall.colleague) == "A001"  # keeps the place of its number
    assert (await hall.ticket("A001")).origin == await hall.service("A")


async def test_a_transfer_to_nowhere_is_refused(hall: Hall) -> None:
    await hall.come()
    await hall.sit(1)
    await hall.next()
    with pytest.raises(Refused, match="chuyển đến"):
        await hall.do("transfer")
    assert (await hall.present()) is not None


async def test_a_taken_counter_says_who_sits_there_and_can_be_taken_over(hall: Hall) -> None:
    await hall.sit(1, hall.colleague)
    with pytest.raises(Conflict, match="colleague"):
        await hall.sit(1)
    await hall.sit(1, take_over=True)
    desk = await hall.desk()
    assert desk.seat_of(hall.clerk.person_id) == desk.counter(await hall.counter(1))
    assert desk.seat_of(hall.colleague.person_id) is None


async def test_nobody_leaves_a_counter_with_somebody_at_it(hall: Hall) -> None:
    await hall.come()
    await hall.sit(1)
    await hall.next()
    with pytest.raises(Conflict, match="A001"):
        await stand_up(hall.act(hall.clerk))
    await hall.do("finish")
    await stand_up(hall.act(hall.clerk))
    with pytest.raises(Refused, match="chọn quầy"):
        await hall.next()


async def test_an_old_page_does_not_move_a_ticket(hall: Hall) -> None:
    await hall.come()
    await hall.sit(1)
    await hall.next()
    old = await hall.present()
    await hall.do("start")
    with pytest.raises(Conflict):
        await hall.do("absent", ticket=old)


async def test_a_stranger_sees_and_calls_nothing(hall: Hall) -> None:
    await hall.come()
    with pytest.raises(Missing):
        await call_next(Next(0), hall.act(hall.stranger))
    with pytest.raises(Forbidden):
        await call_next(Next(0), hall.act(hall.manager))


async def test_every_step_is_in_the_history_and_in_the_log(hall: Hall) -> None:
    await hall.come()
    await hall.sit(1)
    await hall.next()
    await hall.do("finish")
    events = await database.rows("SELECT action, source, target FROM onestop.onestop_queue_event ORDER BY id")
    assert [tuple(row) for row in events] == [
        ("take", "", "waiting"),
        ("call", "waiting", "called"),
        ("finish", "called", "done"),
    ]
    logged = await database.value("SELECT count(*) FROM audit.audit_entry WHERE action = 'onestop.queue_step'")
    assert logged == 2


async def test_the_dossier_taken_in_meanwhile_is_linked_with_the_ticket(hall: Hall) -> None:
    from plugins.onestop.commands.receiving import receive

    await load_catalogue(hall.clock.now())
    await hall.come()
    await hall.sit(1)
    await hall.next()
    hall.later(5)
    code = (await receive(new_dossier(), hall.act(hall.clerk))).code
    hall.later(1)
    await hall.next()
    ticket = await tickets.of_dossier(code)
    assert ticket is not None
    assert (ticket.label, ticket.dossiers) == ("A001", [code])
