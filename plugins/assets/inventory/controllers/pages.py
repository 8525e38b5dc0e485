"""The register on screen: list, one thing, forms to register, change and move."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream

from core import offices
from core.acting import Act, Principal
from core.errors import Refused
from core.idempotency import once
from core.registry import current
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.lists import list_response
from core.web.pages import page, redirect
from core.web.panels import draw_panels
from plugins.assets.inventory import commands, queries
from plugins.assets.inventory.drawing import label_svg
from plugins.assets.inventory.schemas import Asset, ChangedAsset, Move, NewAsset, Registered
from plugins.assets.inventory.views import assets_view, category_choices, status_choices, unit_choices
from plugins.assets.inventory.words import ORIGINS, history_lines
from plugins.assets.monitoring.page import monitoring_context

PATH = "/staff/assets"
Web = Request[Any, Any, Any]


class AssetPages(Controller):
    """Pages below /staff/assets."""

    path = PATH
    include_in_schema = False

    @get(guards=[requires("assets.read")])
    async def listed(self, request: Web, principal: NamedDependency[Principal]) -> Response[Any] | Stream:
        """Show the register, or send it as CSV or XLSX."""
        return await list_response(assets_view(), request, principal)

    @get("/new", guards=[requires("assets.edit")])
    async def new(self, request: Web, principal: NamedDependency[Principal]) -> Response[str]:
        """Show the form for a new thing."""
        return await _new_page(request, principal, None)

    @post("/new", guards=[requires("assets.edit")])
    async def register(self, request: Web, act: NamedDependency[Act]) -> Response[Any]:
        """Register a thing and show it; a form with problems is shown again with what was typed."""
        form = await read_form(request, NewAsset)
        done = await _tried(form, act, lambda: commands.register(form.checked(), act))
        if done is None:
            return await _new_page(request, act.who, form)
        return redirect(f"{PATH}/{done.code}")

    @get("/{code:str}", guards=[requires("assets.read")])
    async def one(self, request: Web, code: FromPath[str], act: NamedDependency[Act]) -> Response[str]:
        """Show everything about a thing: facts, connection, last readings, history, label."""
        asset = await queries.asset(code, act.who)
        return page(
            "assets/asset.html",
            request,
            may_edit=act.who.may("assets.edit", asset.unit_id),
            history=history_lines(await queries.history(asset.id), await queries.code_names()),
            panels=await draw_panels("assets.asset", request, act.who, thing=asset),
            aside=await draw_panels("assets.asset.aside", request, act.who, thing=asset),
            asked="asked" in request.query_params,
            origin=ORIGINS.get(asset.origin, asset.origin),
            **await _connection(asset, act),
        )

    @get("/{code:str}/connection", guards=[requires("assets.read")])
    async def connection(self, request: Web, code: FromPath[str], act: NamedDependency[Act]) -> Response[str]:
        """Send the part of a thing's page that changes by itself."""
        asset = await queries.asset(code, act.who)
        return page("assets/asset_monitoring.html", request, asked=False, **await _connection(asset, act))

    @get("/{code:str}/label.svg", guards=[requires("assets.read")])
    async def label(self, code: FromPath[str], principal: NamedDependency[Principal]) -> Response[str]:
        """Send the label of a thing, ready to be printed."""
        asset = await queries.asset(code, principal)
        svg = label_svg(asset.code, asset.name, asset.unit_name, current().settings.base_url)
        return Response(svg, media_type="image/svg+xml", headers={"cache-control": "private, max-age=300"})

    @get("/{code:str}/edit", guards=[requires("assets.edit")])
    async def edit(self, request: Web, code: FromPath[str], principal: NamedDependency[Principal]) -> Response[str]:
        """Show the form with a thing's facts."""
        return await _edit_page(request, await queries.asset(code, principal), None)

    @post("/{code:str}/edit", guards=[requires("assets.edit")])
    async def update(self, request: Web, code: FromPath[str], act: NamedDependency[Act]) -> Response[Any]:
        """Write a thing's new facts."""
        form = await read_form(request, ChangedAsset)
        done = await _tried(form, act, lambda: commands.update(code, form.checked(), act))
        if done is None:
            return await _edit_page(request, await queries.asset(code, act.who), form)
        return redirect(f"{PATH}/{code}")

    @get("/{code:str}/move", guards=[requires("assets.edit")])
    async def moving(self, request: Web, code: FromPath[str], principal: NamedDependency[Principal]) -> Response[str]:
        """Show the form that gives a thing to another unit, place or user."""
        return await _move_page(request, principal, await queries.asset(code, principal), None)

    @post("/{code:str}/move", guards=[requires("assets.edit")])
    async def move(self, request: Web, code: FromPath[str], act: NamedDependency[Act]) -> Response[Any]:
        """Move a thing."""
        form = await read_form(request, Move)
        done = await _tried(form, act, lambda: commands.move(code, form.checked(), act))
        if done is None:
            return await _move_page(request, act.who, await queries.asset(code, act.who), form)
        return redirect(f"{PATH}/{code}")


async def _connection(asset: Asset, act: Act) -> dict[str, Any]:
    """Return what the part of the page about the connection needs."""
    return {
        "thing": asset,
        "now": act.at,
        "may_monitor": act.who.may("assets.monitor", asset.unit_id),
        **await monitoring_context(asset.id, act.at),
    }


async def _tried(form: Form[Any], act: Act, write: Callable[[], Awaitable[Registered]]) -> Registered | None:
    """Run a write under the form's key; None when it was refused, the problems are then in the form."""
    if form.value is None:
        return None
    try:
        return await once(form.key, act.who.username, form.value, write, Registered)
    except Refused as error:
        form.refuse(error)
        return None


async def _new_page(request: Web, principal: Principal, form: Form[NewAsset] | None) -> Response[str]:
    units = await unit_choices(principal, "assets.edit")
    chosen = str(form.raw.get("unit_id", "")) if form else (units[0].value if len(units) == 1 else "")
    unit_id = int(chosen) if chosen.isdecimal() and len(chosen) < 18 else None
    return page(
        "assets/new.html",
        request,
        status_code=422 if form else 200,
        form=form,
        key=secrets.token_urlsafe(12),
        units=[(unit.value, unit.label) for unit in units],
        unit_id=unit_id or "",
        people=await _people([unit_id] if unit_id else [int(unit.value) for unit in units], request),
        **await _form_context(unit_id),
    )


async def _edit_page(request: Web, asset: Asset, form: Form[ChangedAsset] | None) -> Response[str]:
    return page(
        "assets/edit.html",
        request,
        status_code=422 if form else 200,
        form=form,
        thing=asset,
        people=await _people([asset.unit_id], request),
        **await _form_context(asset.unit_id),
    )


async def _move_page(request: Web, principal: Principal, asset: Asset, form: Form[Move] | None) -> Response[str]:
    units = await unit_choices(principal, "assets.edit")
    return page(
        "assets/move.html",
        request,
        status_code=422 if form else 200,
        form=form,
        thing=asset,
        units=[(unit.value, unit.label) for unit in units],
        people=await _people([int(unit.value) for unit in units], request),
    )


async def _form_context(unit_id: int | None) -> dict[str, Any]:
    return {
        "categories": [(choice.value, choice.label) for choice in await category_choices()],
        "statuses": [(choice.value, choice.label) for choice in await status_choices()],
        "names": await queries.known_names(unit_id),
        "origins": [(key, str(words)) for key, words in ORIGINS.items()],
    }


async def _people(unit_ids: list[int], request: Web) -> list[tuple[int, str]]:
    """Return who may be chosen as the user of a thing in these units: people there and below, by unit and name."""
    day = offices.office_day(request.app.state.clock.now())
    tree = await offices.tree()
    below = {unit.id for unit_id in unit_ids for unit in tree.subtree(unit_id, day)}
    people = await offices.people_of(sorted(below), day)
    return [
        (p.id, _("%(name)s, %(unit)s", name=p.full_name, unit=tree.unit(p.unit_id).name))
        if len(unit_ids) > 1
        else (p.id, p.full_name)
        for p in people
    ]
