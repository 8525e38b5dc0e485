"""Reports of faults, as forms send them and pages show them."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from core.text.i18n import LazyText, lazy

Kind = Literal["power", "network", "print", "picture", "slow", "damage", "other"]
KINDS: dict[str, LazyText] = {
    "power": lazy("Không lên nguồn"),
    "network": lazy("Không vào được mạng"),
    "print": lazy("Không in, kẹt giấy, bản in mờ"),
    "picture": lazy("Màn hình, hình ảnh"),
    "slow": lazy("Chạy chậm, treo máy"),
    "damage": lazy("Rơi vỡ, cháy khét"),
    "other": lazy("Việc khác"),
}


class NewFault(Struct, frozen=True, kw_only=True):
    """What somebody before the thing says of it."""

    kind: Annotated[Kind, Meta(extra={"label": lazy("Thiết bị bị gì")})]
    words: Annotated[str, Meta(max_length=1000, extra={"label": lazy("Mô tả")})] = ""
    contact: Annotated[str, Meta(max_length=100, extra={"label": lazy("Cách liên hệ")})] = ""
    website: str = ""
    """Left empty by people, who do not see it; programs that fill every field give themselves away."""


class Closing(Struct, frozen=True, kw_only=True):
    """What was done. status: the thing's state from now on; version: of the report as the officer saw it."""

    answer: Annotated[str, Meta(min_length=1, max_length=1000, extra={"label": lazy("Đã xử lý thế nào")})]
    status: Annotated[str, Meta(max_length=40, extra={"label": lazy("Tình trạng thiết bị")})] | None = None
    version: int


class Reported(Struct, frozen=True):
    """A report that is kept; 0 for one that a program sent and that was thrown away."""

    id: int


class Labelled(Struct, frozen=True):
    """What a label tells anybody: nothing of who uses the thing or where it stands."""

    id: int
    code: str
    category: str
    model: str
    unit_id: int
    unit: str
    waiting: int
    latest: datetime | None


class Fault(Struct, frozen=True):
    """A report for officers."""

    id: int
    at: datetime
    kind: str
    words: str
    contact: str | None
    photos: int
    reporter_name: str | None
    closed_at: datetime | None
    closed_by_name: str | None
    answer: str | None
    version: int
    code: str
    name: str
    unit_id: int
    unit: str
    status: str
