"""What comes in over the forms of workflows and of the steps beside the moves."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from core.contracts.dossiers import Duty
from core.text.i18n import lazy
from plugins.onestop.domain.axes import Axis
from plugins.onestop.domain.workflow import ClockEffect
from plugins.onestop.schemas import Identity, Phone

Revision = Annotated[int, Meta(ge=1, le=2**31 - 1)]
Reason = Annotated[str, Meta(min_length=3, max_length=1000, extra={"label": lazy("Lý do")})]


class Looked(Struct, frozen=True, forbid_unknown_fields=True):
    """A step without more to say. revision: of the dossier, as it was when the actor looked at it."""

    revision: Revision


class Reassign(Struct, frozen=True, forbid_unknown_fields=True):
    """A dossier for somebody else."""

    revision: Revision
    receiver: Annotated[int, Meta(ge=1, le=2**62, extra={"label": lazy("Người nhận")})]
    reason: Reason


class AxisStep(Struct, frozen=True, forbid_unknown_fields=True):
    """One move of an axis beside the business."""

    revision: Revision
    axis: Axis
    action: Annotated[str, Meta(max_length=20)]
    reason: Annotated[str, Meta(max_length=1000, extra={"label": lazy("Lý do")})] = ""


class NewCorrection(Struct, frozen=True, forbid_unknown_fields=True):
    """What a dossier should say of its people. Fields as they should be; those that stay the same change nothing."""

    revision: Revision
    reason: Reason
    owner_name: Annotated[str, Meta(min_length=2, max_length=200, extra={"label": lazy("Họ tên chủ hồ sơ")})]
    owner_identity: Identity = ""
    owner_phone: Phone = ""
    owner_address: Annotated[str, Meta(max_length=300, extra={"label": lazy("Địa chỉ")})] = ""
    submitter_name: Annotated[str, Meta(max_length=200, extra={"label": lazy("Họ tên người nộp")})] = ""
    request: Annotated[str, Meta(max_length=500, extra={"label": lazy("Nội dung yêu cầu giải quyết")})] = ""


class Decision(Struct, frozen=True, forbid_unknown_fields=True):
    """Yes or no to a wish for correction."""

    revision: Revision
    answer: Literal["approve", "reject"]
    reason: Annotated[str, Meta(max_length=1000, extra={"label": lazy("Lý do")})] = ""


Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{1,39}$", extra={"label": lazy("Mã")})]
Title = Annotated[str, Meta(min_length=2, max_length=120, extra={"label": lazy("Tên")})]


class NewWorkflow(Struct, frozen=True, forbid_unknown_fields=True):
    """A new workflow. copy_of: name of the one whose newest version it starts from, "" for two bare states."""

    name: Code
    title: Title
    copy_of: Annotated[str, Meta(max_length=60)] = ""


class StateForm(Struct, frozen=True, forbid_unknown_fields=True):
    """One state as edited. was: its code before, "" for a new one."""

    revision: Revision
    code: Code
    title: Title
    public_title: Annotated[str, Meta(min_length=2, max_length=200, extra={"label": lazy("Tên cho người dân")})]
    holder: Annotated[Duty, Meta(extra={"label": lazy("Ai giữ")})]
    clock: Annotated[ClockEffect, Meta(extra={"label": lazy("Thời hạn")})]
    was: Annotated[str, Meta(max_length=40)] = ""
    asks: Annotated[str, Meta(max_length=500)] = ""
    settles: bool = False
    final: bool = False
    budget_minutes: Annotated[int, Meta(ge=0, le=100_000, extra={"label": lazy("Thời gian của bước (phút)")})] = 0
    national: Annotated[int, Meta(ge=0, le=10, extra={"label": lazy("Trạng thái quốc gia")})] = 0


class ConditionForm(Struct, frozen=True, forbid_unknown_fields=True):
    """One condition as edited; an empty kind is none."""

    kind: Annotated[str, Meta(max_length=20)] = ""
    value: Annotated[str, Meta(max_length=200)] = ""


class MoveForm(Struct, frozen=True, forbid_unknown_fields=True):
    """One move as edited. was: "source/action" before, "" for a new one. papers, unless_did: one a line."""

    revision: Revision
    source: Code
    action: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{1,39}$", extra={"label": lazy("Mã việc")})]
    target: Annotated[str, Meta(min_length=2, max_length=40, extra={"label": lazy("Bước đến")})]
    title: Title
    duties: Annotated[list[Duty], Meta(min_length=1, max_length=8, extra={"label": lazy("Ai được làm")})]
    was: Annotated[str, Meta(max_length=90)] = ""
    needs_reason: bool = False
    tells_citizen: bool = False
    hands_over: bool = False
    takes: bool = False
    lists_papers: bool = False
    needs_number: bool = False
    reopens: bool = False
    unless_did: Annotated[str, Meta(max_length=500)] = ""
    notice: Annotated[str, Meta(pattern=r"^[a-z_]{0,40}$", extra={"label": lazy("Thông báo")})] = ""
    conditions: Annotated[list[ConditionForm], Meta(max_length=12)] = field(default_factory=list)
    papers: Annotated[str, Meta(max_length=3000)] = ""


class RowForm(Struct, frozen=True, forbid_unknown_fields=True):
    """Remove or shift one row of a draft. row: a state's code, or "source/action"."""

    revision: Revision
    row: Annotated[str, Meta(min_length=1, max_length=90)]
    what: Literal["drop", "up", "down"]


class Publish(Struct, frozen=True, forbid_unknown_fields=True):
    """Make a draft the newest version. knowingly: in spite of the warnings."""

    revision: Revision
    note: Annotated[str, Meta(min_length=3, max_length=500, extra={"label": lazy("Thay đổi gì")})]
    knowingly: bool = False


class Relocate(Struct, frozen=True, forbid_unknown_fields=True):
    """Move the running dossiers of one version to another. states: pairs "old>new"; an empty new: stays."""

    source: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    target: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    reason: Reason
    states: Annotated[list[Annotated[str, Meta(max_length=90)]], Meta(max_length=100)] = field(default_factory=list)

    @property
    def state_map(self) -> dict[str, str]:
        """Old code -> new code."""
        pairs = (text.partition(">") for text in self.states)
        return {old: new for old, _sign, new in pairs if old}
