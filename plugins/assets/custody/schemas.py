"""What people enter about custody, and how minutes are shown."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from core.text.i18n import lazy
from plugins.assets.custody.domain.engine import Party

State = Literal["draft", "waiting", "signed", "declined", "cancelled"]
Code = Annotated[str, Meta(pattern="^[0-9]{13}$", extra={"label": lazy("Mã nhãn")})]


class NewMinutes(Struct, frozen=True):
    """What is to be done, in which unit; codes of things that are known already."""

    transition: Annotated[str, Meta(max_length=30, extra={"label": lazy("Việc")})]
    unit_id: Annotated[int, Meta(extra={"label": lazy("Đơn vị")})]
    codes: list[Code] = []


class Scanned(Struct, frozen=True):
    """A thing that is scanned into a draft. again: scanned before."""

    code: str
    name: str
    again: bool


class Facts(Struct, frozen=True, kw_only=True):
    """The facts of a draft. other_id: the other party; to_unit_id: where things go. Each transition asks for some."""

    other_id: Annotated[int, Meta(extra={"label": lazy("Người nhận")})] | None = None
    to_unit_id: Annotated[int, Meta(extra={"label": lazy("Đơn vị nhận")})] | None = None
    place: Annotated[str, Meta(max_length=100, extra={"label": lazy("Phòng")})] = ""
    due_on: Annotated[date, Meta(extra={"label": lazy("Hẹn trả ngày")})] | None = None
    decision: Annotated[str, Meta(max_length=100, extra={"label": lazy("Số quyết định")})] = ""
    decided_on: Annotated[date, Meta(extra={"label": lazy("Ngày quyết định")})] | None = None
    reason: Annotated[str, Meta(max_length=1000, extra={"label": lazy("Lý do")})] = ""
    condition: Annotated[str, Meta(max_length=1000, extra={"label": lazy("Tình trạng thiết bị")})] = ""
    council: Annotated[str, Meta(max_length=1000, extra={"label": lazy("Hội đồng")})] = ""
    way: Annotated[str, Meta(max_length=200, extra={"label": lazy("Hình thức thanh lý")})] = ""
    wiped: Annotated[str, Meta(max_length=300, extra={"label": lazy("Xóa dữ liệu")})] = ""


class Signing(Struct, frozen=True):
    """A signature drawn on a screen: lines of points, 0 to 1000 across and 0 to 400 down."""

    party: Party
    strokes: str = ""


class MinutesView(Struct, frozen=True):
    """Minutes as they stand. rule, content: the sealed transition and text as JSON."""

    id: int
    number: str | None
    transition: str
    unit_id: int
    to_unit_id: int | None
    other_id: int | None
    other_name: str | None
    officer_id: int | None
    officer_name: str
    place: str | None
    due_on: date | None
    decision: str | None
    decided_on: date | None
    reason: str | None
    condition: str | None
    council: str | None
    way: str | None
    wiped: str | None
    state: State
    rule: str | None
    content: str | None
    digest: str | None
    paper: int | None
    declined: str | None
    created_at: datetime
    sealed_at: datetime | None
    done_at: datetime | None


class ItemView(Struct, frozen=True):
    """A thing of minutes as it is in the register now."""

    asset_id: int
    line: int
    code: str
    name: str
    maker: str
    model: str
    serial: str | None
    status: str
    unit_id: int
    unit: str
    holder_id: int | None
    holder_name: str | None
    cost: int | None
    in_use_from: date | None
    bought_on: date | None
    category: str
    version: int
    note: str
    lent: bool
    busy: bool
    returned_at: datetime | None


class SignatureView(Struct, frozen=True):
    """A signature under minutes."""

    party: Party
    way: str
    name: str
    witness: str | None
    at: datetime
    strokes: str | None
    scan: int | None
