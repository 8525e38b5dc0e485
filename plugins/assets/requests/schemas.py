"""What is asked for and answered, and how a request is shown."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from core.text.i18n import lazy
from plugins.assets.requests.domain.kinds import Kind, State


class NewRequest(Struct, frozen=True, kw_only=True):
    """A request. code: label of the thing it is about; wanted: what is needed, for kind "need"."""

    kind: Annotated[Kind, Meta(extra={"label": lazy("Đề nghị")})]
    code: Annotated[str, Meta(pattern="^([0-9]{13})?$", extra={"label": lazy("Mã nhãn")})] = ""
    wanted: Annotated[str, Meta(max_length=300, extra={"label": lazy("Cần thiết bị gì")})] = ""
    reason: Annotated[str, Meta(min_length=1, max_length=1000, extra={"label": lazy("Lý do")})]


class Answer(Struct, frozen=True):
    """What an officer writes back."""

    answer: Annotated[str, Meta(max_length=1000, extra={"label": lazy("Trả lời")})] = ""


class RequestView(Struct, frozen=True):
    """A request as it stands. minutes_state: of the minutes that were begun for it."""

    id: int
    unit_id: int
    person_id: int
    person_name: str
    kind: Kind
    asset_id: int | None
    code: str | None
    name: str | None
    wanted: str | None
    reason: str
    state: State
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None
    minutes: int | None
    minutes_state: str | None
    created_at: datetime
