"""The gate asks every guard that was declared, on every path of a handler, and nobody can stand in its place."""

from typing import Any

import pytest
from litestar import Controller, Request, get

from core.web.access import logged_in, public, requires
from tests.core.web.desk import as_person, browse, plugin

pytestmark = pytest.mark.anyio


class Both(Controller):
    """A door behind a door."""

    path = "/gate"
    guards = [requires("desk.read")]  # noqa: RUF012 -- Litestar's own way to declare guards

    @get(["/one", "/two"], guards=[requires("desk.write")], sync_to_thread=False)
    def both(self) -> str:
        return "in"


async def _mine(request: Request[Any, Any, Any]) -> None:
    """A before_request that would be asked instead of the gate."""


@get("/gate/own", guards=[logged_in], before_request=_mine, sync_to_thread=False)
def own() -> str:
    return "past the gate"


@get("/gate/later", guards=[public], sync_to_thread=False)
def later() -> str:
    return "never taken over"


@pytest.mark.parametrize("path", ["/gate/one", "/gate/two"])
async def test_all_guards_are_asked_on_all_paths(desk: Any, path: str) -> None:
    app = desk(plugin("guest", route_handlers=lambda: [Both]))
    async with browse(app) as visitor:
        answers = [(await visitor.get(path, headers=as_person(who))).status_code for who in ("lan", "minh", "khach")]
        assert answers == [200, 403, 403]
        assert (await visitor.get(path, headers={"accept": "application/json"})).status_code == 401


async def test_a_handler_may_not_bring_a_before_request_of_its_own(desk: Any) -> None:
    with pytest.raises(RuntimeError, match="/gate/own: before_request"):
        desk(plugin("guest", route_handlers=lambda: [own]))


async def test_a_handler_that_the_gate_does_not_know_stays_closed(desk: Any) -> None:
    app = desk()
    app.register(later)
    async with browse(app) as visitor:
        assert (await visitor.get("/gate/later")).status_code == 500
