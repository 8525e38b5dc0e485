"""The holder's page of a ticket, opened by its QR code, and the ticket on paper."""

from datetime import datetime
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from markupsafe import Markup

from core import offices
from core.acting import Act
from core.codes import code_address, qr_svg
from core.errors import Missing
from core.registry import current
from core.text.i18n import use_language
from core.web.access import public
from core.web.pages import known_page, redirect
from plugins.onestop.queueing.commands.leaving import give_back
from plugins.onestop.queueing.commands.taking import digest_of
from plugins.onestop.queueing.printing import ticket_pdf
from plugins.onestop.queueing.queries import tickets
from plugins.onestop.queueing.queries.desk import desk_of
from plugins.onestop.queueing.views import day_of, ticket_view

PRIVATE = {"cache-control": "no-store", "x-robots-tag": "noindex"}


class TicketPages(Controller):
    """Where I stand in the queue. The digits are the key; there is no name behind them."""

    path = "/so-cho"
    guards = [public]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get("/{token:str}")
    async def show(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], token: FromPath[str]
    ) -> Response[str]:
        """Show who is before me, how long it may take, and the counter once I am called."""
        answer = await known_page("onestop/queueing/phone.html", request, **await ticket_context(token, act.at))
        answer.headers.update(PRIVATE)
        return answer

    @get("/{token:str}/phieu.pdf")
    async def paper(self, act: NamedDependency[Act], token: FromPath[str]) -> Response[bytes]:
        """Return the ticket as PDF, 80 mm wide, for the kiosk's printer."""
        with use_language("vi"):
            content = await ticket_pdf(await ticket_context(token, act.at), act.at)
        headers = {**PRIVATE, "content-disposition": 'inline; filename="phieu.pdf"'}
        return Response(content, media_type="application/pdf", headers=headers)

    @post("/{token:str}/bo", status_code=303)
    async def leave(self, act: NamedDependency[Act], token: FromPath[str]) -> Response[Any]:
        """Give the number back."""
        await give_back(token, act)
        return redirect(f"/so-cho/{token}")


async def ticket_context(token: str, at: datetime) -> dict[str, Any]:
    """Return what the pages of a ticket show. Raises Missing for digits that are no ticket's."""
    try:
        ticket = await tickets.by_digest(digest_of(token))
    except ValueError:
        ticket = None
    desk = await desk_of(ticket.unit_id) if ticket else None
    if ticket is None or desk is None:
        raise Missing
    address = code_address(current().settings.base_url, token)
    return {
        "token": token,
        "unit": await offices.unit(ticket.unit_id),
        "agency": (await offices.authority(ticket.unit_id)).agency,
        "address": address,
        "qr": Markup(qr_svg(address, module_mm=0.9)),  # noqa: S704 -- drawn here, from our own address
        **ticket_view(await day_of(desk, at), ticket, at),
    }
