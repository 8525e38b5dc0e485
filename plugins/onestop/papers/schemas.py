"""What is written for a paper: one Struct for each kind that asks for anything."""

from datetime import date, datetime
from typing import Annotated, Final

from msgspec import Meta, Struct, field

from core.text.i18n import lazy
from plugins.onestop.papers.domain.forms import Kind
from plugins.onestop.schemas import Identity

Reason = Annotated[str, Meta(min_length=3, max_length=2000, extra={"label": lazy("Lý do")})]


class Nothing(Struct, frozen=True):
    """For papers that say only what the dossier says."""


class Wanted(Struct, frozen=True):
    """One paper that is missing or has to be put right."""

    name: Annotated[str, Meta(max_length=500)] = ""
    originals: Annotated[int, Meta(ge=0, le=99)] = 0
    copies: Annotated[int, Meta(ge=0, le=99)] = 0
    remark: Annotated[str, Meta(max_length=300)] = ""


class Supplement(Struct, frozen=True):
    """Form 02: all reasons at once, and every paper that has to be brought. until: the last day to bring them."""

    reason: Annotated[str, Meta(min_length=3, max_length=4000, extra={"label": lazy("Nội dung cần bổ sung")})]
    wanted: list[Wanted] = field(default_factory=list)
    until: Annotated[date, Meta(extra={"label": lazy("Bổ sung trước ngày")})] | None = None
    contact: Annotated[str, Meta(max_length=200, extra={"label": lazy("Liên hệ")})] = ""

    @property
    def missing(self) -> list[Wanted]:
        """The papers on the form, without lines on which nothing was written."""
        return [paper for paper in self.wanted if paper.name.strip()]


class Refusal(Struct, frozen=True):
    """Form 03."""

    reason: Reason
    contact: Annotated[str, Meta(max_length=200, extra={"label": lazy("Liên hệ")})] = ""


class Apology(Struct, frozen=True):
    """Form 04: why it is late, and when the result will be there (aware)."""

    reason: Reason
    new_due_at: Annotated[datetime, Meta(extra={"label": lazy("Hẹn lại")})]
    signer_title: Annotated[str, Meta(max_length=100, extra={"label": lazy("Chức vụ người ký")})] = ""
    signer: Annotated[str, Meta(max_length=100, extra={"label": lazy("Người ký")})] = ""


class Stop(Struct, frozen=True):
    """Form 05 of 2025: processing stops; papers_back: what is given back."""

    reason: Reason
    papers_back: Annotated[str, Meta(max_length=1000, extra={"label": lazy("Giấy tờ trả lại")})] = ""
    signer_title: Annotated[str, Meta(max_length=100, extra={"label": lazy("Chức vụ người ký")})] = ""
    signer: Annotated[str, Meta(max_length=100, extra={"label": lazy("Người ký")})] = ""


class ResultReceipt(Struct, frozen=True):
    """Who took the result. authority: the paper by which a proxy acts, "" for the owner or the submitter himself."""

    receiver_name: Annotated[str, Meta(min_length=2, max_length=200, extra={"label": lazy("Người nhận kết quả")})]
    document: Annotated[str, Meta(min_length=2, max_length=300, extra={"label": lazy("Kết quả")})]
    receiver_identity: Identity = ""
    authority: Annotated[str, Meta(max_length=300, extra={"label": lazy("Giấy ủy quyền")})] = ""
    document_number: Annotated[str, Meta(max_length=100, extra={"label": lazy("Số, ký hiệu kết quả")})] = ""
    document_date: Annotated[date, Meta(extra={"label": lazy("Ngày của kết quả")})] | None = None
    copies: Annotated[int, Meta(ge=1, le=99, extra={"label": lazy("Số bản")})] = 1
    slip_taken_back: bool = False
    originals_back: Annotated[str, Meta(max_length=1000, extra={"label": lazy("Bản chính trả lại")})] = ""


class HandoverList(Struct, frozen=True):
    """Dossiers handed from one person to another on one day. codes: dossier numbers in the order of the list."""

    day: date
    giver: str
    receiver: str
    codes: list[str]


class Cancel(Struct, frozen=True):
    """Why a paper or receipt is worth nothing any more."""

    reason: Reason


PARTICULARS: Final[dict[Kind, type[Struct]]] = {
    "receipt": Nothing,
    "control": Nothing,
    "supplement": Supplement,
    "refusal": Refusal,
    "apology": Apology,
    "stop": Stop,
    "result_receipt": ResultReceipt,
    "handover_list": HandoverList,
}


class Edit(Struct, frozen=True):
    """A template as an office wants it. base: the version that the editor began with."""

    source: Annotated[str, Meta(max_length=100_000, extra={"label": lazy("Mẫu")})] = ""
    base: Annotated[int, Meta(ge=0, le=2**31 - 1)] = 0
    note: Annotated[str, Meta(max_length=300, extra={"label": lazy("Đã sửa gì")})] = ""


class Pick(Struct, frozen=True):
    """Which pile of a day a list is made of."""

    day: date
    giver: Annotated[str, Meta(min_length=1, max_length=300)]
    receiver: Annotated[str, Meta(min_length=1, max_length=300)]
