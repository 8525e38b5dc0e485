"""Handing a pile of dossiers over: scan the slips one after the other, choose who gets them, confirm."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.response import Response

from core.acting import Act
from core.errors import Forbidden, Refused
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import read_form
from core.web.pages import page
from plugins.onestop.access import RECEIVE, scope
from plugins.onestop.commands.handing_over import find_scanned, hand_over_scanned
from plugins.onestop.listing import STATES
from plugins.onestop.office import receivers
from plugins.onestop.queries import dossiers
from plugins.onestop.schemas import HandOver, Scan


class HandOverPages(Controller):
    """The pile and what became of it."""

    path = "/staff/handover"
    guards = [requires(RECEIVE)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def pile(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[str]:
        """Show the empty pile."""
        return page("onestop/handover.html", request, form=None, people=await _people(act), lines=None)

    @post("/scan", status_code=200)
    async def scanned(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[str]:
        """Return one line of the pile for a scan, as a fragment; 404 says why it is none of ours."""
        form = await read_form(request, Scan)
        code = await find_scanned(form.value.scan, act) if form.value else ""
        sheet = await dossiers.by_code(code, scope(act.who)) if code else None
        movable = sheet is not None and any(step.hands_over for step in sheet.workflow.exits(sheet.state))
        return page(
            "onestop/handover_line.html",
            request,
            status_code=200 if sheet else 404,
            sheet=sheet,
            tag=STATES.get(sheet.state) if sheet else None,
            movable=movable,
        )

    @post(status_code=200)
    async def hand_over(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[str]:
        """Hand the pile over and show, dossier by dossier, what became of it."""
        form = await read_form(request, HandOver)
        lines = None
        try:
            sent = form.checked()
            if not sent.pile:
                raise Refused(_("Chưa có hồ sơ nào trong danh sách. Hãy quét giấy tiếp nhận trước."))
            lines = await hand_over_scanned(sent, act)
        except Refused as error:
            if not form.problems:
                form.refuse(error)
        people = await _people(act)
        name = dict(people).get(str(form.value.receiver), "") if form.value else ""
        return page(
            "onestop/handover.html",
            request,
            status_code=200 if lines is not None else 422,
            form=None if lines is not None else form,
            people=people,
            receiver=name,
            lines=lines,
        )


async def _people(act: Act) -> list[tuple[str, str]]:
    """Return who can receive: id and name, for the select."""
    if act.who.unit_id is None:
        raise Forbidden(_("Tài khoản này không thuộc đơn vị nào nên không bàn giao được."))
    return [(str(person.id), person.full_name) for person in await receivers(act.who.unit_id, act.at)]
