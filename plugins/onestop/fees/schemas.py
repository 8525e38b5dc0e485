"""What comes in over the pages of money. Amounts in VND."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from core.text.i18n import lazy
from plugins.onestop.fees.domain.account import Levy

Dong = Annotated[int, Meta(ge=0, le=10_000_000_000)]
Ground = Annotated[str, Meta(min_length=3, max_length=1000, extra={"label": lazy("Căn cứ, lý do")})]


class Charge(Struct, frozen=True):
    """Something more is to be paid. when: with the dossier or with the result."""

    amount: Annotated[int, Meta(ge=1, le=10_000_000_000, extra={"label": lazy("Số tiền")})]
    levy: Annotated[Levy, Meta(extra={"label": lazy("Loại khoản thu")})]
    reason: Annotated[str, Meta(min_length=3, max_length=1000, extra={"label": lazy("Khoản thu")})]
    when: Literal["before", "after"] = "before"


class Exempt(Struct, frozen=True):
    """Something is not to be paid, and on what ground."""

    amount: Annotated[int, Meta(ge=1, le=10_000_000_000, extra={"label": lazy("Số tiền miễn, giảm")})]
    reason: Ground


class Refund(Struct, frozen=True):
    """Money is given back."""

    amount: Annotated[int, Meta(ge=1, le=10_000_000_000, extra={"label": lazy("Số tiền hoàn")})]
    reason: Ground


class Collect(Struct, frozen=True):
    """Take money and make out a receipt; money that was taken before without one is covered first."""

    payer_name: Annotated[str, Meta(min_length=2, max_length=200, extra={"label": lazy("Người nộp tiền")})]
    phi: Annotated[Dong, Meta(extra={"label": lazy("Phí")})] = 0
    le_phi: Annotated[Dong, Meta(extra={"label": lazy("Lệ phí")})] = 0
    payer_address: Annotated[str, Meta(max_length=300, extra={"label": lazy("Địa chỉ")})] = ""
    method: Literal["cash", "transfer"] = "cash"
    note: Annotated[str, Meta(max_length=300, extra={"label": lazy("Ghi chú")})] = ""


class Done(Struct, frozen=True):
    """The answer to a write of money: what was written, as an id, and its number (0: none)."""

    id: int
    number: int = 0


class Receipt(Struct, frozen=True):
    """One receipt, columns in the order of the query."""

    id: int
    dossier: int
    authority_id: int
    unit_id: int
    series: str
    year: int
    number: int
    payer_name: str
    payer_address: str
    phi: int
    le_phi: int
    method: str
    note: str
    issued_at: datetime
    issued_by_name: str
    copies: int
    cancelled_at: datetime | None
    cancelled_by_name: str
    cancel_reason: str

    @property
    def total(self) -> int:
        """Phí and lệ phí together."""
        return self.phi + self.le_phi

    @property
    def label(self) -> str:
        """Series and number as printed, such as "BL/2017 0000012"."""
        return f"{self.series}/{self.year} {self.number:07}"
