"""The kiosk: big buttons, a number, a ticket. Public, since the people in the hall are."""

import uuid
from datetime import timedelta
from math import ceil
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from core import offices
from core.acting import Act
from core.errors import Conflict, Missing, Problem, Refused, TooMany
from core.text.i18n import gettext as _
from core.web.access import public
from core.web.forms import read_form
from core.web.pages import known_page, redirect
from plugins.onestop.queueing.commands import taking
from plugins.onestop.queueing.controllers.tickets import ticket_context
from plugins.onestop.queueing.domain.order import PRIORITIES
from plugins.onestop.queueing.domain.pace import Pace
from plugins.onestop.queueing.queries.desk import desks_with_queue
from plugins.onestop.queueing.schemas import Wanted
from plugins.onestop.queueing.views import day_of, desk_by_code, queues

BACK_AFTER_S = 15
# of one address in one process; a busy hall presses every ten seconds
PACE = Pace(20, timedelta(minutes=1))


class KioskPages(Controller):
    """Which desk; what for; the number."""

    path = "/lay-so"
    guards = [public]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def desks(self, request: Request[Any, Any, Any]) -> Response[str]:
        """List the desks that give numbers: for whoever sets a kiosk up."""
        units = await offices.units(await desks_with_queue())
        return await known_page("onestop/queueing/desks.html", request, units=list(units.values()))

    @get("/{code:str}")
    async def choose(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[str]:
        """Show what numbers are given for, with who waits."""
        return await _kiosk(request, act, code)

    @post("/{code:str}", status_code=303)
    async def take(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Give a number; a second press on the same page gives the same one."""
        unit, _desk = await desk_by_code(code)
        form = await read_form(request, Wanted)
        try:
            wanted = form.checked()
            _not_too_fast(act)
            key = f"{form.key}-{wanted.service}-{wanted.priority}" if form.key else ""
            taken = await taking.take(unit.id, wanted, act, key)
        except Refused as error:
            return await _kiosk(request, act, code, error.problems, 422)
        except Conflict as error:
            return await _kiosk(request, act, code, (error.problem,), 409)
        except TooMany as error:
            return await _kiosk(request, act, code, (Problem(str(error)),), 429)
        return redirect(f"/lay-so/{code}/{taking.token_of(taken.id)}")

    @get("/{code:str}/{token:str}")
    async def taken(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str], token: FromPath[str]
    ) -> Response[str]:
        """Show the number just given; the screen goes back to the choice by itself."""
        unit, _desk = await desk_by_code(code)
        context = await ticket_context(token, act.at)
        if context["ticket"].unit_id != unit.id:
            raise Missing
        answer = await known_page("onestop/queueing/taken.html", request, code=code, seconds=BACK_AFTER_S, **context)
        answer.headers["cache-control"] = "no-store"
        return answer


def _not_too_fast(act: Act) -> None:
    """Raise TooMany when numbers are taken faster at one address than people come."""
    wait = PACE.wait(act.address, act.at)
    if wait:
        raise TooMany(_("Số được lấy quá nhanh. Xin chờ một phút rồi chạm lại."), ceil(wait.total_seconds()))


async def _kiosk(
    request: Request[Any, Any, Any], act: Act, code: str, problems: tuple[Problem, ...] = (), status_code: int = 200
) -> Response[str]:
    unit, desk = await desk_by_code(code)
    day = await day_of(desk, act.at)
    answer = await known_page(
        "onestop/queueing/kiosk.html",
        request,
        status_code=status_code,
        code=code,
        unit=unit,
        queues=queues(day, act.at),
        priorities=[(kind, _(PRIORITIES[kind])) for kind in desk.priorities if kind in PRIORITIES],
        closed=await taking.closed_words(desk, act.at),
        problems=problems,
        key=uuid.uuid4().hex,
    )
    answer.headers["cache-control"] = "no-store"
    return answer
