"""Handing a pile of dossiers over: scan the slips one after the other, choose who gets them, confirm."""

import uuid
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.response import Response

from core.acting import Act
from core.errors import Forbidden, Refused
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.pages import page, redirect
from plugins.onestop.access import RECEIVE, scope
from plugins.onestop.desk.commands.piles import find_scanned, hand_over_pile, hand_over_step
from plugins.onestop.desk.schemas import HandOver, Scan
from plugins.onestop.office import receivers
from plugins.onestop.queries import dossiers


class HandOverPages(Controller):
    """The pile; what became of it stands in the report of the work."""

    path = "/staff/handover"
    guards = [requires(RECEIVE)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def pile(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[str]:
        """Show the empty pile."""
        return await _pile(request, act)

    @post("/scan", status_code=200)
    async def scanned(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[str]:
        """Return one line of the pile for a scan, as a fragment; 404 says why it is none of ours."""
        form = await read_form(request, Scan)
        code = await find_scanned(form.value.scan, act) if form.value else ""
        sheet = await dossiers.by_code(code, scope(act.who)) if code else None
        return page(
            "onestop/desk/handover_line.html",
            request,
            status_code=200 if sheet else 404,
            scan=form.value.scan if form.value else "",
            sheet=sheet,
            state=_(sheet.workflow.state(sheet.state).title) if sheet else "",
            movable=sheet is not None and hand_over_step(sheet) is not None,
        )

    @post(status_code=303)
    async def hand_over(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Hand the pile over and go to the report: what became of each dossier, and the control sheet."""
        form = await read_form(request, HandOver)
        try:
            done = await hand_over_pile(form.checked(), act, form.key)
        except Refused as error:
            if not form.problems:
                form.refuse(error)
            return await _pile(request, act, form)
        return redirect(f"/staff/desk/batches/{done.batch}")


async def _pile(request: Request[Any, Any, Any], act: Act, form: Form[HandOver] | None = None) -> Response[str]:
    """Return the page of the pile; with a form, what was scanned is still in it."""
    if act.who.unit_id is None:
        raise Forbidden(_("Tài khoản này không thuộc đơn vị nào nên không bàn giao được."))
    people = [(str(person.id), person.full_name) for person in await receivers(act.who.unit_id, act.at)]
    scans = form.raw.get("scans", []) if form else []
    return page(
        "onestop/desk/handover.html",
        request,
        status_code=422 if form else 200,
        form=form,
        people=people,
        scans=[scans] if isinstance(scans, str) else scans,
        key=form.key if form and form.key else uuid.uuid4().hex,
    )
