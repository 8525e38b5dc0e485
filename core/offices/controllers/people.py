"""People on screen: list, one person, adding, changing, roles."""

from typing import Any

import msgspec
from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from core.acting import Act, Principal
from core.contracts.offices import Person
from core.errors import Missing, Refused
from core.offices import commands, queries
from core.offices.choices import unit_choices
from core.offices.commands.people import ASSIGN, MANAGE
from core.offices.controllers.units import READ
from core.offices.domain.days import office_day
from core.offices.schemas import NewRole, PersonFields
from core.offices.views import PEOPLE
from core.offices.wording import role_titles
from core.text.i18n import lazy
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.lists import list_response
from core.web.pages import page, redirect
from core.web.panels import draw_panels

HOME = "/staff/people"
DONE = {
    "saved": lazy("Đã lưu."),
    "assigned": lazy("Đã giao vai trò."),
    "unassigned": lazy("Đã thu hồi vai trò. Thao tác kế tiếp của người này sẽ bị từ chối."),
    "left": lazy("Đã ghi nhận nghỉ việc. Tài khoản không vào được nữa."),
}


class PeopleController(Controller):
    """People in the units within the reader's reach."""

    path = HOME
    guards = [requires(READ)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def people(self, request: Request[Any, Any, Any], principal: NamedDependency[Principal]) -> Response[Any]:
        """Show the list."""
        return await list_response(PEOPLE, request, principal)

    @get("/new", guards=[requires(MANAGE)])
    async def ask_person(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], unit: FromQuery[int | None] = None
    ) -> Response[Any]:
        """Show the form for a new person."""
        return page("offices/person_form.html", request, form=None, person=None, unit_id=unit, **await _units(act))

    @post("/new", guards=[requires(MANAGE)], status_code=200)
    async def hire(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Add a person."""
        form = await read_form(request, PersonFields)
        if form.value is not None:
            try:
                return redirect(f"{HOME}/{await commands.hire(form.value, act)}?done=saved")
            except Refused as refusal:
                form.refuse(refusal)
        return _form_again(request, form, None, await _units(act))

    @get("/{person_id:int}")
    async def person(
        self,
        request: Request[Any, Any, Any],
        person_id: FromPath[int],
        act: NamedDependency[Act],
        done: FromQuery[str] = "",
    ) -> Response[Any]:
        """Show one person."""
        person = await _visible(person_id, act)
        return await _person_page(request, person, act, None, done)

    @get("/{person_id:int}/edit", guards=[requires(MANAGE)])
    async def ask_change(
        self, request: Request[Any, Any, Any], person_id: FromPath[int], act: NamedDependency[Act]
    ) -> Response[Any]:
        """Show the form for changing a person."""
        person = await _visible(person_id, act, MANAGE)
        return page(
            "offices/person_form.html", request, form=None, person=person, unit_id=person.unit_id, **await _units(act)
        )

    @post("/{person_id:int}/edit", guards=[requires(MANAGE)], status_code=200)
    async def change(
        self, request: Request[Any, Any, Any], person_id: FromPath[int], act: NamedDependency[Act]
    ) -> Response[Any]:
        """Change a person."""
        form = await read_form(request, PersonFields)
        if form.value is not None:
            try:
                await commands.change_person(person_id, form.value, act)
                return redirect(f"{HOME}/{person_id}?done=saved")
            except Refused as refusal:
                form.refuse(refusal)
        return _form_again(request, form, await _visible(person_id, act, MANAGE), await _units(act))

    @post("/{person_id:int}/leave", guards=[requires(MANAGE)], status_code=303)
    async def leave(self, person_id: FromPath[int], act: NamedDependency[Act]) -> Response[Any]:
        """Note that the person works here no longer."""
        await commands.leave(person_id, act)
        return redirect(f"{HOME}/{person_id}?done=left")

    @post("/{person_id:int}/roles", guards=[requires(ASSIGN)], status_code=200)
    async def assign(
        self, request: Request[Any, Any, Any], person_id: FromPath[int], act: NamedDependency[Act]
    ) -> Response[Any]:
        """Give the person a role."""
        form = await read_form(request, NewRole)
        if form.value is not None:
            try:
                await commands.assign(msgspec.structs.replace(form.value, person_id=person_id), act)
                return redirect(f"{HOME}/{person_id}?done=assigned")
            except Refused as refusal:
                form.refuse(refusal)
        return await _person_page(request, await _visible(person_id, act), act, form, "")

    @post("/{person_id:int}/roles/{assignment_id:int}/end", guards=[requires(ASSIGN)], status_code=303)
    async def unassign(
        self, person_id: FromPath[int], assignment_id: FromPath[int], act: NamedDependency[Act]
    ) -> Response[Any]:
        """End a role at once."""
        await commands.unassign(assignment_id, act)
        return redirect(f"{HOME}/{person_id}?done=unassigned")


async def _visible(person_id: int, act: Act, permission: str = READ) -> Person:
    person = await queries.person(person_id)
    if not act.who.may(permission, person.unit_id):
        raise Missing
    return person


async def _units(act: Act) -> dict[str, Any]:
    return {"units": await unit_choices(act.who.units(MANAGE), office_day(act.at))}


def _form_again(
    request: Request[Any, Any, Any], form: Form[PersonFields], person: Person | None, units: dict[str, Any]
) -> Response[Any]:
    return page("offices/person_form.html", request, status_code=422, form=form, person=person, unit_id=None, **units)


async def _person_page(
    request: Request[Any, Any, Any], person: Person, act: Act, form: Form[NewRole] | None, done: str
) -> Response[Any]:
    day, tree = office_day(act.at), await queries.tree()
    held = await queries.assignments(person_id=person.id, day=day)
    absences = await queries.absences(person_ids=[person.id], day=day)
    return page(
        "offices/person.html",
        request,
        status_code=422 if form else 200,
        person=person,
        unit=tree.unit(person.unit_id),
        held=[(h, tree.unit(h.unit_id), act.who.may(ASSIGN, h.unit_id)) for h in held],
        absences=absences,
        names=await queries.people({a.substitute_id for a in absences if a.substitute_id}),
        titles=await role_titles(),
        form=form,
        role_choices=list((await role_titles()).items()),
        unit_choices=await unit_choices(act.who.units(ASSIGN), day),
        may_manage=act.who.may(MANAGE, person.unit_id),
        panels=await draw_panels("offices.person", request, act.who, person=person),
        flashes=[{"text": str(DONE[done])}] if done in DONE else [],
    )
