"""What the desk sends."""

from typing import Annotated

from msgspec import Meta, Struct, field

from core.text.i18n import lazy
from plugins.onestop.schemas import Money

Revision = Annotated[int, Meta(ge=1, le=2**31 - 1)]
Reason = Annotated[str, Meta(min_length=5, max_length=2000, extra={"label": lazy("Lý do")})]


class Accept(Struct, frozen=True, forbid_unknown_fields=True):
    """Take a filing in as a dossier. limit: as in `NewDossier`; fee in VND."""

    revision: Revision
    limit: Annotated[int, Meta(ge=0, le=50, extra={"label": lazy("Thời hạn áp dụng")})] | None = None
    fee: Money = 0


class Mend(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to mend. subject: name of a question, or key of a paper."""

    subject: Annotated[str, Meta(max_length=60)]
    text: Annotated[str, Meta(max_length=1000)] = ""


class Ask(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything to mend, at once."""

    revision: Revision
    mends: Annotated[list[Mend], Meta(max_length=300)] = field(default_factory=list)
    remark: Annotated[str, Meta(max_length=2000, extra={"label": lazy("Lời nhắn chung")})] = ""


class Refusal(Struct, frozen=True, forbid_unknown_fields=True):
    """Refuse a filing, with the reason that its holder reads."""

    revision: Revision
    remark: Reason


class Answered(Struct, frozen=True):
    """Where a filing is after the desk's answer; code: the dossier's number, "" when none was made."""

    number: str
    state: str
    code: str = ""


class FormText(Struct, frozen=True, forbid_unknown_fields=True):
    """A form as its editor sends it. definition: JSON. base: the version that was open in the editor (0: none)."""

    definition: Annotated[str, Meta(min_length=2, max_length=200_000, extra={"label": lazy("Biểu mẫu (JSON)")})]
    base: Annotated[int, Meta(ge=0, le=2**31 - 1)] = 0
    source: Annotated[str, Meta(max_length=300, extra={"label": lazy("Nguồn")})] = ""
    verified: bool = False
