"""The tray of machines, and one machine: what it is, what it has, what went missing."""

import secrets
from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response, Stream
from msgspec import Meta, Struct

from core.acting import Act, Principal
from core.errors import Conflict, Missing, Refused
from core.text.i18n import lazy
from core.web.access import identify, requires
from core.web.forms import Form, read_form
from core.web.lists import list_response
from core.web.pages import page, redirect
from plugins.assets.agents import commands, queries
from plugins.assets.agents.listing import ALERTS, MACHINES, RULES, STATES

PATH = "/staff/agents"
Web = Request[Any, Any, Any]


class Chosen(Struct, frozen=True):
    """Which thing a machine is."""

    code: Annotated[str, Meta(pattern="^[0-9]{13}$", extra={"label": lazy("Mã nhãn")})]


class MachinePages(Controller):
    """Pages below /staff/agents."""

    path = PATH
    include_in_schema = False

    @get(guards=[requires("assets.read")])
    async def listed(self, request: Web, principal: NamedDependency[Principal]) -> Response[Any] | Stream:
        """List the machines, those that wait for an officer on top."""
        return await list_response(MACHINES, request, principal)

    @get("/{number:int}", guards=[requires("assets.read")])
    async def one(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[str]:
        """Show a machine."""
        return await _machine_page(request, act, number, None)

    @post("/{number:int}/match", guards=[requires("assets.edit")], status_code=303)
    async def match(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[Any]:
        """Say which thing it is."""
        await queries.machine(number, act.who)
        form = await read_form(request, Chosen)
        try:
            await commands.decide(number, form.checked().code, act)
        except Refused as error:
            form.refuse(error)
        except (Conflict, Missing) as error:
            problem = error.problem.message if isinstance(error, Conflict) else str(error)
            form.refuse(Refused(problem))
        else:
            return redirect(f"{PATH}/{number}")
        return await _machine_page(request, act, number, form)

    @post("/{number:int}/ignore", guards=[requires("assets.edit")], status_code=303)
    async def ignore(self, act: NamedDependency[Act], number: FromPath[int]) -> Response[Any]:
        """Leave it alone."""
        await queries.machine(number, act.who)
        await commands.decide(number, None, act)
        return redirect(f"{PATH}/{number}")

    @post("/{number:int}/alerts/{alert:int}", guards=[requires("assets.edit")], status_code=303)
    async def close(self, act: NamedDependency[Act], number: FromPath[int], alert: FromPath[int]) -> Response[Any]:
        """Say that somebody has looked at an alert."""
        await commands.close_alert(number, alert, act)
        return redirect(f"{PATH}/{number}")


async def _machine_page(request: Web, act: Act, number: int, form: Form[Chosen] | None) -> Response[str]:
    machine = await queries.machine(number, act.who)
    return page(
        "assets/agents/machine.html",
        request,
        status_code=422 if form else 200,
        form=form,
        key=secrets.token_urlsafe(12),
        machine=machine,
        state=STATES[machine.state],
        rule=RULES[machine.rule],
        alerts=[(alert, ALERTS[alert.kind]) for alert in await queries.open_alerts(number)],
        programs=queries.programs(machine),
        may_edit=act.who.may("assets.edit", machine.unit_id),
    )


async def load_machine(request: Web) -> dict[str, Any]:
    """Return what the page of a thing shows of its agent."""
    thing = request.scope["state"]["panel_context"]["thing"]
    principal = await identify(request)
    machine = await queries.machine_of(thing.id)
    alerts = await queries.open_alerts(machine.id) if machine else []
    return {
        "machine": machine,
        "alerts": [(alert, ALERTS[alert.kind]) for alert in alerts],
        "may_edit": principal.may("assets.edit", thing.unit_id),
    }
