"""The ticket on paper: 80 mm, as high as its text."""

from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from core.clock import VIETNAM
from core.codes import grouped, qr_svg
from core.printing import render_pdf

# Always Vietnamese: the paper is read in the hall, whatever language the kiosk was in.
_PRIORITY = "Lượt ưu tiên"


def ticket_template() -> Path:
    """Return the path of the ticket."""
    return Path(str(files("plugins.onestop"))) / "templates" / "onestop" / "queueing" / "ticket.typ"


async def ticket_pdf(context: Mapping[str, Any], at: datetime) -> bytes:
    """Return the ticket as PDF; context: of `controllers.tickets.ticket_context`; at: aware, when it is printed."""
    ticket = context["ticket"]
    data = {
        "agency": context["agency"],
        "unit": context["unit"].name,
        "service": context["service"],
        "label": ticket.label,
        "priority": _PRIORITY if ticket.priority else "",
        "taken_at": f"{ticket.taken_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}",
        "before": context["before"],
        "minutes": context["minutes"],
        "digits": grouped(context["token"]),
        "qr": qr_svg(context["address"], module_mm=0.75),
    }
    return await render_pdf(ticket_template(), data, at=at)
