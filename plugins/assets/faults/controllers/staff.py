"""Reports of faults for officers: the list, one report, close, open again."""

import secrets
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response, Stream

from core import files
from core.acting import Act, Principal
from core.errors import Refused
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.lists import list_response
from core.web.pages import page, redirect
from plugins.assets.faults import commands, queries
from plugins.assets.faults.listing import FAULTS, STATES
from plugins.assets.faults.schemas import KINDS, Closing
from plugins.assets.inventory.views import status_choices

PATH = "/staff/faults"
Web = Request[Any, Any, Any]


class FaultPages(Controller):
    """Pages below /staff/faults."""

    path = PATH
    include_in_schema = False

    @get(guards=[requires("assets.read")])
    async def listed(self, request: Web, principal: NamedDependency[Principal]) -> Response[Any] | Stream:
        """List the reports."""
        return await list_response(FAULTS, request, principal)

    @get("/{number:int}", guards=[requires("assets.read")])
    async def one(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[str]:
        """Show a report with its photos."""
        return await _fault_page(request, act, number, None)

    @post("/{number:int}/close", guards=[requires("assets.edit")], status_code=303)
    async def close(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[Any]:
        """Close a report."""
        form = await read_form(request, Closing)
        try:
            await commands.close(number, form.checked(), act)
        except Refused as error:
            if not form.problems:
                form.refuse(error)
            return await _fault_page(request, act, number, form)
        return redirect(PATH)

    @post("/{number:int}/reopen", guards=[requires("assets.edit")], status_code=303)
    async def reopen(self, act: NamedDependency[Act], number: FromPath[int]) -> Response[Any]:
        """Open it again."""
        await commands.reopen(number, act)
        return redirect(f"{PATH}/{number}")


async def _fault_page(request: Web, act: Act, number: int, form: Form[Closing] | None) -> Response[str]:
    fault = await queries.fault(number, act.who)
    return page(
        "assets/faults/fault.html",
        request,
        status_code=422 if form else 200,
        fault=fault,
        kind=KINDS[fault.kind],
        state=STATES["closed" if fault.closed_at else "open"],
        photos=await files.of_subject(commands.SUBJECT, number),
        may_close=act.who.may(commands.EDIT, fault.unit_id),
        statuses=[(choice.value, choice.label) for choice in await status_choices()],
        form=form,
        key=secrets.token_urlsafe(12),
    )
