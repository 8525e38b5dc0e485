"""Who is away, and reporting it: for oneself, or for others where one may."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from core.acting import Act
from core.contracts.offices import Person
from core.errors import Refused
from core.offices import commands, queries
from core.offices.commands.absences import ABSENCE
from core.offices.controllers.units import READ
from core.offices.domain.days import office_day
from core.offices.schemas import NewAbsence
from core.text.i18n import lazy
from core.web.access import logged_in
from core.web.forms import read_form
from core.web.pages import page, redirect

HOME = "/staff/absences"
DONE = {"saved": lazy("Đã ghi nhận."), "ended": lazy("Đã hủy hoặc kết thúc. Người thay thế thôi giữ quyền ngay.")}


class AbsencesController(Controller):
    """Absences of oneself and of people within reach."""

    path = HOME
    guards = [logged_in]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def absences(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], done: FromQuery[str] = ""
    ) -> Response[Any]:
        """Show who is away today or later."""
        day = office_day(act.at)
        seen = await queries.absences(day=day)
        people = await queries.people({i for a in seen for i in (a.person_id, a.substitute_id) if i})
        units = await queries.units({person.unit_id for person in people.values()})
        visible = [a for a in seen if _may_see(people[a.person_id], a.substitute_id, act)]
        return page(
            "offices/absences.html",
            request,
            absences=[(a, people[a.person_id], _may_end(people[a.person_id], act)) for a in visible],
            people=people,
            units=units,
            today=day,
            flashes=[{"text": str(DONE[done])}] if done in DONE else [],
        )

    @get("/new")
    async def ask(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], person: FromQuery[int | None] = None
    ) -> Response[Any]:
        """Show the form."""
        chosen = person or act.who.person_id
        return page("offices/absence_form.html", request, form=None, person_id=chosen, **await _choices(act))

    @post("/new", status_code=200)
    async def report(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Note an absence."""
        form = await read_form(request, NewAbsence)
        if form.value is not None:
            try:
                await commands.report_absence(form.value, act)
                return redirect(f"{HOME}?done=saved")
            except Refused as refusal:
                form.refuse(refusal)
        return page(
            "offices/absence_form.html", request, status_code=422, form=form, person_id=None, **await _choices(act)
        )

    @post("/{absence_id:int}/end", status_code=303)
    async def end(self, absence_id: FromPath[int], act: NamedDependency[Act]) -> Response[Any]:
        """Cancel an absence, or end it early."""
        await commands.end_absence(absence_id, act)
        return redirect(f"{HOME}?done=ended")


def _may_end(person: Person, act: Act) -> bool:
    return person.id == act.who.person_id or act.who.may(ABSENCE, person.unit_id)


def _may_see(person: Person, substitute_id: int | None, act: Act) -> bool:
    return _may_end(person, act) or substitute_id == act.who.person_id or act.who.may(READ, person.unit_id)


async def _choices(act: Act) -> dict[str, Any]:
    """Return the people one may report, oneself first, and those who could stand in."""
    day, tree = office_day(act.at), await queries.tree()
    mine = await queries.people([act.who.person_id] if act.who.person_id else [])
    others = await queries.people_of(act.who.units(ABSENCE), day)
    people = {**mine, **{person.id: person for person in others}}
    agency = {tree.authority(person.unit_id).id for person in people.values()}
    colleagues = await queries.people_of([i for top in agency for i in tree.reach(top)], day)
    return {
        "people": [(p.id, f"{p.full_name} ({tree.unit(p.unit_id).short_name})") for p in people.values()],
        "colleagues": [(p.id, f"{p.full_name} ({tree.unit(p.unit_id).short_name})") for p in colleagues],
    }
