from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from core.acting import Act, Principal
from core.web.access import requires
from core.web.forms import read_form
from core.web.lists import list_response
from core.web.pages import page, redirect
from visitorbook import commands
from visitorbook.access import READ, WRITE
from visitorbook.schemas import NewVisitor
from visitorbook.views import VISITORS


class VisitorPages(Controller):
    """The book on screen."""

    path = "/staff/visitors"
    guards = [requires(READ)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def book(self, request: Request[Any, Any, Any], principal: NamedDependency[Principal]) -> Response[Any]:
        """Show the list."""
        return await list_response(VISITORS, request, principal)

    @get("/new", guards=[requires(WRITE)])
    async def ask(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """Show the form."""
        return page("visitorbook/form.html", request, form=None)

    @post("/new", guards=[requires(WRITE)], status_code=200)
    async def welcome(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Write a visitor into the book, or show what is missing."""
        form = await read_form(request, NewVisitor)
        if form.value is None:
            return page("visitorbook/form.html", request, status_code=422, form=form)
        await commands.welcome(form.value, act)
        return redirect(VISITORS.path)

    @post("/{visitor_id:int}/left", guards=[requires(WRITE)], status_code=303)
    async def see_off(self, visitor_id: FromPath[int], act: NamedDependency[Act]) -> Response[Any]:
        """Note that a visitor left."""
        await commands.see_off(visitor_id, act)
        return redirect(VISITORS.path)
