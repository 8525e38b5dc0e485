"""The queue's piece of a dossier's page: with which number it came in, and how long its owner had waited."""

from collections.abc import Mapping
from typing import Any

from litestar import Request

from plugins.onestop.queueing.queries import tickets


async def load_ticket(request: Request[Any, Any, Any]) -> Mapping[str, Any]:
    """Return the ticket during which the dossier was taken in, if there is one."""
    sheet = request.scope["state"]["panel_context"]["sheet"]
    ticket = await tickets.of_dossier(sheet.code)
    waited = ticket.first_called_at - ticket.taken_at if ticket and ticket.first_called_at else None
    return {"ticket": ticket, "waited": None if waited is None else int(waited.total_seconds() // 60)}
