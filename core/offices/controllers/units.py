"""The tree of units on screen, and one unit with its people."""

from typing import Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from core.acting import Act
from core.errors import Missing
from core.offices import queries
from core.offices.choices import outline
from core.offices.domain.days import office_day
from core.offices.wording import KINDS, role_titles
from core.web.access import requires
from core.web.pages import page

READ = "offices.read"


class UnitsController(Controller):
    """Units within the reader's reach."""

    path = "/staff/units"
    guards = [requires(READ)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def tree(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Show the tree as an indented table."""
        reach = act.who.units(READ)
        lines = [(d, u) for d, u in outline(await queries.tree(), office_day(act.at)) if u.id in reach]
        top = min((depth for depth, _unit in lines), default=0)
        return page(
            "offices/tree.html",
            request,
            lines=[(depth - top, unit) for depth, unit in lines],
            people=await queries.people_counts(reach),
            kinds=KINDS,
        )

    @get("/{unit_id:int}")
    async def unit(
        self, request: Request[Any, Any, Any], unit_id: FromPath[int], act: NamedDependency[Act]
    ) -> Response[Any]:
        """Show one unit: facts, units below, people and their roles."""
        if not act.who.may(READ, unit_id):
            raise Missing
        day, tree, unit = office_day(act.at), await queries.tree(), await queries.unit(unit_id)
        held = await queries.assignments(unit_ids=[unit_id], day=day)
        people = await queries.people_of([unit_id], day)
        return page(
            "offices/unit.html",
            request,
            unit=unit,
            path_to=[u for u in tree.path(unit_id)[:-1] if act.who.may(READ, u.id)],
            below=tree.children(unit_id, day),
            agency_code=tree.agency_code(unit_id),
            hours=tree.hours(unit_id),
            people=people,
            roles_of={p.id: [h.role for h in held if h.person_id == p.id] for p in people},
            titles=await role_titles(),
            kinds=KINDS,
            exists=unit.exists_on(day),
            may_manage=act.who.may("offices.manage", unit_id),
        )
