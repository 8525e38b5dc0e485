"""What the desk sends."""

from typing import Annotated

from msgspec import Meta, Struct

from core.text.i18n import lazy
from plugins.onestop.schemas import Phone


class NewProxy(Struct, frozen=True, forbid_unknown_fields=True):
    """Who fetches the result for its owner. checked: the clerk has compared the papers with the person."""

    name: Annotated[str, Meta(min_length=2, max_length=200, extra={"label": lazy("Họ tên người nhận thay")})]
    identity: Annotated[
        str,
        Meta(pattern=r"^([0-9]{12}|[A-Z][0-9]{7,8})$", extra={"label": lazy("Số căn cước của người nhận thay")}),
    ]
    authorisation: Annotated[str, Meta(min_length=5, max_length=300, extra={"label": lazy("Giấy ủy quyền")})]
    checked: bool = False


class NewParcel(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a result is to be sent."""

    recipient: Annotated[str, Meta(min_length=2, max_length=200, extra={"label": lazy("Người nhận")})]
    address: Annotated[str, Meta(min_length=10, max_length=300, extra={"label": lazy("Địa chỉ nhận")})]
    phone: Phone = ""


class ParcelMove(Struct, frozen=True, forbid_unknown_fields=True):
    """One step of a parcel. tracking: the carrier's number; reason: why it came back."""

    action: Annotated[str, Meta(min_length=1, max_length=20)]
    revision: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    carrier: Annotated[str, Meta(max_length=100, extra={"label": lazy("Hãng bưu chính")})] = ""
    tracking: Annotated[
        str, Meta(pattern=r"^[A-Za-z0-9 -]{0,60}$", max_length=60, extra={"label": lazy("Số bưu gửi")})
    ] = ""
    reason: Annotated[str, Meta(max_length=1000, extra={"label": lazy("Lý do")})] = ""


class ParcelMoved(Struct, frozen=True):
    """Where a parcel is after a step."""

    state: str
    revision: int
