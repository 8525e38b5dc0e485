"""What goes in and out of purchases. Money is in whole đồng."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from core.text.i18n import lazy
from plugins.assets.buying.domain.costing import SharedCosts
from plugins.assets.inventory.schemas import MOST_MONEY

MOST_PIECES = 10_000

UnitId = Annotated[int, Meta(ge=1, extra={"label": lazy("Đơn vị")})]
Amount = Annotated[int, Meta(ge=0, le=MOST_MONEY)]


class NewPurchase(Struct, frozen=True, kw_only=True):
    """A purchase before its lines are known."""

    unit_id: UnitId
    title: Annotated[str, Meta(min_length=2, max_length=200, extra={"label": lazy("Nội dung mua sắm")})]
    supplier: Annotated[str, Meta(min_length=2, max_length=200, extra={"label": lazy("Nhà cung cấp")})]
    bought_on: Annotated[date, Meta(extra={"label": lazy("Ngày mua")})]
    decision: Annotated[str, Meta(max_length=100, extra={"label": lazy("Số quyết định")})] | None = None
    funding: Annotated[str, Meta(max_length=200, extra={"label": lazy("Nguồn kinh phí")})] | None = None
    invoice: Annotated[str, Meta(max_length=100, extra={"label": lazy("Số hóa đơn")})] | None = None
    discount: Annotated[Amount, Meta(extra={"label": lazy("Chiết khấu, giảm giá, tiền phạt người bán")})] = 0
    transport: Annotated[Amount, Meta(extra={"label": lazy("Vận chuyển, lắp đặt, chạy thử")})] = 0
    taxes: Annotated[Amount, Meta(extra={"label": lazy("Thuế, phí, lệ phí không được hoàn")})] = 0
    other_costs: Annotated[Amount, Meta(extra={"label": lazy("Chi phí trực tiếp khác")})] = 0
    warranty_months: Annotated[int, Meta(ge=0, le=240, extra={"label": lazy("Bảo hành (tháng)")})] | None = None


class ChangedPurchase(NewPurchase, frozen=True, kw_only=True):
    """New facts of a purchase; version: the one that the writer saw."""

    version: int


class NewLine(Struct, frozen=True, kw_only=True):
    """A line to be added: what the things will be called, which model, how many, at what price each."""

    name: Annotated[str, Meta(min_length=2, max_length=200, extra={"label": lazy("Tên thiết bị")})]
    category: Annotated[str, Meta(max_length=40, extra={"label": lazy("Loại")})]
    maker: Annotated[str, Meta(min_length=1, max_length=100, extra={"label": lazy("Hãng sản xuất")})]
    model: Annotated[str, Meta(min_length=1, max_length=150, extra={"label": lazy("Kiểu máy")})]
    quantity: Annotated[int, Meta(ge=1, le=MOST_PIECES, extra={"label": lazy("Số lượng")})]
    unit_price: Annotated[Amount, Meta(extra={"label": lazy("Đơn giá (đồng)")})]


class NewDelivery(Struct, frozen=True, kw_only=True):
    """Goods arrive at a unit."""

    unit_id: UnitId
    delivered_on: Annotated[date, Meta(extra={"label": lazy("Ngày giao")})]
    place: Annotated[str, Meta(max_length=150, extra={"label": lazy("Phòng, nơi đặt")})] | None = None
    note: Annotated[str, Meta(max_length=200, extra={"label": lazy("Số phiếu giao hàng")})] | None = None


class Scanned(Struct, frozen=True, kw_only=True):
    """A serial number, scanned from a box or a plate, as one piece of a line."""

    line_id: Annotated[int, Meta(ge=1, extra={"label": lazy("Mặt hàng")})]
    serial: Annotated[str, Meta(min_length=1, max_length=100, extra={"label": lazy("Số sê-ri")})]


class Numbered(Struct, frozen=True):
    """The number of what was written."""

    id: int


class Received(Struct, frozen=True):
    """A piece that is in the register now. left: pieces of its line that are still to come."""

    code: str
    serial: str
    left: int


class Purchase(Struct, frozen=True):
    """Everything about a purchase but its lines and deliveries."""

    id: int
    unit_id: int
    unit_name: str
    title: str
    supplier: str
    decision: str | None
    funding: str | None
    invoice: str | None
    bought_on: date
    discount: int
    transport: int
    taxes: int
    other_costs: int
    warranty_months: int | None
    version: int

    @property
    def shared(self) -> SharedCosts:
        """The costs that the lines have in common."""
        return SharedCosts(self.discount, self.transport, self.taxes, self.other_costs)


class Line(Struct, frozen=True):
    """A line of a purchase with what has arrived of it."""

    id: int
    name: str
    category: str
    category_name: str
    maker: str
    model: str
    quantity: int
    unit_price: int
    received: int

    @property
    def amount(self) -> int:
        """What the invoice says for the whole line, in đồng."""
        return self.quantity * self.unit_price

    @property
    def left(self) -> int:
        """How many pieces are still to come."""
        return self.quantity - self.received


class Delivery(Struct, frozen=True):
    """A delivery with the number of things that were received with it."""

    id: int
    purchase: int
    unit_id: int
    unit_name: str
    place: str | None
    note: str | None
    delivered_on: date
    received: int


class ReceivedThing(Struct, frozen=True):
    """A thing that came with a delivery."""

    code: str
    name: str
    serial: str | None
    cost: int | None
    at: datetime
