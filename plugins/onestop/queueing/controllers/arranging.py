"""Counters, services and rules of a desk, as its manager arranges them."""

from typing import Annotated, Any, TypeVar

import msgspec
from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Response

from core import offices
from core.acting import Act
from core.contracts.offices import Unit
from core.errors import Conflict, Missing, Refused
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.pages import page, redirect
from plugins.onestop.queueing.access import MANAGE, may_manage
from plugins.onestop.queueing.commands import arranging
from plugins.onestop.queueing.domain.order import PRIORITIES
from plugins.onestop.queueing.queries.desk import desk_of
from plugins.onestop.queueing.schemas import CounterFields, Rules, ServiceFields

T = TypeVar("T", bound=msgspec.Struct)


class ArrangingPages(Controller):
    """One page: the rules, a form for each service and counter, and one for a new one."""

    path = "/staff/queue/settings"
    guards = [requires(MANAGE)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def show(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], unit: Annotated[int, QueryParameter()] = 0
    ) -> Response[str]:
        """Show the queue of a desk; the manager's own, or the first one, when none is asked for."""
        return await _page(request, act, unit)

    @post("/{unit_id:int}/rules", status_code=303)
    async def rules(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], unit_id: FromPath[int]
    ) -> Response[Any]:
        """Save the rules of a desk."""
        form = await read_form(request, Rules)
        try:
            await arranging.set_rules(unit_id, form.checked(), act)
        except (Refused, Conflict) as error:
            return await _again(request, act, unit_id, "rules", form, error)
        return redirect(f"/staff/queue/settings?unit={unit_id}")

    @post("/{unit_id:int}/services", status_code=303)
    async def services(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], unit_id: FromPath[int]
    ) -> Response[Any]:
        """Save a service."""
        form = await read_form(request, ServiceFields)
        try:
            await arranging.set_service(unit_id, form.checked(), act)
        except (Refused, Conflict) as error:
            return await _again(request, act, unit_id, "service", form, error)
        return redirect(f"/staff/queue/settings?unit={unit_id}")

    @post("/{unit_id:int}/counters", status_code=303)
    async def counters(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], unit_id: FromPath[int]
    ) -> Response[Any]:
        """Save a counter."""
        form = await read_form(request, CounterFields)
        try:
            await arranging.set_counter(unit_id, form.checked(), act)
        except (Refused, Conflict) as error:
            return await _again(request, act, unit_id, "counter", form, error)
        return redirect(f"/staff/queue/settings?unit={unit_id}")


async def _again(
    request: Request[Any, Any, Any], act: Act, unit_id: int, which: str, form: Form[T], error: Refused | Conflict
) -> Response[str]:
    """Return the page with what was sent and what is wrong with it."""
    if isinstance(error, Conflict):
        form.refuse(Refused(error.problem))
    elif not form.problems:
        form.refuse(error)
    return await _page(request, act, unit_id, which, form)


async def _page(
    request: Request[Any, Any, Any], act: Act, unit_id: int, which: str = "", form: Form[Any] | None = None
) -> Response[str]:
    desks = await _desks(act)
    unit = next((one for one in desks if one.id == unit_id), None)
    if unit is None and (unit_id or not desks):
        raise Missing
    unit = unit or next((one for one in desks if one.id == act.who.unit_id), desks[0])
    return page(
        "onestop/queueing/settings.html",
        request,
        status_code=422 if form else 200,
        unit=unit,
        desks=[(one.id, await _name(one)) for one in desks],
        desk=await desk_of(unit.id),
        kinds=[(kind, _(title)) for kind, title in PRIORITIES.items()],
        which=which,
        sent_id=str(form.raw.get("id", "")) if form else "",
        form=form,
    )


async def _desks(act: Act) -> list[Unit]:
    """Return the counters of authorities that somebody may arrange, in the tree's order."""
    day = offices.office_day(act.at)
    return [
        unit
        for unit in await offices.tree()
        if unit.kind == "counter" and unit.exists_on(day) and may_manage(act.who, unit.id)
    ]


async def _name(unit: Unit) -> str:
    return f"{(await offices.authority(unit.id)).name}: {unit.name}"
