"""Where the code on a ticket leads."""

from core.acting import Principal
from plugins.onestop.queueing.commands.taking import digest_of
from plugins.onestop.queueing.queries import tickets


async def open_ticket(code: str, _who: Principal) -> str | None:
    """Return the page of a ticket; None for digits that are no ticket's."""
    found = await tickets.by_digest(digest_of(code))
    return f"/so-cho/{code}" if found else None
