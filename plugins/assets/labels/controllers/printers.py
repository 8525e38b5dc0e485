"""Printers and how far their prints are off."""

import secrets
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response, Stream

from core.acting import Act, Principal
from core.errors import Missing, Refused
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.lists import list_response
from core.web.pages import page, redirect
from plugins.assets.inventory.views import unit_choices
from plugins.assets.labels import commands, queries
from plugins.assets.labels.controllers.pages import file_response, stock_choices
from plugins.assets.labels.listing import PATH, PRINTERS
from plugins.assets.labels.queries import LABELS
from plugins.assets.labels.schemas import Printer, PrinterFacts
from plugins.assets.labels.stock import roll_named, sheet_named

Web = Request[Any, Any, Any]


class PrinterPages(Controller):
    """Pages below /staff/assets/labels/printers."""

    path = f"{PATH}/printers"
    guards = [requires(LABELS)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def listed(self, request: Web, principal: NamedDependency[Principal]) -> Response[Any] | Stream:
        """List the printers."""
        return await list_response(PRINTERS, request, principal)

    @get("/new")
    async def new(self, request: Web, act: NamedDependency[Act]) -> Response[str]:
        """Show the form for a printer."""
        return await _printer_page(request, act, None, None)

    @post("/new", status_code=303)
    async def add(self, request: Web, act: NamedDependency[Act]) -> Response[Any]:
        """Keep a new printer."""
        return await _save(request, act, None)

    @get("/{number:int}")
    async def one(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[str]:
        """Show a printer."""
        return await _printer_page(request, act, await _known(number, act), None)

    @post("/{number:int}", status_code=303)
    async def save(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[Any]:
        """Keep its correction."""
        return await _save(request, act, await _known(number, act))

    @get("/{number:int}/trial")
    async def trial(self, act: NamedDependency[Act], number: FromPath[int], stock: FromQuery[str]) -> Response[bytes]:
        """Send a sheet of test labels with their edges."""
        found = sheet_named(stock) or roll_named(stock)
        if found is None:
            raise Missing(_("Không có loại giấy nhãn này."))
        return file_response(await commands.trial(found, await _known(number, act), act))


async def _known(number: int, act: Act) -> Printer:
    found = await queries.printer(number, act.who)
    if found is None:
        raise Missing(_("Không có máy in này."))
    return found


async def _save(request: Web, act: Act, printer: Printer | None) -> Response[Any]:
    form = await read_form(request, PrinterFacts)
    try:
        saved = await commands.save_printer(printer.id if printer else None, form.checked(), act)
    except Refused as error:
        if not form.problems:
            form.refuse(error)
        return await _printer_page(request, act, printer, form)
    return redirect(f"{PATH}/printers/{saved}")


async def _printer_page(
    request: Web, act: Act, printer: Printer | None, form: Form[PrinterFacts] | None
) -> Response[str]:
    units = await unit_choices(act.who, LABELS)
    return page(
        "assets/labels/printer.html",
        request,
        status_code=422 if form else 200,
        form=form,
        key=secrets.token_urlsafe(12),
        printer=printer,
        units=[(choice.value, choice.label) for choice in units],
        stocks=stock_choices(),
    )
