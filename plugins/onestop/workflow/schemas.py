"""What comes in over the forms of workflows and of the steps beside the moves."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from core.text.i18n import lazy
from plugins.onestop.domain.axes import Axis
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
