"""Choose what gets a label, choose the paper, get the file."""

import secrets
from collections.abc import Sequence
from typing import Any, get_args

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response, Stream

from core import offices
from core.acting import Act, Principal
from core.contracts.offices import Person
from core.errors import Missing, Refused
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.lists import list_response
from core.web.pages import page
from plugins.assets.inventory.views import unit_choices
from plugins.assets.labels import commands, queries
from plugins.assets.labels.domain.sheets import Sheet, next_free
from plugins.assets.labels.drawing import MOST_LABELS
from plugins.assets.labels.listing import PATH, PLACES, things_view
from plugins.assets.labels.queries import LABELS
from plugins.assets.labels.schemas import Kind, PrintOrder, Selection
from plugins.assets.labels.selecting import all_keys
from plugins.assets.labels.stock import sheet_named, stock

Web = Request[Any, Any, Any]
_BACK: dict[str, str] = {"asset": PATH, "place": f"{PATH}/places", "person": f"{PATH}/people"}


class LabelPages(Controller):
    """Pages below /staff/assets/labels."""

    path = PATH
    guards = [requires(LABELS)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def things(self, request: Web, principal: NamedDependency[Principal]) -> Response[Any] | Stream:
        """List things to tick."""
        return await list_response(things_view(), request, principal)

    @get("/places")
    async def places(self, request: Web, principal: NamedDependency[Principal]) -> Response[Any] | Stream:
        """List places to tick."""
        return await list_response(PLACES, request, principal)

    @get("/people")
    async def people(
        self, request: Web, act: NamedDependency[Act], unit: FromQuery[int | None] = None
    ) -> Response[str]:
        """List the people of a unit to tick."""
        units = await unit_choices(act.who, LABELS)
        known = [choice for choice in units if unit is None or choice.value == str(unit)]
        found: list[Person] = []
        if known:
            day, tree = offices.office_day(act.at), await offices.tree()
            below = [one.id for one in tree.subtree(int(known[0].value), day)]
            found = [one for one in await offices.people_of(below, day) if act.who.may(LABELS, one.unit_id)]
        return page(
            "assets/labels/people.html",
            request,
            units=[(choice.value, choice.label) for choice in units],
            unit=known[0].value if known else "",
            people=found,
            names={one.unit_id: (await offices.tree()).unit(one.unit_id).name for one in found},
        )

    @get("/print/asset")
    async def ask_filtered(self, request: Web, act: NamedDependency[Act]) -> Response[str]:
        """Ask on what to print the things of a filter, or one thing: `?key=`."""
        one = request.query_params.getall("key", [])
        keys = one or await all_keys(things_view(), request, act, MOST_LABELS + 1)
        return await _print_page(request, act, "asset", keys, None)

    @post("/print/{kind:str}", status_code=200)
    async def ask(self, request: Web, act: NamedDependency[Act], kind: FromPath[str]) -> Response[str]:
        """Ask on what to print what was ticked."""
        form = await read_form(request, Selection)
        chosen = form.value or Selection()
        return await _print_page(request, act, _kind(kind), chosen.everyone.split() or chosen.key, None)

    @post("/file/{kind:str}", status_code=200)
    async def file(self, request: Web, act: NamedDependency[Act], kind: FromPath[str]) -> Response[Any]:
        """Send the labels; with problems the form again."""
        form = await read_form(request, PrintOrder)
        try:
            made = await commands.print_labels(_kind(kind), form.checked(), act)
        except Refused as error:
            if not form.problems:
                form.refuse(error)
            return await _print_page(request, act, _kind(kind), str(form.raw.get("keys", "")).split(), form)
        return file_response(made)


def file_response(made: commands.LabelFile) -> Response[bytes]:
    """Return labels to be shown (PDF) or saved (ZPL) by the browser and kept by nobody."""
    way = "inline" if made.media_type == "application/pdf" else "attachment"
    headers = {"content-disposition": f'{way}; filename="{made.name}"', "cache-control": "no-store"}
    return Response(made.content, media_type=made.media_type, headers=headers)


def stock_choices() -> list[tuple[str, str]]:
    """Return sheets and rolls to choose from; what nobody has measured says so."""
    known = stock()
    return [(one.key, _sheet_words(one)) for one in known.sheet] + [
        (one.key, _("Cuộn %(width)g × %(height)g mm, máy in nhiệt (ZPL)", width=one.width, height=one.height))
        for one in known.roll
    ]


def _sheet_words(sheet: Sheet) -> str:
    name = sheet.name or _("Giấy thường, cắt tay")
    size = {"name": name, "n": sheet.labels, "width": sheet.width, "height": sheet.height}
    if sheet.verified:
        return _("%(name)s: %(n)s nhãn %(width)g × %(height)g mm", **size)
    return _("%(name)s: %(n)s nhãn %(width)g × %(height)g mm (hãy in thử)", **size)


def _kind(text: str) -> Kind:
    found = next((kind for kind in get_args(Kind) if kind == text), None)
    if found is None:
        raise Missing
    return found  # type: ignore[no-any-return]


async def _print_page(
    request: Web, act: Act, kind: Kind, keys: Sequence[str], form: Form[PrintOrder] | None
) -> Response[str]:
    last = await queries.last_run(act.who.person_id)
    sheet = sheet_named(last.stock) if last else None
    return page(
        "assets/labels/print.html",
        request,
        status_code=422 if form else 200,
        form=form,
        key=secrets.token_urlsafe(12),
        kind=kind,
        back=_BACK[kind],
        keys=keys,
        most=MOST_LABELS,
        stocks=stock_choices(),
        stock=last.stock if last else stock().sheet[0].key,
        printers=[(one.id, one.name) for one in await queries.printers(act.who)],
        printer=last.printer if last else None,
        skip=next_free(sheet, last.labels, last.skipped) if sheet and last else 0,
    )
