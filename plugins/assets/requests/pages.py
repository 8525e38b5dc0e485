"""Requests on screen: ask, read, answer; and the panel on the page of what a person holds."""

import secrets
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response, Stream

from core.acting import Act, Principal
from core.errors import Refused
from core.idempotency import once
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.lists import list_response
from core.web.pages import page, redirect
from plugins.assets.custody import queries as custody
from plugins.assets.custody.own import OWN
from plugins.assets.custody.queries import CUSTODY
from plugins.assets.requests import commands, queries
from plugins.assets.requests.listing import PATH, requests_view
from plugins.assets.requests.schemas import Answer, NewRequest
from plugins.assets.requests.words import KINDS, STATES

Web = Request[Any, Any, Any]
MINE = "/staff/my-equipment"


class RequestPages(Controller):
    """/staff/equipment-requests: the list for officers, one request also for the one who asked."""

    path = PATH
    include_in_schema = False

    @get(guards=[requires(CUSTODY)])
    async def listed(self, request: Web, principal: NamedDependency[Principal]) -> Response[Any] | Stream:
        """List the requests, what waits on top."""
        return await list_response(requests_view(), request, principal)

    @get("/new", guards=[requires(OWN)])
    async def new(self, request: Web, principal: NamedDependency[Principal]) -> Response[str]:
        """Ask what somebody wishes."""
        return await _new_page(request, principal, None)

    @post(guards=[requires(OWN)], status_code=303)
    async def ask(self, request: Web, act: NamedDependency[Act]) -> Response[Any]:
        """Keep it; sent twice it is one."""
        form = await read_form(request, NewRequest)
        try:
            data = form.checked()
            await once(form.key, act.who.username, data, lambda: commands.ask(data, act), int)
        except Refused as error:
            if form.value is not None:
                form.refuse(error)
            return await _new_page(request, act.who, form)
        return redirect(MINE)

    @get("/{number:int}", guards=[requires(OWN)])
    async def one(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[str]:
        """Show one."""
        return await _one_page(request, act, number, None)

    @post("/{number:int}/approve", guards=[requires(CUSTODY)], status_code=303)
    async def approve(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[Any]:
        """Agree, and go on with the minutes."""
        form = await read_form(request, Answer)
        try:
            minutes = await commands.approve(number, form.checked(), act)
        except Refused as error:
            if form.value is not None:
                form.refuse(error)
            return await _one_page(request, act, number, form)
        return redirect(f"/staff/handovers/{minutes}")

    @post("/{number:int}/refuse", guards=[requires(CUSTODY)], status_code=303)
    async def refuse(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[Any]:
        """Answer without minutes."""
        form = await read_form(request, Answer)
        try:
            await commands.refuse(number, form.checked(), act)
        except Refused as error:
            if form.value is not None:
                form.refuse(error)
            return await _one_page(request, act, number, form)
        return redirect(f"{PATH}/{number}")

    @post("/{number:int}/withdraw", guards=[requires(OWN)], status_code=303)
    async def withdraw(self, act: NamedDependency[Act], number: FromPath[int]) -> Response[Any]:
        """Take it back."""
        await commands.withdraw(number, act)
        return redirect(MINE)


async def load_requests(request: Web) -> dict[str, Any]:
    """Return what the person of the page asked for; whether it is their own page."""
    context = request.scope["state"]["panel_context"]
    return {
        "requests": await queries.requests_of(context["person_id"]),
        "own": context["own"],
        "kinds": KINDS,
        "states": STATES,
    }


async def _new_page(request: Web, principal: Principal, form: Form[NewRequest] | None) -> Response[str]:
    mine = []
    if principal.person_id is not None:
        mine = [*await custody.held_by(principal.person_id), *await custody.owned_by(principal.person_id)]
    code = request.query_params.get("code", "")
    return page(
        "assets/requests/new.html",
        request,
        status_code=422 if form else 200,
        form=form,
        key=secrets.token_urlsafe(12),
        kinds=list(KINDS.items()) if mine else [("need", KINDS["need"])],
        kind=request.query_params.get("kind", "broken" if code else "need"),
        things=[(item.code, f"{item.name}, {item.code}") for item in mine],
        code=code,
    )


async def _one_page(request: Web, act: Act, number: int, form: Form[Answer] | None) -> Response[str]:
    found = await queries.request(number, act.who)
    return page(
        "assets/requests/one.html",
        request,
        status_code=422 if form else 200,
        form=form,
        wish=found,
        kind=KINDS[found.kind],
        state=STATES[found.state],
        own=found.person_id == act.who.person_id,
        may_write=act.who.may(CUSTODY, found.unit_id),
    )
