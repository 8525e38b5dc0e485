"""What comes in over the clock's forms."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from core.contracts.procedures import Unit
from core.text.i18n import lazy
from plugins.onestop.clock.domain.rules import Kind
from plugins.onestop.clock.domain.warnings import Addressee, Watched

Revision = Annotated[int, Meta(ge=1, le=2**31 - 1)]
Reason = Annotated[str, Meta(min_length=3, max_length=1000, extra={"label": lazy("Lý do")})]
Amount = Annotated[int, Meta(ge=1, le=2000, extra={"label": lazy("Thời gian")})]
Decision = Annotated[str, Meta(min_length=3, max_length=300, extra={"label": lazy("Số và ngày văn bản")})]


class Reappointment(Struct, frozen=True, forbid_unknown_fields=True):
    """Another day for the applicant: at the office's closing time of that day."""

    revision: Revision
    day: Annotated[date, Meta(extra={"label": lazy("Ngày hẹn mới")})]
    reason: Reason


class Apology(Struct, frozen=True, forbid_unknown_fields=True):
    """The apology that a new day asks for was given. way: how the applicant got it."""

    revision: Revision
    way: Annotated[Literal["desk", "mail", "email", "phone"], Meta(extra={"label": lazy("Cách gửi phiếu xin lỗi")})] = (
        "desk"
    )


class Errand(Struct, frozen=True, forbid_unknown_fields=True):
    """A question to another agency. unit_id: an office of this installation; else agency is the name of one outside."""

    revision: Revision
    question: Annotated[str, Meta(min_length=3, max_length=1000, extra={"label": lazy("Nội dung cần ý kiến")})]
    agency: Annotated[str, Meta(max_length=200, extra={"label": lazy("Cơ quan")})] = ""
    unit_id: Annotated[int, Meta(ge=1, le=2**62, extra={"label": lazy("Đơn vị trong hệ thống")})] | None = None
    value: Amount | None = None
    unit: Annotated[Unit, Meta(extra={"label": lazy("Đơn vị tính")})] = "working_day"


class Back(Struct, frozen=True, forbid_unknown_fields=True):
    """The answer of another agency."""

    revision: Revision
    number: Annotated[int, Meta(ge=1, le=999)]
    answer: Annotated[str, Meta(min_length=2, max_length=1000, extra={"label": lazy("Nội dung trả lời")})]


class MemberStep(Struct, frozen=True, forbid_unknown_fields=True):
    """What became of a member of a linked procedure. case: which of its limits holds."""

    revision: Revision
    member: Annotated[str, Meta(min_length=1, max_length=40)]
    step: Literal["done", "left_out", "case"]
    case: Annotated[str, Meta(max_length=40)] = ""


class NewDays(Struct, frozen=True, forbid_unknown_fields=True):
    """A day off or a working day, or a swap of both: then `made_up` is the day that is worked instead.

    seen: how many open dossiers would move, as the preview said; the change is saved only after that was shown.
    """

    kind: Annotated[Literal["off", "on", "swap"], Meta(extra={"label": lazy("Loại thay đổi")})]
    day: Annotated[date, Meta(extra={"label": lazy("Ngày")})]
    name: Annotated[str, Meta(min_length=2, max_length=120, extra={"label": lazy("Tên gọi")})]
    decision: Decision
    made_up: Annotated[date, Meta(extra={"label": lazy("Ngày làm bù")})] | None = None
    name_en: Annotated[str, Meta(max_length=120, extra={"label": lazy("Tên tiếng Anh")})] = ""
    verified: bool = False
    seen: bool = False


class NewClockRule(Struct, frozen=True, forbid_unknown_fields=True):
    """A rule of the clock as dated data; see `ClockRule`."""

    kind: Annotated[Kind, Meta(extra={"label": lazy("Quy tắc")})]
    value: Annotated[int, Meta(ge=0, le=100_000, extra={"label": lazy("Giá trị")})]
    valid_from: Annotated[date, Meta(extra={"label": lazy("Áp dụng từ")})]
    source: Annotated[str, Meta(min_length=3, max_length=300, extra={"label": lazy("Căn cứ")})]
    unit: Annotated[Literal["minute", "hour", "working_day"], Meta(extra={"label": lazy("Đơn vị tính")})] = (
        "working_day"
    )
    subject: Annotated[str, Meta(max_length=40, extra={"label": lazy("Bước hoặc lý do tạm dừng")})] = ""
    procedure: Annotated[str, Meta(max_length=40, extra={"label": lazy("Thủ tục")})] = ""
    valid_to: Annotated[date, Meta(extra={"label": lazy("Đến trước ngày")})] | None = None
    verified: bool = False


class NewWarningRule(Struct, frozen=True, forbid_unknown_fields=True):
    """Who is told when. hours: open hours before or after the due time, as `side` says."""

    watched: Annotated[Watched, Meta(extra={"label": lazy("Hạn được theo dõi")})]
    hours: Annotated[float, Meta(ge=0, le=400, extra={"label": lazy("Số giờ làm việc")})]
    side: Annotated[Literal["before", "after"], Meta(extra={"label": lazy("Trước hay sau hạn")})]
    tells: Annotated[Addressee, Meta(extra={"label": lazy("Người được báo")})]
    state: Annotated[str, Meta(max_length=40, extra={"label": lazy("Bước")})] = ""
