"""What goes in and out of the register."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from core.text.i18n import lazy

MOST_MONEY = 10**15

Name = Annotated[str, Meta(min_length=2, max_length=200, extra={"label": lazy("Tên thiết bị")})]
CategoryKey = Annotated[str, Meta(max_length=40, extra={"label": lazy("Loại")})]
MakerName = Annotated[str, Meta(min_length=1, max_length=100, extra={"label": lazy("Hãng sản xuất")})]
ModelName = Annotated[str, Meta(min_length=1, max_length=150, extra={"label": lazy("Kiểu máy")})]
StatusKey = Annotated[str, Meta(max_length=40, extra={"label": lazy("Tình trạng")})]
UnitId = Annotated[int, Meta(ge=1, extra={"label": lazy("Đơn vị")})]
Serial = Annotated[str, Meta(max_length=100, extra={"label": lazy("Số sê-ri")})] | None
PlaceName = Annotated[str, Meta(max_length=150, extra={"label": lazy("Phòng, nơi đặt")})] | None
HolderId = Annotated[int, Meta(ge=1, extra={"label": lazy("Người sử dụng")})] | None
Day = Annotated[date, Meta(extra={"label": lazy("Ngày mua")})] | None
Money = Annotated[int, Meta(ge=0, le=MOST_MONEY, extra={"label": lazy("Nguyên giá (đồng)")})] | None
Funding = Annotated[str, Meta(max_length=200, extra={"label": lazy("Nguồn kinh phí")})] | None
Warranty = Annotated[date, Meta(extra={"label": lazy("Bảo hành đến")})] | None
OwnerId = Annotated[int, Meta(ge=1, extra={"label": lazy("Người quản lý")})] | None
InUse = Annotated[date, Meta(extra={"label": lazy("Đưa vào sử dụng")})] | None
Decision = Annotated[str, Meta(max_length=100, extra={"label": lazy("Số quyết định")})] | None
# how a unit comes by a thing: Circular 141/2025/TT-BTC, article 4.2
Origin = Literal["purchase", "investment", "transfer", "gift", "surplus", "joint_venture", "hire_purchase", "other"]
Note = Annotated[str, Meta(max_length=2000, extra={"label": lazy("Ghi chú")})] | None


class Facts(Struct, frozen=True, kw_only=True):
    """What can be written about a thing, apart from where it belongs. cost: whole đồng; dates: days.

    holder: who uses it; owner: who answers for it. in_use_from: from when it wears, the day of purchase when not told.
    """

    name: Name
    category: CategoryKey
    maker: MakerName
    model: ModelName
    status: StatusKey = "in_use"
    serial: Serial = None
    place: PlaceName = None
    holder_id: HolderId = None
    bought_on: Day = None
    cost: Money = None
    funding: Funding = None
    warranty_until: Warranty = None
    owner_id: OwnerId = None
    origin: Annotated[Origin, Meta(extra={"label": lazy("Nguồn hình thành")})] = "purchase"
    in_use_from: InUse = None
    decision: Decision = None
    note: Note = None


class NewAsset(Facts, frozen=True, kw_only=True):
    """A thing to be registered in a unit."""

    unit_id: UnitId


class ChangedAsset(Facts, frozen=True, kw_only=True):
    """New facts of a thing; version: the one that the writer saw."""

    version: int


class Move(Struct, frozen=True, kw_only=True):
    """Where a thing goes: to a unit, maybe a place and a user there; version: the one that the writer saw."""

    unit_id: UnitId
    version: int
    place: PlaceName = None
    holder_id: HolderId = None


class Registered(Struct, frozen=True):
    """A thing that is in the register now, by the code on its label."""

    id: int
    code: str
    version: int


class Asset(Struct, frozen=True):
    """Everything the register says about one thing; names of category and status in the reader's language."""

    id: int
    code: str
    name: str
    category: str
    category_name: str
    icon: str
    maker: str
    model: str
    serial: str | None
    unit_id: int
    unit_name: str
    place: str | None
    holder_id: int | None
    holder_name: str | None
    status: str
    status_name: str
    meaning: str
    bought_on: date | None
    cost: int | None
    funding: str | None
    warranty_until: date | None
    note: str | None
    version: int
    created_at: datetime
    updated_at: datetime
    owner_id: int | None
    owner_name: str | None
    origin: str
    in_use_from: date | None
    decision: str | None


class HistoryLine(Struct, frozen=True):
    """One change of a thing. changes: field -> [before, after]."""

    at: datetime
    who: str
    action: str
    changes: dict[str, list[str | int | None]]


class AssetRow(Struct, frozen=True, kw_only=True):
    """One line of the list as the API sends it; state: up, down, unknown, or null when it is not monitored."""

    code: str
    name: str
    category: str
    maker: str
    model: str
    serial: str | None
    unit_id: int
    unit: str
    place: str | None
    holder: str | None
    status: str
    state: str | None
    state_since: datetime | None


class AssetPage(Struct, frozen=True, kw_only=True):
    """A page of the list; `after` is the code to continue behind, null on the last page."""

    results: list[AssetRow]
    after: str | None
