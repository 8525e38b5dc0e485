"""A demonstration of the queue: counters at the district and two communes, and a morning's tickets."""

from datetime import datetime, timedelta
from random import Random
from typing import Final

import msgspec

from core import offices
from core.acting import Act, Principal, system_act
from core.clock import VIETNAM
from core.contributions import DemoContext
from plugins.onestop.queueing.access import CALL
from plugins.onestop.queueing.commands.arranging import set_counter, set_rules, set_service
from plugins.onestop.queueing.commands.calling import call_next, do, sit_down
from plugins.onestop.queueing.commands.taking import take
from plugins.onestop.queueing.queries import tickets
from plugins.onestop.queueing.queries.desk import Desk, desk_of
from plugins.onestop.queueing.schemas import CounterFields, Doing, Next, Priority, Rules, ServiceFields, Sit, Wanted

SERVICES: Final = (
    ("A", "Hộ tịch, chứng thực", 8),
    ("B", "Đất đai, nhà ở", 15),
    ("C", "Kinh doanh, xây dựng, việc khác", 12),
    ("T", "Nhận kết quả", 4),
)
COUNTERS: Final = ((1, "AT"), (2, "BT"), (3, "ABC"))
DESKS: Final = ("duc-hoa.mot-cua", "my-hanh-bac.mot-cua", "huu-thanh.mot-cua")
KINDS: Final[tuple[Priority, ...]] = ("", "", "", "", "elderly", "pregnant")
PEOPLE: Final = 34
MORNING: Final = timedelta(minutes=150)


async def load_queues(context: DemoContext) -> None:
    """Arrange three desks; at each, people came during the last hours and most of them were served."""
    chance = Random(28)  # noqa: S311 -- made-up data, the same each time
    for code in DESKS:
        unit = await offices.find_unit(code)
        if unit is None:
            continue
        await _arrange(unit.id, system_act(context.at - timedelta(days=30)))
        desk = await desk_of(unit.id)
        clerks = await _clerks(unit.id, context.at)
        if desk is not None and clerks:
            await _morning(desk, clerks, context.at, chance)


async def _arrange(unit_id: int, act: Act) -> None:
    rules = Rules(priority_every=2, priorities=["elderly", "disabled", "pregnant"], only_open_hours=False)
    await set_rules(unit_id, rules, act)
    for letter, name, minutes in SERVICES:
        await set_service(unit_id, ServiceFields(letter=letter, name=name, usual_minutes=minutes, active=True), act)
    desk = await desk_of(unit_id)
    ids = {service.letter: service.id for service in desk.services} if desk else {}
    for number, letters in COUNTERS:
        services = [ids[letter] for letter in letters]
        await set_counter(unit_id, CounterFields(number=number, services=services, active=True), act)


async def _clerks(unit_id: int, at: datetime) -> list[Principal]:
    """Return who can sit at the counters of a desk."""
    people = await offices.people_of([unit_id], offices.office_day(at), role="clerk")
    return [
        Principal(
            username=f"demo.{person.id}",
            display_name=person.full_name,
            person_id=person.id,
            unit_id=unit_id,
            grants={CALL: frozenset({unit_id})},
        )
        for person in people[: len(COUNTERS)]
    ]


async def _morning(desk: Desk, clerks: list[Principal], at: datetime, chance: Random) -> None:
    """People come one after the other; whoever is free calls the next. All of it today, none after now."""
    midnight = at.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
    start = max(at - MORNING, midnight)
    span = (at - start) * 0.98
    letters = chance.choices([service.id for service in desk.services], weights=(5, 6, 3, 2), k=PEOPLE)
    moments: list[tuple[datetime, int, Priority]] = [
        (start + span * chance.random(), service, chance.choice(KINDS)) for service in letters
    ]
    for counter, clerk in zip(desk.counters, clerks, strict=False):
        await sit_down(Sit(counter.id), Act(clerk, start))
    free = dict.fromkeys(range(min(len(clerks), len(desk.counters))), start + timedelta(minutes=2))
    for come, service, priority in sorted(moments):
        await _serve(clerks, free, come, chance)
        await take(desk.unit_id, Wanted(service, priority), Act(system_act(come).who, come))
    await _serve(clerks, free, at - timedelta(minutes=1), chance)


async def _serve(clerks: list[Principal], free: dict[int, datetime], until: datetime, chance: Random) -> None:
    """Let the clerks that become free until a moment call whoever waits."""
    while (place := min(free, key=lambda one: free[one])) is not None and free[place] <= until:
        when = free[place]
        called = await _call(clerks[place], when)
        free[place] = when + timedelta(minutes=chance.uniform(5, 20) if called else 3)


async def _call(clerk: Principal, when: datetime) -> bool:
    """Finish with the ticket at a clerk's counter, call the next one and start with it; tell whether there was one."""
    desk = await desk_of(clerk.unit_id or 0)
    seat = desk.seat_of(clerk.person_id) if desk else None
    present = next(
        (
            t
            for t in await tickets.of_day(clerk.unit_id or 0, offices.office_day(when))
            if seat is not None and t.counter == seat.id and t.state in {"called", "serving"}
        ),
        None,
    )
    called = await call_next(Next(present.id if present else 0), Act(clerk, when))
    if called is None:
        return False
    begun = msgspec.structs.replace(Act(clerk, when), at=when + timedelta(seconds=40))
    await do(called.id, Doing("start", called.revision), begun)
    return True
