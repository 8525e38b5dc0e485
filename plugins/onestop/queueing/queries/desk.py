"""How a desk is arranged: its rules, services and counters."""

from datetime import datetime

from msgspec import Struct

from core import db


class Service(Struct, frozen=True):
    """What people take a number for; `tables.QueueService` says what the fields mean."""

    id: int
    letter: str
    name: str
    usual_minutes: int
    position: int
    active: bool
    revision: int


class Counter(Struct, frozen=True):
    """A counter; `tables.QueueCounter` says what the fields mean."""

    id: int
    number: int
    name: str
    services: list[int]
    active: bool
    clerk_id: int | None
    clerk_name: str
    since: datetime | None
    revision: int


class Desk(Struct, frozen=True):
    """A desk's arrangement. services and counters: all of them, the closed ones included, in their order."""

    unit_id: int
    priority_every: int
    priorities: list[str]
    only_open_hours: bool
    most_a_day: int
    revision: int
    services: list[Service]
    counters: list[Counter]

    @property
    def offered(self) -> list[Service]:
        """The services for which numbers are given."""
        return [service for service in self.services if service.active]

    def service(self, service_id: int) -> Service | None:
        """Return a service by its id."""
        return next((service for service in self.services if service.id == service_id), None)

    def counter(self, counter_id: int | None) -> Counter | None:
        """Return a counter by its id."""
        return next((counter for counter in self.counters if counter.id == counter_id), None)

    def seat_of(self, person_id: int | None) -> Counter | None:
        """Return the counter at which somebody sits."""
        return next((c for c in self.counters if person_id is not None and c.clerk_id == person_id), None)


_OFFICE = """
SELECT priority_every, priorities, only_open_hours, most_a_day, revision
FROM onestop.onestop_queue_office WHERE unit_id = $1
"""
_SERVICES = """
SELECT id, letter, name, usual_minutes, position, active, revision
FROM onestop.onestop_queue_service WHERE unit_id = $1 ORDER BY position, letter, id
"""
_COUNTERS = """
SELECT id, number, name, services, active, clerk_id, clerk_name, since, revision
FROM onestop.onestop_queue_counter WHERE unit_id = $1 ORDER BY number, id
"""
_OFFICES = """
SELECT o.unit_id FROM onestop.onestop_queue_office o
WHERE EXISTS (SELECT 1 FROM onestop.onestop_queue_service s WHERE s.unit_id = o.unit_id AND s.active) ORDER BY 1
"""


async def desk_of(unit_id: int, *, lock: bool = False) -> Desk | None:
    """Return a desk's arrangement, None when it has no queue.

    lock: hold its row until the transaction ends, so that calls of one desk come one after the other.
    """
    found = await db.row(_OFFICE + (" FOR UPDATE" if lock else ""), unit_id)
    if found is None:
        return None
    return Desk(
        unit_id=unit_id,
        **dict(found),
        services=await db.structs(Service, _SERVICES, unit_id),
        counters=await db.structs(Counter, _COUNTERS, unit_id),
    )


async def desks_with_queue() -> list[int]:
    """Return the units whose kiosk offers something."""
    return [row[0] for row in await db.rows(_OFFICES)]
