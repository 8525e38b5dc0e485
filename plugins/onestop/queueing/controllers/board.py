"""The board in the hall: the numbers at the counters, live."""

from collections.abc import AsyncIterator
from typing import Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response, Stream

from core.acting import Act
from core.registry import current
from core.web.access import public
from core.web.pages import known_page
from core.web.templates import render
from plugins.onestop.queueing.live import hub, stream
from plugins.onestop.queueing.views import board, day_of, desk_by_code

STREAM_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


class BoardPages(Controller):
    """A page that is opened in the morning and left alone."""

    path = "/bang-goi-so"
    guards = [public]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get("/{code:str}")
    async def show(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[str]:
        """Show the board as it stands; the stream keeps it so."""
        unit, desk = await desk_by_code(code)
        context = board(await day_of(desk, act.at), act.at)
        answer = await known_page("onestop/queueing/board.html", request, code=code, unit=unit, **context)
        answer.headers["cache-control"] = "no-store"
        return answer

    @get("/{code:str}/dong", opt={"endless": True})
    async def live(self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]) -> Stream:
        """Stream the board: all of it whenever it changes, a beat in between."""
        unit, _desk = await desk_by_code(code)
        hub.admit(act.address)
        clock = request.app.state.clock

        async def read() -> str:
            _unit, desk = await desk_by_code(code)
            now = clock.now()
            return render(current(), "onestop/queueing/board_state.html", board(await day_of(desk, now), now))

        return sse(stream(unit.id, act.address, read))


def sse(events: AsyncIterator[bytes]) -> Stream:
    """Return a stream of server-sent events."""
    return Stream(events, media_type="text/event-stream", headers=STREAM_HEADERS)
