"""What comes in about notices, and what goes back."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from core.text.i18n import lazy

NoticeState = Literal["waiting", "sending", "sent", "failed", "withheld"]
Clock = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class ContactGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """Where somebody wants to be told, and whether."""

    email: Annotated[str, Meta(max_length=254, extra={"label": lazy("Thư điện tử")})] = ""
    agreed: bool = False


class RulesGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """How an office tells people. revision: as it was when the administrator looked, 0 for none yet."""

    enabled: bool = False
    text_channels: Annotated[str, Meta(max_length=100, extra={"label": lazy("Kênh tin nhắn")})] = ""
    quiet_from: Annotated[Clock, Meta(extra={"label": lazy("Yên lặng từ")})] = "21:00"
    quiet_to: Annotated[Clock, Meta(extra={"label": lazy("Yên lặng đến")})] = "07:00"
    tell_staff: bool = False
    revision: Annotated[int, Meta(ge=0, le=2**31 - 1)] = 0


class TemplateGiven(Struct, frozen=True, forbid_unknown_fields=True):
    """An office's own words. what: keep them, show how they will look, or go back to the shipped ones."""

    subject: Annotated[str, Meta(max_length=400, extra={"label": lazy("Tiêu đề")})] = ""
    body: Annotated[str, Meta(max_length=8000, extra={"label": lazy("Nội dung")})] = ""
    what: Literal["save", "preview", "reset"] = "save"
    revision: Annotated[int, Meta(ge=0, le=2**31 - 1)] = 0


class NoticeLine(Struct, frozen=True):
    """One notice as the staff sees it."""

    id: int
    unit_id: int
    event: str
    audience: Literal["citizen", "staff"]
    channel: str
    address: str
    name: str
    subject: str
    body: str
    state: NoticeState
    attempts: int
    next_try_at: datetime | None
    last_error: str
    created_at: datetime
    sent_at: datetime | None
    mail_id: int | None
