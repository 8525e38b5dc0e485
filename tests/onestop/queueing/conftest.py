"""A desk with three services and three counters, two clerks, and a way to let people come."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from core import offices
from core.accounts.testing import act_of, staff
from core.acting import ANONYMOUS, Act, Principal
from core.clock import FixedClock
from plugins.onestop.queueing.commands.arranging import set_counter, set_rules, set_service
from plugins.onestop.queueing.commands.calling import call_next, do, sit_down
from plugins.onestop.queueing.commands.taking import take
from plugins.onestop.queueing.domain.tickets import Ticket
from plugins.onestop.queueing.queries import tickets
from plugins.onestop.queueing.queries.desk import Desk, desk_of
from plugins.onestop.queueing.schemas import (
    CounterFields,
    Doing,
    Next,
    Priority,
    Rules,
    ServiceFields,
    Sit,
    Taken,
    Wanted,
)

CODE = "my-hanh-bac.mot-cua"


@dataclass
class Hall:
    """The hall of a desk, with its people and the clock they share."""

    clock: FixedClock
    unit_id: int
    clerk: Principal
    colleague: Principal
    stranger: Principal
    manager: Principal

    def act(self, who: Principal = ANONYMOUS) -> Act:
        """Return an act at the clock's moment."""
        return act_of(who, self.clock.now())

    def later(self, minutes: float) -> None:
        """Let time pass."""
        self.clock.move(timedelta(minutes=minutes))

    async def desk(self) -> Desk:
        """Return the arrangement."""
        found = await desk_of(self.unit_id)
        assert found is not None
        return found

    async def service(self, letter: str) -> int:
        """Return the id of a service."""
        return next(one.id for one in (await self.desk()).services if one.letter == letter)

    async def counter(self, number: int) -> int:
        """Return the id of a counter."""
        return next(one.id for one in (await self.desk()).counters if one.number == number)

    async def come(self, letter: str = "A", priority: Priority = "", key: str = "") -> Taken:
        """Take a number."""
        wanted = Wanted(await self.service(letter), priority)
        return await take(self.unit_id, wanted, self.act(), key)

    async def sit(self, number: int, who: Principal | None = None, *, take_over: bool = False) -> None:
        """Sit down at a counter."""
        await sit_down(Sit(await self.counter(number), take_over), self.act(who or self.clerk))

    async def present(self, who: Principal | None = None) -> Ticket | None:
        """Return the ticket at somebody's counter."""
        seat = (await self.desk()).seat_of((who or self.clerk).person_id)
        there = await tickets.of_day(self.unit_id, offices.office_day(self.clock.now()))
        return next((t for t in there if seat and t.counter == seat.id and t.state in {"called", "serving"}), None)

    async def next(self, who: Principal | None = None) -> str:
        """Finish and call the next one; return its label, "" when nobody waits."""
        present = await self.present(who)
        called = await call_next(Next(present.id if present else 0), self.act(who or self.clerk))
        return called.label if called else ""

    async def do(
        self, action: str, who: Principal | None = None, ticket: Ticket | None = None, to: dict[str, int] | None = None
    ) -> Ticket:
        """Take a step with a ticket, the one at the counter when none is given."""
        it = ticket or await self.present(who)
        assert it is not None
        return await do(it.id, Doing(action, it.revision, **(to or {})), self.act(who or self.clerk))  # type: ignore[arg-type]

    async def ticket(self, label: str) -> Ticket:
        """Return a ticket of today by its label."""
        there = await tickets.of_day(self.unit_id, offices.office_day(self.clock.now()))
        return next(t for t in there if t.label == label)


async def open_hall(clock: FixedClock) -> Hall:
    """Arrange the desk of Mỹ Hạnh Bắc: counter 1 does A, counter 2 does B, counter 3 does everything."""
    at = clock.now()
    clerk = await staff("clerk", CODE, at)
    hall = Hall(
        clock,
        clerk.unit_id or 0,
        clerk,
        await staff("clerk", CODE, at, "colleague"),
        await staff("clerk", "my-hanh-nam.mot-cua", at),
        await staff("leader", "my-hanh-bac", at),
    )
    act = hall.act(hall.manager)
    await set_rules(hall.unit_id, Rules(priority_every=2, priorities=["elderly", "disabled", "pregnant"]), act)
    for letter, name in (("A", "Hộ tịch"), ("B", "Đất đai"), ("C", "Việc khác")):
        await set_service(hall.unit_id, ServiceFields(letter=letter, name=name, usual_minutes=10, active=True), act)
    for number, letters in ((1, "A"), (2, "B"), (3, "ABC")):
        services = [await hall.service(letter) for letter in letters]
        await set_counter(hall.unit_id, CounterFields(number=number, services=services, active=True), act)
    return hall


@pytest.fixture
async def hall(db: None, clock: FixedClock) -> Hall:
    """A hall in the test's transaction."""
    return await open_hall(clock)


@pytest.fixture
async def committed_hall(committed_db: str, clock: FixedClock) -> Hall:
    """A hall in a database of its own, with real commits and several connections."""
    return await open_hall(clock)
