"""Write purchases: each function is one transaction, checks the right in the unit, and leaves a record in the log."""

from collections.abc import Sequence
from datetime import date

import msgspec

from core import audit, db, offices
from core.acting import Act
from core.codes import ASSET, kind_of
from core.errors import Conflict, Forbidden, Missing, Problem, Refused
from core.text.i18n import gettext as _
from core.text.viet import clean
from plugins.assets.buying import queries
from plugins.assets.buying.domain.costing import Price, SharedCosts, free_pieces, line_costs, piece_cost
from plugins.assets.buying.domain.warranty import months_after
from plugins.assets.buying.queries import BUY
from plugins.assets.buying.schemas import (
    ChangedPurchase,
    Delivery,
    Line,
    NewDelivery,
    NewLine,
    NewPurchase,
    Numbered,
    Purchase,
    Received,
    Scanned,
)
from plugins.assets.inventory.catalogue import maker_named, model_named
from plugins.assets.inventory.commands import EDIT, register
from plugins.assets.inventory.domain.serials import real_serial
from plugins.assets.inventory.schemas import NewAsset

_INSERT = """
INSERT INTO assets.assets_purchase (title, supplier, decision, funding, invoice, bought_on, discount, transport, taxes,
    other_costs, warranty_months, unit_id, unit_name, version, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14) RETURNING id
"""
_UPDATE = """
UPDATE assets.assets_purchase SET title = $1, supplier = $2, decision = $3, funding = $4, invoice = $5, bought_on = $6,
    discount = $7, transport = $8, taxes = $9, other_costs = $10, warranty_months = $11, version = version + 1
WHERE id = $12
"""


async def order(data: NewPurchase, act: Act) -> Numbered:
    """Write a new purchase, without lines. Raises Forbidden without the right to buy in the unit, Missing."""
    _may_buy(data.unit_id, act)
    unit = await offices.unit(data.unit_id)
    async with db.transaction():
        number: int = await db.value(_INSERT, *_facts(data), unit.id, unit.name, act.at)
        await _log("purchase_ordered", number, unit.id, act, after=data)
    return Numbered(number)


async def correct(purchase_id: int, data: ChangedPurchase, act: Act) -> Numbered:
    """Change the facts of a purchase; the costs that decide what things cost are fixed once one was received.

    The unit stays. Raises Missing, Forbidden, Refused; Conflict when somebody changed it since the writer's version.
    """
    async with db.transaction():
        was = await _purchase_to_buy(purchase_id, act)
        if was.version != data.version:
            text = _("Lần mua sắm này vừa được người khác sửa. Hãy xem lại rồi ghi lần nữa.")
            raise Conflict(Problem(text, "version", "stale"))
        shared = SharedCosts(data.discount, data.transport, data.taxes, data.other_costs)
        lines = await queries.lines(purchase_id)
        if shared != was.shared and any(line.received for line in lines):
            text = _("Đã có thiết bị được nhận và ghi nguyên giá, nên không sửa chi phí chung được nữa.")
            raise Refused(Problem(text, "discount", "received"))
        _not_below_nothing(lines, shared)
        await db.execute(_UPDATE, *_facts(data), purchase_id)
        await _log("purchase_corrected", purchase_id, was.unit_id, act, before=was, after=data)
    return Numbered(purchase_id)


async def add_line(purchase_id: int, data: NewLine, act: Act) -> Numbered:
    """Add a line; makers and models that are new are made. Raises Missing, Forbidden, Refused."""
    async with db.transaction():
        purchase = await _purchase_to_buy(purchase_id, act)
        _nothing_received(await queries.lines(purchase_id))
        category = await db.value("SELECT id FROM assets.assets_category WHERE key = $1", data.category)
        if category is None:
            raise Refused(Problem(_("Chưa có loại thiết bị này trong danh mục."), "category", "unknown"))
        maker_id, _maker = await maker_named(data.maker)
        model_id, _model = await model_named(data.model, maker_id, category)
        number: int = await db.value(
            "INSERT INTO assets.assets_purchase_line (purchase, model, name, quantity, unit_price)"
            " VALUES ($1, $2, $3, $4, $5) RETURNING id",
            purchase_id,
            model_id,
            clean(data.name),
            data.quantity,
            data.unit_price,
        )
        await _changed(purchase_id)
        await _log("purchase_line_added", purchase_id, purchase.unit_id, act, after=data)
    return Numbered(number)


async def remove_line(purchase_id: int, line_id: int, act: Act) -> Numbered:
    """Take a line out; a line that is gone already stays so. Raises Missing, Forbidden, Refused."""
    async with db.transaction():
        purchase = await _purchase_to_buy(purchase_id, act)
        lines = await queries.lines(purchase_id)
        gone = [line for line in lines if line.id == line_id]
        if gone:
            _nothing_received(lines)
            await db.execute("DELETE FROM assets.assets_purchase_line WHERE id = $1", line_id)
            await _changed(purchase_id)
            await _log("purchase_line_removed", purchase_id, purchase.unit_id, act, before=gone[0])
    return Numbered(purchase_id)


async def deliver(purchase_id: int, data: NewDelivery, act: Act) -> Numbered:
    """Open a delivery of a purchase to a unit. Raises Missing, Forbidden, Refused.

    Needs the right to buy in the purchase's unit, since a delivery lets the receiving unit see the purchase.
    """
    async with db.transaction():
        purchase = await _purchase_to_buy(purchase_id, act)
        lines = await queries.lines(purchase_id)
        if not any(line.left for line in lines):
            raise Refused(_("Không còn mặt hàng nào chờ giao. Hãy ghi mặt hàng trước khi nhận."))
        _not_below_nothing(lines, purchase.shared)
        if data.delivered_on < purchase.bought_on:
            raise Refused(Problem(_("Ngày giao không thể trước ngày mua."), "delivered_on", "before_purchase"))
        unit = await offices.unit(data.unit_id)
        number: int = await db.value(
            "INSERT INTO assets.assets_delivery (purchase, unit_id, unit_name, place, note, delivered_on, created_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
            purchase_id,
            unit.id,
            unit.name,
            _text(data.place),
            _text(data.note),
            data.delivered_on,
            act.at,
        )
        await _log("delivery_opened", purchase_id, unit.id, act, after=data)
    return Numbered(number)


async def receive(delivery_id: int, data: Scanned, act: Act) -> Received:
    """Register one piece by its serial number, with its exact cost; needs the right to edit in the receiving unit.

    Scans of one purchase follow one another, so that no more pieces are received than were bought and no piece's cost
    is given twice. Raises Missing, Forbidden; Refused beside the field for a serial that was scanned before, a label
    instead of a serial, and a line of which everything has arrived.
    """
    async with db.transaction():
        arrived = await queries.delivery(delivery_id)
        if not act.who.may(EDIT, arrived.unit_id):
            raise Forbidden(_("Bạn không được ghi sổ tài sản của đơn vị này."))
        purchase = await queries.purchase_to_change(arrived.purchase)
        lines = await queries.lines(purchase.id)
        line = next((one for one in lines if one.id == data.line_id), None)
        if line is None:
            raise Missing(_("Lần mua sắm này không có mặt hàng đó."))
        serial = await _fresh_serial(data.serial, line)
        piece = free_pieces(line.quantity, await queries.pieces_taken(line.id))[0]
        whole = dict(zip((one.id for one in lines), line_costs(_prices(lines), purchase.shared), strict=True))
        cost = piece_cost(whole[line.id], line.quantity, piece)
        done = await register(_thing(purchase, arrived, line, serial, cost), act)
        await db.execute(
            "INSERT INTO assets.assets_receipt (line, delivery, asset, piece, at) VALUES ($1, $2, $3, $4, $5)",
            line.id,
            delivery_id,
            done.id,
            piece,
            act.at,
        )
    return Received(done.code, serial, line.left - 1)


async def _fresh_serial(scanned: str, line: Line) -> str:
    """Return the serial in capitals. Raises Refused for what cannot be a new piece of the line."""
    serial = real_serial(scanned)
    if serial is None:
        text = _("Đây không phải số sê-ri thật. Hãy quét mã trên vỏ máy hoặc vỏ hộp.")
        raise Refused(Problem(text, "serial", "placeholder"))
    known = await queries.code_with_serial(serial, line.id)
    if known is not None:
        text = _(
            "Số sê-ri %(serial)s đã được ghi, mã nhãn %(code)s. Lần quét này không ghi thêm.", serial=serial, code=known
        )
        raise Refused(Problem(text, "serial", "duplicate"))
    if kind_of(serial) is ASSET:
        text = _("Đây là mã nhãn tài sản, không phải số sê-ri của nhà sản xuất.")
        raise Refused(Problem(text, "serial", "label"))
    if line.left <= 0:
        text = _("Đã nhận đủ %(n)s chiếc của mặt hàng này. Hãy chọn mặt hàng khác.", n=line.quantity)
        raise Refused(Problem(text, "line_id", "complete"))
    return serial


def _thing(purchase: Purchase, arrived: Delivery, line: Line, serial: str, cost: int) -> NewAsset:
    """Return what the register is told of a piece."""
    months: int | None = purchase.warranty_months
    until: date | None = months_after(arrived.delivered_on, months) if months else None
    return NewAsset(
        unit_id=arrived.unit_id,
        name=line.name,
        category=line.category,
        maker=line.maker,
        model=line.model,
        status="in_store",
        serial=serial,
        place=arrived.place,
        bought_on=purchase.bought_on,
        cost=cost,
        funding=purchase.funding,
        warranty_until=until,
        origin="purchase",
        decision=purchase.decision,
    )


async def _purchase_to_buy(purchase_id: int, act: Act) -> Purchase:
    purchase = await queries.purchase_to_change(purchase_id)
    _may_buy(purchase.unit_id, act)
    return purchase


def _may_buy(unit_id: int, act: Act) -> None:
    if not act.who.may(BUY, unit_id):
        raise Forbidden(_("Bạn không được ghi mua sắm của đơn vị này."))


def _nothing_received(lines: Sequence[Line]) -> None:
    """Lines share costs: once a thing of one was registered with its cost, no line may change."""
    if any(line.received for line in lines):
        raise Refused(_("Đã có thiết bị được nhận và ghi nguyên giá, nên không sửa mặt hàng được nữa."))


def _not_below_nothing(lines: Sequence[Line], shared: SharedCosts) -> None:
    if lines and sum(line.amount for line in lines) + shared.net < 0:
        raise Refused(Problem(_("Giảm giá lớn hơn giá trị các mặt hàng."), "discount", "too_big"))


def _prices(lines: Sequence[Line]) -> list[Price]:
    return [Price(line.quantity, line.unit_price) for line in lines]


async def _changed(purchase_id: int) -> None:
    await db.execute("UPDATE assets.assets_purchase SET version = version + 1 WHERE id = $1", purchase_id)


def _text(value: str | None) -> str | None:
    return clean(value or "") or None


def _facts(data: NewPurchase) -> tuple[object, ...]:
    """Return the facts in the order of `_INSERT` and `_UPDATE`."""
    return (
        clean(data.title),
        clean(data.supplier),
        _text(data.decision),
        _text(data.funding),
        _text(data.invoice),
        data.bought_on,
        data.discount,
        data.transport,
        data.taxes,
        data.other_costs,
        data.warranty_months,
    )


async def _log(
    action: str,
    purchase_id: int,
    unit_id: int,
    act: Act,
    *,
    before: msgspec.Struct | None = None,
    after: msgspec.Struct | None = None,
) -> None:
    await audit.record(
        act,
        f"assets.{action}",
        subject="assets.purchase",
        subject_id=str(purchase_id),
        unit_id=unit_id,
        before=None if before is None else msgspec.to_builtins(before),
        after=None if after is None else msgspec.to_builtins(after),
    )
