"""What the pages of the queue show, as plain values for their templates."""

from collections.abc import Mapping
from datetime import date, datetime
from math import ceil
from typing import Any

from msgspec import Struct

from core import offices
from core.clock import VIETNAM
from core.contracts.offices import Unit
from core.errors import Missing
from plugins.onestop.queueing.day import Day
from plugins.onestop.queueing.domain.tickets import Ticket, spoken, steps_at
from plugins.onestop.queueing.queries import tickets
from plugins.onestop.queueing.queries.desk import Counter, Desk, Service, desk_of

SHOWN_CALLS = 6


class Call(Struct, frozen=True):
    """A number and the counter that called it. key: another one with each call, so that a board says each once."""

    key: str
    label: str
    counter: int
    spoken: str
    serving: bool


class Queue(Struct, frozen=True):
    """A service as waited for: how many wait, minutes that a newcomer would wait (None: no counter is open)."""

    service: Service
    waiting: int
    minutes: int | None


async def desk_by_code(code: str) -> tuple[Unit, Desk]:
    """Return a desk by the code of its unit. Raises Missing when it has no queue."""
    unit = await offices.find_unit(code)
    desk = await desk_of(unit.id) if unit else None
    if unit is None or desk is None:
        raise Missing
    return unit, desk


async def day_of(desk: Desk, at: datetime) -> Day:
    """Return a desk's day at an aware moment."""
    return Day(desk, await tickets.of_day(desk.unit_id, local_day(at)))


def local_day(at: datetime) -> date:
    """Return the office's day of an aware moment."""
    return at.astimezone(VIETNAM).date()


def queues(day: Day, at: datetime) -> list[Queue]:
    """Return the services offered, with who waits for them."""
    return [
        Queue(one, sum(t.service == one.id for t in day.waiting), whole(day.wait_for(one.id, at)))
        for one in day.desk.offered
    ]


def whole(minutes: float | None) -> int | None:
    """Return minutes for people: rounded up."""
    return None if minutes is None else ceil(minutes)


def calls(day: Day) -> list[Call]:
    """Return what the board shows: the numbers at the counters, the newest call first."""
    numbers = {counter.id: counter.number for counter in day.desk.counters}
    there = [t for t in day.tickets if t.state in {"called", "serving"} and t.counter in numbers and t.called_at]
    there.sort(key=lambda t: (t.called_at, t.id), reverse=True)
    return [_call(ticket, numbers[ticket.counter or 0]) for ticket in there[:SHOWN_CALLS]]


def _call(ticket: Ticket, number: int) -> Call:
    key = f"{ticket.id}-{ticket.called_at.timestamp() if ticket.called_at else 0:.3f}"
    return Call(key, ticket.label, number, spoken(ticket.label), ticket.state == "serving")


def board(day: Day, at: datetime) -> dict[str, Any]:
    """Return the context of the board."""
    return {"calls": calls(day), "queues": queues(day, at), "now": at}


def ticket_view(day: Day, ticket: Ticket, at: datetime) -> dict[str, Any]:
    """Return what the holder of a ticket sees: who is before, how long it may take, where to go."""
    waits = day.waits(at)
    mine = waits.get(ticket.id)
    services = {service.id: service.name for service in day.desk.services}
    return {
        "ticket": ticket,
        "service": services.get(ticket.service, ""),
        "counter": day.desk.counter(ticket.counter),
        "before": _before(day, ticket, waits),
        "minutes": whole(mine),
        "over": ticket.day != local_day(at),
    }


def _before(day: Day, ticket: Ticket, waits: Mapping[int, float]) -> int:
    """Return how many of the tickets that wait for the same are called before, as things stand."""
    same = [t for t in day.waiting if t.service == ticket.service and t.id != ticket.id]
    mine = waits.get(ticket.id)
    if mine is None:
        return sum(t.id < ticket.id for t in same)
    return sum((waits.get(t.id, mine), t.id) < (mine, ticket.id) for t in same)


def counter_view(day: Day, seat: Counter, at: datetime) -> dict[str, Any]:
    """Return what the clerk at a counter sees: the ticket there, what can be done with it, who waits."""
    present = day.at_counter(seat.id)
    waits = day.waits(at)
    services = {service.id: service for service in day.desk.services}
    following = day.next_for(seat)
    lines = [
        {"ticket": t, "service": services[t.service], "waited": _minutes(at, t.taken_at)}
        for t in sorted(day.waiting, key=lambda t: (waits.get(t.id, 1e9), t.taken_at, t.id))
    ]
    return {
        "seat": seat,
        "desk": day.desk,
        "present": present,
        "present_service": services[present.service] if present else None,
        "present_minutes": _minutes(at, present.started_at or present.called_at or at) if present else 0,
        "steps": [s for s in steps_at(present.state) if s.action != "finish"] if present else [],
        "following": following,
        "lines": lines,
        "absent": [t for t in day.tickets if t.state == "absent"],
        "done": sum(t.state == "done" for t in day.tickets),
        "others": [c for c in day.desk.counters if c.active and c.id != seat.id],
    }


def _minutes(at: datetime, since: datetime) -> int:
    return max(0, int((at - since).total_seconds() // 60))
