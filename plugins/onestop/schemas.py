"""What comes in over forms and the API, and what goes back. Inputs name their fields; unknown ones are refused."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from core.text.i18n import lazy

Name = Annotated[str, Meta(min_length=2, max_length=200)]
Count = Annotated[int, Meta(ge=0, le=99)]
# Nine digits: the old identity card; twelve: the citizen identity; letters: passports.
Identity = Annotated[
    str, Meta(pattern=r"^([0-9]{9}|[0-9]{12}|[A-Z][0-9]{7,8})?$", extra={"label": lazy("Số giấy tờ tùy thân")})
]
Phone = Annotated[
    str, Meta(pattern=r"^(\+?[0-9][0-9 .]{7,16}[0-9])?$", max_length=20, extra={"label": lazy("Số điện thoại")})
]
Money = Annotated[int, Meta(ge=0, le=10_000_000_000, extra={"label": lazy("Phí, lệ phí")})]


class HandedIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Counts of one paper. paper: its place in the procedure's list from 1; without it `name` says what it is.

    given: ticked off; without counts it means as many as the procedure asks for.
    """

    given: bool = False
    paper: Annotated[int, Meta(ge=1, le=200)] | None = None
    name: Annotated[str, Meta(max_length=500)] = ""
    originals: Count = 0
    certified: Count = 0
    photocopies: Count = 0
    remark: Annotated[str, Meta(max_length=300)] = ""


class NewDossier(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A dossier as handed in at the counter.

    limit: which of the procedure's known limits holds, from 1; 0: none of them is known to hold, so no due date is
    given; not sent: the only one there is. unit_id: the office that takes it in, the clerk's own when not sent.
    case, exemption: codes out of the procedure's version, empty for none. notify: whoever filed it agreed to be told
    of its steps, by mail to owner_email and by text message. fee: VND. The submitter is the owner unless
    `submitter_name` is given.
    """

    procedure: Annotated[str, Meta(max_length=40, extra={"label": lazy("Thủ tục")})]
    owner_name: Annotated[str, Meta(min_length=2, max_length=200, extra={"label": lazy("Họ tên chủ hồ sơ")})]
    owner_identity: Identity = ""
    owner_phone: Phone = ""
    owner_address: Annotated[str, Meta(max_length=300, extra={"label": lazy("Địa chỉ")})] = ""
    owner_email: Annotated[str, Meta(max_length=254, extra={"label": lazy("Thư điện tử")})] = ""
    notify: bool = False
    submitter_name: Annotated[str, Meta(max_length=200, extra={"label": lazy("Họ tên người nộp")})] = ""
    submitter_identity: Identity = ""
    submitter_phone: Phone = ""
    request: Annotated[str, Meta(max_length=500, extra={"label": lazy("Nội dung yêu cầu giải quyết")})] = ""
    channel: Literal["counter", "post"] = "counter"
    limit: Annotated[int, Meta(ge=0, le=50, extra={"label": lazy("Thời hạn áp dụng")})] | None = None
    case: Annotated[str, Meta(max_length=40, extra={"label": lazy("Trường hợp")})] = ""
    exemption: Annotated[str, Meta(max_length=40, extra={"label": lazy("Miễn, giảm")})] = ""
    papers: list[HandedIn] = field(default_factory=list)
    fee: Money = 0
    fee_paid: bool = False
    unit_id: Annotated[int, Meta(ge=1, le=2**62)] | None = None


class Received(Struct, frozen=True):
    """The answer to an intake: the dossier's number and when its result is due (None: no limit is known).

    The slip's digits are not in it: answers are kept, and a copied database must not hold a working slip.
    """

    id: int
    code: str
    received_at: datetime
    promised_at: datetime | None


class MissingPaper(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that the citizen has to bring. wanted: ticked; a remark alone asks for it too. paper: its name."""

    wanted: bool = False
    paper: Annotated[str, Meta(max_length=500)] = ""
    text: Annotated[str, Meta(max_length=500)] = ""


class Move(Struct, frozen=True, forbid_unknown_fields=True):
    """One step of a dossier. revision: as it was when the mover looked at it. receiver: who gets it.

    number: of the result, where the step enters it. items: everything that is missing, at once; days: working days
    until which it is awaited, those of the procedure when not sent.
    """

    action: Annotated[str, Meta(min_length=1, max_length=40)]
    revision: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    reason: Annotated[str, Meta(max_length=2000, extra={"label": lazy("Lý do")})] = ""
    receiver: Annotated[int, Meta(ge=1, le=2**62, extra={"label": lazy("Người nhận")})] | None = None
    number: Annotated[str, Meta(max_length=60, extra={"label": lazy("Số, ký hiệu kết quả")})] = ""
    items: Annotated[list[MissingPaper], Meta(max_length=60, extra={"label": lazy("Giấy tờ cần bổ sung")})] = field(
        default_factory=list
    )
    days: Annotated[int, Meta(ge=1, le=90, extra={"label": lazy("Số ngày chờ bổ sung")})] | None = None


class Moved(Struct, frozen=True):
    """Where a dossier is after a step."""

    code: str
    state: str
    revision: int
    promised_at: datetime | None
