"""Codes on a thing's page, the way from any code to its thing, and codes in the search box."""

import secrets
from collections.abc import Sequence
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from core.acting import Act, Principal
from core.contributions import SearchHit, SearchQuery
from core.errors import Refused
from core.idempotency import once
from core.web.access import identify, requires
from core.web.forms import Form, read_form
from core.web.pages import page, redirect
from plugins.assets.codes import commands, queries
from plugins.assets.codes.schemas import NewCode
from plugins.assets.codes.words import KINDS, MATCHED
from plugins.assets.inventory.commands import EDIT
from plugins.assets.inventory.queries import READ, asset
from plugins.assets.inventory.schemas import Registered

Web = Request[Any, Any, Any]


class CodePages(Controller):
    """Pages below /staff/asset-codes."""

    path = "/staff/asset-codes"
    include_in_schema = False

    @get(guards=[requires(READ)])
    async def find(
        self, request: Web, principal: NamedDependency[Principal], text: FromQuery[str] = ""
    ) -> Response[Any]:
        """Open the thing that a code means; when it can mean several or none, say so and let people choose."""
        found = await queries.matches(text, principal)
        if len(found) == 1 and found[0].exact:
            return redirect(f"/staff/assets/{found[0].code}")
        return page("assets/codes/choose.html", request, text=text, found=found, kinds=MATCHED)

    @get("/{code:str}/new", guards=[requires(EDIT)])
    async def new(self, request: Web, code: FromPath[str], principal: NamedDependency[Principal]) -> Response[str]:
        """Show the form for a code of a thing."""
        return await _form_page(request, code, principal, None)

    @post("/{code:str}/new", guards=[requires(EDIT)])
    async def add(self, request: Web, code: FromPath[str], act: NamedDependency[Act]) -> Response[Any]:
        """Keep a code with a thing; a form with problems is shown again with what was typed."""
        form = await read_form(request, NewCode)
        try:
            data = form.checked()
            await once(form.key, act.who.username, data, lambda: commands.add_code(code, data, act), Registered)
        except Refused as error:
            if form.value is not None:
                form.refuse(error)
            return await _form_page(request, code, act.who, form)
        return redirect(f"/staff/assets/{code}#codes")

    @post("/{code:str}/{code_id:int}/remove", guards=[requires(EDIT)])
    async def remove(self, code: FromPath[str], code_id: FromPath[int], act: NamedDependency[Act]) -> Response[Any]:
        """Take a code away from a thing."""
        await commands.remove_code(code, code_id, act)
        return redirect(f"/staff/assets/{code}#codes")


async def _form_page(request: Web, code: str, principal: Principal, form: Form[NewCode] | None) -> Response[str]:
    return page(
        "assets/codes/new.html",
        request,
        status_code=422 if form else 200,
        form=form,
        key=secrets.token_urlsafe(12),
        thing=await asset(code, principal),
        kinds=[(key, str(words)) for key, words in KINDS.items()],
    )


async def load_codes(request: Web) -> dict[str, Any]:
    """Return the codes of the thing for the panel on its page."""
    thing = request.scope["state"]["panel_context"]["thing"]
    principal = await identify(request)
    return {
        "codes": await queries.codes_of(thing.id),
        "label": thing.code,
        "kinds": KINDS,
        "may_edit": principal.may(EDIT, thing.unit_id),
    }


async def search(query: SearchQuery, principal: Principal) -> Sequence[SearchHit]:
    """Return the things that have the searched text as one of their other codes."""
    return [
        SearchHit(
            title=match.name,
            path=f"/staff/assets/{match.code}",
            detail=f"{MATCHED[match.by]}: {match.text} · {match.unit_name}",
            icon=match.icon,
        )
        for match in await queries.matches(query.key, principal, query.limit)
        if match.by in KINDS
    ]
