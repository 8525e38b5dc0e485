"""The clerk's page: who is at my counter, who comes next. One key calls."""

from collections.abc import Mapping
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response, Stream

from core import offices
from core.acting import Act
from core.errors import Conflict, MotcuaError, Refused
from core.registry import current
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.pages import base_context, page, redirect
from core.web.templates import render
from plugins.onestop.queueing.access import CALL, own_desk
from plugins.onestop.queueing.commands import calling
from plugins.onestop.queueing.controllers.board import sse
from plugins.onestop.queueing.live import hub, stream
from plugins.onestop.queueing.queries.desk import desk_of
from plugins.onestop.queueing.schemas import Doing, Next, Sit
from plugins.onestop.queueing.views import counter_view, day_of


class CallingPages(Controller):
    """Sit down, call, start, finish, send on, stand up."""

    path = "/staff/queue"
    guards = [requires(CALL)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def show(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[str]:
        """Show the clerk's counter, or the counters to choose from."""
        return await _page(request, act)

    @get("/events", opt={"endless": True})
    async def live(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Stream:
        """Stream the counter's piece of the page."""
        unit_id = own_desk(act)
        hub.admit(act.address)
        clock, fixed = request.app.state.clock, base_context(request)

        async def read() -> str:
            now = Act(act.who, clock.now(), act.address)
            return render(current(), "onestop/queueing/counter_state.html", {**fixed, **await _context(now)})

        return sse(stream(unit_id, act.address, read))

    @post("/sit", status_code=303)
    async def sit(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Open a counter."""
        form = await read_form(request, Sit)
        try:
            await calling.sit_down(form.checked(), act)
        except (Refused, Conflict) as error:
            return await _page(request, act, error, form)
        return redirect("/staff/queue")

    @post("/stand", status_code=303)
    async def stand(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Close the counter."""
        try:
            await calling.stand_up(act)
        except (Refused, Conflict) as error:
            return await _page(request, act, error)
        return redirect("/staff/queue")

    @post("/next", status_code=303)
    async def call_next(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Finish with whoever is there and call the next one."""
        form = await read_form(request, Next)
        try:
            await calling.call_next(form.checked(), act)
        except (Refused, Conflict) as error:
            return await _page(request, act, error)
        return redirect("/staff/queue")

    @post("/{ticket_id:int}", status_code=303)
    async def do(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], ticket_id: FromPath[int]
    ) -> Response[Any]:
        """Take one step with a ticket."""
        form = await read_form(request, Doing)
        try:
            await calling.do(ticket_id, form.checked(), act)
        except (Refused, Conflict) as error:
            return await _page(request, act, error)
        return redirect("/staff/queue")


async def _page(
    request: Request[Any, Any, Any], act: Act, error: MotcuaError | None = None, form: Form[Sit] | None = None
) -> Response[str]:
    status = {Refused: 422, Conflict: 409}.get(type(error), 200)
    wanted = str(form.raw.get("counter", "")) if form and isinstance(error, Conflict) else ""
    context = await _context(act)
    return page(
        "onestop/queueing/counter.html",
        request,
        status_code=status,
        problem=str(error) if error else "",
        take_over=wanted,
        unit=await offices.unit(own_desk(act)),
        **context,
    )


async def _context(act: Act) -> Mapping[str, Any]:
    desk = await desk_of(own_desk(act))
    if desk is None:
        return {"desk": None, "seat": None}
    seat = desk.seat_of(act.who.person_id)
    day = await day_of(desk, act.at)
    if seat is None:
        return {"desk": desk, "seat": None, "waiting": len(day.waiting)}
    return counter_view(day, seat, act.at)
