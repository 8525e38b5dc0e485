"""Purchases on screen: list, one purchase with lines and deliveries, and the page where serials are scanned."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream
from msgspec import Struct

from core import offices
from core.acting import Act, Principal
from core.contracts.offices import AUTHORITIES
from core.errors import Missing, Refused
from core.idempotency import once
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.lists import list_response
from core.web.pages import page, redirect
from plugins.assets.buying import commands, queries
from plugins.assets.buying.domain.costing import Price, line_costs
from plugins.assets.buying.listing import PATH, purchases_view
from plugins.assets.buying.queries import BUY
from plugins.assets.buying.schemas import (
    ChangedPurchase,
    Line,
    NewDelivery,
    NewLine,
    NewPurchase,
    Numbered,
    Purchase,
    Received,
    Scanned,
)
from plugins.assets.inventory.commands import EDIT
from plugins.assets.inventory.queries import READ, known_names
from plugins.assets.inventory.views import category_choices, unit_choices

Web = Request[Any, Any, Any]
Done = TypeVar("Done", bound=Struct)


class PurchasePages(Controller):
    """Pages below /staff/purchases."""

    path = PATH
    include_in_schema = False

    @get(guards=[requires(READ)])
    async def listed(self, request: Web, principal: NamedDependency[Principal]) -> Response[Any] | Stream:
        """Show the purchases, or send them as CSV or XLSX."""
        return await list_response(purchases_view(), request, principal)

    @get("/new", guards=[requires(BUY)])
    async def new(self, request: Web, principal: NamedDependency[Principal]) -> Response[str]:
        """Show the form for a purchase."""
        return await _form_page(request, principal, None, None)

    @post("/new", guards=[requires(BUY)])
    async def order(self, request: Web, act: NamedDependency[Act]) -> Response[Any]:
        """Write a purchase and show it, so that its lines can be added."""
        form = await read_form(request, NewPurchase)
        done = await _tried(form, act, lambda: commands.order(form.checked(), act), Numbered)
        if done is None:
            return await _form_page(request, act.who, form, None)
        return redirect(f"{PATH}/{done.id}")

    @get("/{purchase_id:int}", guards=[requires(READ)])
    async def one(self, request: Web, purchase_id: FromPath[int], act: NamedDependency[Act]) -> Response[str]:
        """Show a purchase with its lines, costs and deliveries."""
        return await _purchase_page(request, purchase_id, act)

    @get("/{purchase_id:int}/edit", guards=[requires(BUY)])
    async def edit(self, request: Web, purchase_id: FromPath[int], act: NamedDependency[Act]) -> Response[str]:
        """Show the form with a purchase's facts."""
        return await _form_page(request, act.who, None, await queries.purchase(purchase_id, act.who))

    @post("/{purchase_id:int}/edit", guards=[requires(BUY)])
    async def correct(self, request: Web, purchase_id: FromPath[int], act: NamedDependency[Act]) -> Response[Any]:
        """Write a purchase's new facts."""
        form = await read_form(request, ChangedPurchase)
        done = await _tried(form, act, lambda: commands.correct(purchase_id, form.checked(), act), Numbered)
        if done is None:
            return await _form_page(request, act.who, form, await queries.purchase(purchase_id, act.who))
        return redirect(f"{PATH}/{purchase_id}")

    @post("/{purchase_id:int}/lines", guards=[requires(BUY)])
    async def add_line(self, request: Web, purchase_id: FromPath[int], act: NamedDependency[Act]) -> Response[Any]:
        """Add a line; a form with problems is shown again with what was typed."""
        form = await read_form(request, NewLine)
        done = await _tried(form, act, lambda: commands.add_line(purchase_id, form.checked(), act), Numbered)
        if done is None:
            return await _purchase_page(request, purchase_id, act, line_form=form)
        return redirect(f"{PATH}/{purchase_id}#lines")

    @post("/{purchase_id:int}/lines/{line_id:int}/remove", guards=[requires(BUY)])
    async def remove_line(
        self, purchase_id: FromPath[int], line_id: FromPath[int], act: NamedDependency[Act]
    ) -> Response[Any]:
        """Take a line out."""
        await commands.remove_line(purchase_id, line_id, act)
        return redirect(f"{PATH}/{purchase_id}#lines")

    @post("/{purchase_id:int}/deliveries", guards=[requires(BUY)])
    async def deliver(self, request: Web, purchase_id: FromPath[int], act: NamedDependency[Act]) -> Response[Any]:
        """Open a delivery and go on to scanning."""
        form = await read_form(request, NewDelivery)
        done = await _tried(form, act, lambda: commands.deliver(purchase_id, form.checked(), act), Numbered)
        if done is None:
            return await _purchase_page(request, purchase_id, act, delivery_form=form)
        return redirect(f"/staff/deliveries/{done.id}")


class DeliveryPages(Controller):
    """Pages below /staff/deliveries."""

    path = "/staff/deliveries"
    include_in_schema = False

    @get("/{delivery_id:int}", guards=[requires(READ)])
    async def one(self, request: Web, delivery_id: FromPath[int], act: NamedDependency[Act]) -> Response[str]:
        """Show what was received, what is left, and the field for the next serial."""
        return await _scan_page(request, delivery_id, act, None)

    @post("/{delivery_id:int}", guards=[requires(EDIT)])
    async def receive(self, request: Web, delivery_id: FromPath[int], act: NamedDependency[Act]) -> Response[Any]:
        """Register the piece that was scanned and wait for the next one."""
        form = await read_form(request, Scanned)
        done = await _tried(form, act, lambda: commands.receive(delivery_id, form.checked(), act), Received)
        if done is None or form.value is None:
            return await _scan_page(request, delivery_id, act, form)
        return redirect(f"/staff/deliveries/{delivery_id}?line={form.value.line_id}")


async def _tried(form: Form[Any], act: Act, write: Callable[[], Awaitable[Done]], answer: type[Done]) -> Done | None:
    """Run a write under the form's key; None when it was refused, the problems are then in the form."""
    if form.value is None:
        return None
    try:
        return await once(form.key, act.who.username, form.value, write, answer)
    except Refused as error:
        form.refuse(error)
        return None


async def _form_page(
    request: Web, principal: Principal, form: Form[Any] | None, purchase: Purchase | None
) -> Response[str]:
    units = await unit_choices(principal, BUY)
    return page(
        "assets/buying/form.html",
        request,
        status_code=422 if form else 200,
        form=form,
        key=secrets.token_urlsafe(12),
        units=[(unit.value, unit.label) for unit in units],
        purchase=purchase,
    )


async def _purchase_page(
    request: Web,
    purchase_id: int,
    act: Act,
    *,
    line_form: Form[NewLine] | None = None,
    delivery_form: Form[NewDelivery] | None = None,
) -> Response[str]:
    purchase = await queries.purchase(purchase_id, act.who)
    lines = await queries.lines(purchase_id)
    costs = line_costs([Price(line.quantity, line.unit_price) for line in lines], purchase.shared)
    may_buy = act.who.may(BUY, purchase.unit_id)
    return page(
        "assets/buying/purchase.html",
        request,
        status_code=422 if line_form or delivery_form else 200,
        purchase=purchase,
        lines=list(zip(lines, costs, strict=True)),
        total=sum(costs),
        left=sum(line.left for line in lines),
        started=any(line.received for line in lines),
        deliveries=await queries.deliveries(purchase_id),
        may_buy=may_buy,
        line_form=line_form,
        delivery_form=delivery_form,
        key=secrets.token_urlsafe(12),
        today=offices.office_day(act.at),
        categories=[(choice.value, choice.label) for choice in await category_choices()] if may_buy else [],
        names=await known_names(purchase.unit_id) if may_buy else {},
        units=await _authorities() if may_buy else [],
    )


async def _authorities() -> list[tuple[str, str]]:
    """Return the units that goods can go to: a district buys for its communes, whoever keeps their register."""
    return [(str(unit.id), unit.name) for unit in await offices.tree() if unit.kind in AUTHORITIES]


async def _scan_page(request: Web, delivery_id: int, act: Act, form: Form[Scanned] | None) -> Response[str]:
    delivery = await queries.delivery(delivery_id)
    purchase = await queries.purchase(delivery.purchase, act.who)
    if not (act.who.may(READ, delivery.unit_id) or act.who.may(READ, purchase.unit_id)):
        raise Missing(_("Không có lần giao hàng này."))
    lines = await queries.lines(purchase.id)
    wanted = str(form.raw.get("line_id", "")) if form else request.query_params.get("line", "")
    return page(
        "assets/buying/delivery.html",
        request,
        status_code=422 if form else 200,
        form=form,
        key=secrets.token_urlsafe(12),
        delivery=delivery,
        purchase=purchase,
        lines=lines,
        chosen=_chosen(lines, wanted),
        left=sum(line.left for line in lines),
        things=await queries.things_of(delivery_id),
        may_edit=act.who.may(EDIT, delivery.unit_id),
    )


def _chosen(lines: list[Line], wanted: str) -> int | None:
    """Return the line to be scanned next: the one that was scanned last while it has pieces left, else the first."""
    open_lines = [line.id for line in lines if line.left]
    return next((one for one in open_lines if str(one) == wanted), open_lines[0] if open_lines else None)
