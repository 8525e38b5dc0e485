"""Slips of many dossiers in one file."""

from typing import Any

from litestar import Controller, Request, post
from litestar.di import NamedDependency
from litestar.response import Response

from core.acting import Act
from core.errors import MotcuaError
from core.web.access import requires
from core.web.pages import page
from plugins.onestop.access import RECEIVE
from plugins.onestop.desk import queries
from plugins.onestop.desk.commands.slips import print_slips
from plugins.onestop.desk.controllers.batches import nothing_selected, selected
from plugins.onestop.desk.printing import joined
from plugins.onestop.listing import STATES


class PrintPages(Controller):
    """Ask first, since whose slip cannot be printed has to be said somewhere; then one file for the printer."""

    path = "/staff/desk/print"
    guards = [requires(RECEIVE)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @post(status_code=200)
    async def choose(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[str]:
        """Show of which of the ticked dossiers a slip can be printed."""
        return await _choose(request, act)

    @post("/file", status_code=200)
    async def file(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Return the slips as one PDF; each printing is written into the ledger and the log."""
        codes = await selected(request)
        if not codes:
            return nothing_selected(request)
        try:
            slips = await print_slips(codes, act)
        except MotcuaError:
            # changed since it was asked for: ask again, with the reasons
            return await _choose(request, act)
        headers = {"content-disposition": 'inline; filename="giay-tiep-nhan.pdf"', "cache-control": "no-store"}
        return Response(joined(slips), media_type="application/pdf", headers=headers)


async def _choose(request: Request[Any, Any, Any], act: Act) -> Response[str]:
    sheets = await queries.chosen(await selected(request), act)
    if not sheets:
        return nothing_selected(request)
    mine = [sheet for sheet in sheets if any(act.who.may(RECEIVE, unit) for unit in sheet.unit_ids)]
    others = [sheet for sheet in sheets if sheet not in mine]
    return page(
        "onestop/desk/print.html",
        request,
        sheets=mine,
        others=others,
        states=STATES,
    )
