"""What a person holds and has to sign; kits; and the panel on a thing's page."""

import secrets
from datetime import date
from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from msgspec import Meta, Struct

from core import offices
from core.acting import Act
from core.errors import Missing, Refused
from core.text.i18n import gettext as _
from core.text.i18n import lazy
from core.web.access import identify, requires
from core.web.forms import Form, read_form
from core.web.pages import page, redirect
from core.web.panels import draw_panels
from plugins.assets.custody import queries
from plugins.assets.custody.commands import sealing
from plugins.assets.custody.domain.engine import faults
from plugins.assets.custody.queries import CUSTODY, READ
from plugins.assets.custody.rules import in_force, title
from plugins.assets.inventory.views import unit_choices

Web = Request[Any, Any, Any]
OWN = "assets.own"


class NewKit(Struct, frozen=True):
    """A kit; codes: one label after the other, however they are parted."""

    unit_id: Annotated[int, Meta(extra={"label": lazy("Đơn vị")})]
    name: Annotated[str, Meta(min_length=1, max_length=100, extra={"label": lazy("Tên bộ thiết bị")})]
    codes: Annotated[str, Meta(min_length=13, max_length=2000, extra={"label": lazy("Mã nhãn các thiết bị")})]


class EquipmentPages(Controller):
    """/staff/my-equipment for everybody; of somebody else for who may read there."""

    path = "/staff/my-equipment"
    include_in_schema = False

    @get(guards=[requires(OWN)])
    async def mine(self, request: Web, act: NamedDependency[Act]) -> Response[str]:
        """Show what the reader holds, answers for and has to sign."""
        return await _person_page(request, act, act.who.person_id, _("Thiết bị của tôi"))

    @get("/left", guards=[requires(READ)])
    async def left(self, request: Web, act: NamedDependency[Act]) -> Response[str]:
        """List who left or went to another unit and still holds something of the old one."""
        units = None if act.who.everything else sorted(act.who.units(READ))
        return page("assets/custody/left.html", request, people=await leavers(units, offices.office_day(act.at)))

    @get("/{person_id:int}", guards=[requires(READ)])
    async def of(self, request: Web, act: NamedDependency[Act], person_id: FromPath[int]) -> Response[str]:
        """Show what a person holds: also the list of what has to come back when they leave."""
        person = await offices.person(person_id)
        if not act.who.may(READ, (await offices.authority(person.unit_id)).id):
            raise Missing(_("Không có người này."))
        return await _person_page(request, act, person_id, person.full_name)


class KitPages(Controller):
    """/staff/kits."""

    path = "/staff/kits"
    include_in_schema = False
    guards = [requires(CUSTODY)]  # noqa: RUF012 -- Litestar's own way to declare guards

    @get()
    async def listed(self, request: Web, act: NamedDependency[Act]) -> Response[str]:
        """Show the kits, and the form for one."""
        return await _kits_page(request, act, None)

    @post(status_code=303)
    async def make(self, request: Web, act: NamedDependency[Act]) -> Response[Any]:
        """Make or change a kit."""
        form = await read_form(request, NewKit)
        try:
            data = form.checked()
            await sealing.make_kit(data.unit_id, data.name, data.codes.replace(",", " ").split(), act)
        except Refused as error:
            if form.value is not None:
                form.refuse(error)
            return await _kits_page(request, act, form)
        return redirect("/staff/kits")


async def leavers(unit_ids: list[int] | None, day: date) -> list[tuple[queries.Keeper, date | None, str]]:
    """Return who holds what they should not any more, since which day they left, and the unit where they are now."""
    keepers = await queries.keepers(unit_ids)
    people = await offices.people({one.person_id for one in keepers})
    tree = await offices.tree()
    found: list[tuple[queries.Keeper, date | None, str]] = []
    for one in keepers:
        person = people.get(one.person_id)
        if person is None:
            continue
        if person.left_on is not None and person.left_on <= day:
            found.append((one, person.left_on, ""))
        elif person.unit_id not in tree.reach(one.unit_id):
            found.append((one, None, (await offices.unit(person.unit_id)).name))
    return found


async def _person_page(request: Web, act: Act, person_id: int | None, heading: str) -> Response[str]:
    known = person_id is not None
    rules = await in_force()
    own = known and person_id == act.who.person_id
    held = await queries.held_by(person_id) if person_id is not None else []
    waiting = await queries.waiting_for(person_id) if person_id is not None else []
    return page(
        "assets/custody/mine.html",
        request,
        title=heading,
        lead="" if known else _("Tài khoản này không gắn với người làm việc nào."),
        held=held,
        owned=await queries.owned_by(person_id) if person_id is not None else [],
        loans=await queries.open_loans(borrower_id=person_id) if person_id is not None else [],
        waiting=[(one, title(rules, one.transition)) for one in waiting],
        today=offices.office_day(act.at),
        may_read=act.who.may(READ),
        may_write=bool(held) and not own and act.who.may(CUSTODY, held[0].unit_id),
        key=secrets.token_urlsafe(12),
        own=own,
        panels=await draw_panels("assets.person", request, act.who, person_id=person_id or 0, own=own),
    )


async def _kits_page(request: Web, act: Act, form: Form[NewKit] | None) -> Response[str]:
    units = None if act.who.everything else sorted(act.who.units(CUSTODY))
    choices = [(choice.value, choice.label) for choice in await unit_choices(act.who, CUSTODY)]
    return page(
        "assets/custody/kits.html",
        request,
        status_code=422 if form else 200,
        form=form,
        key=secrets.token_urlsafe(12),
        kits=await queries.kits(units),
        units=choices,
        unit_names={int(value): label for value, label in choices},
    )


async def load_custody(request: Web) -> dict[str, Any]:
    """Return what can be done with a thing now, by who reads its page, and the minutes it was in."""
    thing = request.scope["state"]["panel_context"]["thing"]
    principal = await identify(request)
    found = await queries.thing(thing.code)
    may = found is not None and principal.may(CUSTODY, thing.unit_id)
    rules = await in_force()
    possible = []
    if found is not None and may and not found.busy:
        seen = queries.thing_of(found)
        possible = [(key, title(rules, key)) for key, one in rules.items() if not faults(one, seen)]
    past = await queries.past_of(thing.id)
    return {
        "possible": possible,
        "busy": may and found is not None and found.busy,
        "past": [(id_, number, title(rules, key), other, at) for id_, number, key, other, at in past],
        "unit_id": thing.unit_id,
        "code": thing.code,
        "key": secrets.token_urlsafe(12),
    }
