"""Tickets of a desk's day."""

from datetime import date, datetime

from core import db
from plugins.onestop.queueing.domain.history import Past
from plugins.onestop.queueing.domain.tickets import Ticket

_TICKET = """
SELECT id, unit_id, origin, service, day, number, label, priority, state, counter, only_counter, revision, calls,
       taken_at, called_at, first_called_at, started_at, ended_at, clerk_id, clerk_name, dossiers
FROM onestop.onestop_queue_ticket
"""
_PAST = """
SELECT s.name, t.taken_at, t.first_called_at, t.started_at, t.ended_at, t.state
FROM onestop.onestop_queue_ticket t JOIN onestop.onestop_queue_service s ON s.id = t.service
WHERE t.unit_id = $1 AND t.day BETWEEN $2 AND $3 ORDER BY t.id
"""
# what was served by this person since the ticket was called, and belongs to this desk
_TAKEN_IN = """
SELECT code FROM onestop.onestop_dossier
WHERE received_at BETWEEN $3 AND $4 AND taken_by = $2 AND unit_id = $1 ORDER BY received_at, id LIMIT 20
"""
_OF_DOSSIER = _TICKET + "WHERE dossiers <> '{}' AND dossiers @> ARRAY[$1]::varchar[] ORDER BY id LIMIT 1"


async def of_day(unit_id: int, day: date) -> list[Ticket]:
    """Return every ticket of a desk's day, in the order in which they were taken."""
    return await _tickets("WHERE unit_id = $1 AND day = $2 ORDER BY id", unit_id, day)


async def by_id(ticket_id: int, unit_id: int) -> Ticket | None:
    """Return a ticket of a desk."""
    return next(iter(await _tickets("WHERE id = $1 AND unit_id = $2", ticket_id, unit_id)), None)


async def by_digest(digest: bytes) -> Ticket | None:
    """Return the ticket whose code has this digest."""
    return next(iter(await _tickets("WHERE digest = $1", digest)), None)


async def of_dossier(code: str) -> Ticket | None:
    """Return the ticket during which a dossier was taken in."""
    rows = await db.rows(_OF_DOSSIER, code)
    return Ticket(**dict(rows[0])) if rows else None


async def past(unit_id: int, first: date, last: date) -> list[Past]:
    """Return the tickets of some days, both ends included, for the figures."""
    return await db.structs(Past, _PAST, unit_id, first, last)


async def taken_in_since(unit_id: int, person_id: int | None, since: datetime, until: datetime) -> list[str]:
    """Return the numbers of dossiers that a person took in at a desk between two moments."""
    return [row[0] for row in await db.rows(_TAKEN_IN, unit_id, person_id, since, until)]


async def _tickets(where: str, *values: object) -> list[Ticket]:
    return [Ticket(**dict(row)) for row in await db.rows(_TICKET + where, *values)]
