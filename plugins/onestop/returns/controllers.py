"""How one result leaves the house, and the list of those that go by post."""

import uuid
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response, Stream

from core.acting import Act, Principal
from core.errors import Conflict, Missing, Refused
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.lists import list_response
from core.web.pages import page, redirect
from plugins.onestop.access import RECEIVE, VIEW, scope
from plugins.onestop.queries import dossiers
from plugins.onestop.returns import commands, queries
from plugins.onestop.returns.domain.parcels import parcel_steps
from plugins.onestop.returns.listing import PARCELS
from plugins.onestop.returns.schemas import NewParcel, NewProxy, ParcelMove
from plugins.onestop.returns.wording import TAGS


class ParcelList(Controller):
    """Results that go by post."""

    path = "/staff/parcels"
    guards = [requires(VIEW)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def index(
        self, request: Request[Any, Any, Any], principal: NamedDependency[Principal]
    ) -> Response[Any] | Stream:
        """List them, what the desk has to send on top."""
        return await list_response(PARCELS, request, principal)


class ReturnPages(Controller):
    """Somebody else who fetches the result; the post."""

    path = "/staff/dossiers/{code:str}/handing"
    guards = [requires(RECEIVE)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def show(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[str]:
        """Show both ways, as far as they are taken."""
        return await _page(request, code, act)

    @post("/proxy", status_code=303)
    async def proxy(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Write down who fetches it."""
        form = await read_form(request, NewProxy)
        try:
            await commands.name_proxy(code, form.checked(), act)
        except (Refused, Conflict) as error:
            return await _page(request, code, act, _refused(form, error), "proxy")
        return redirect(f"/staff/dossiers/{code}/handing")

    @post("/parcel", status_code=303)
    async def parcel(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Have it sent."""
        form = await read_form(request, NewParcel)
        try:
            await commands.request_parcel(code, form.checked(), act)
        except (Refused, Conflict) as error:
            return await _page(request, code, act, _refused(form, error), "parcel")
        return redirect(f"/staff/dossiers/{code}/handing")

    @post("/move", status_code=303)
    async def move(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Take the parcel one step on."""
        form = await read_form(request, ParcelMove)
        try:
            await commands.move_parcel(code, form.checked(), act, form.key)
        except (Refused, Conflict) as error:
            return await _page(request, code, act, _refused(form, error), str(form.raw.get("action", "")))
        return redirect(f"/staff/dossiers/{code}/handing")


def _refused(form: Form[Any], error: Refused | Conflict) -> Form[Any]:
    if isinstance(error, Conflict):
        form.refuse(Refused(error.problem))
    elif not form.problems:
        form.refuse(error)
    return form


async def _page(
    request: Request[Any, Any, Any], code: str, act: Act, form: Form[Any] | None = None, what: str = ""
) -> Response[str]:
    sheet = await dossiers.by_code(code, scope(act.who))
    if sheet is None:
        raise Missing
    parcel = await queries.parcel(sheet.id)
    notes = await queries.history(parcel.id) if parcel else []
    lines = [
        {
            "title": str(TAGS[note.target].label),
            "at": note.at,
            "who": note.person_name,
            "text": note.text,
            "state": "done",
        }
        for note in reversed(notes)
    ]
    return page(
        "onestop/returns/handing.html",
        request,
        status_code=422 if form else 200,
        sheet=sheet,
        collector=await queries.collector(sheet.id),
        parcel=parcel,
        tag=TAGS[parcel.state] if parcel else None,
        steps=parcel_steps(parcel.state) if parcel else (),
        lines=lines,
        form=form,
        what=what,
        key=uuid.uuid4().hex,
    )
