"""What the pages send: each field with its rule and its name for people."""

from datetime import date, datetime, time
from typing import Annotated

import msgspec
from msgspec import Meta

from core.clock import VIETNAM
from core.text.i18n import lazy
from plugins.meetings.domain.answers import LONGEST_NAME, LONGEST_REASON, GivenState
from plugins.meetings.domain.meeting import Kind, Plan

_CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"
_MOMENT = r"^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d$"

People = Annotated[tuple[int, ...], Meta(max_length=1000, extra={"label": lazy("Người được mời")})]
Units = Annotated[tuple[int, ...], Meta(max_length=500, extra={"label": lazy("Đơn vị được mời")})]
Typed = Annotated[str, Meta(max_length=50_000, extra={"label": lazy("Địa chỉ gõ thêm")})]


class PlanForm(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting as its form has it: day and times of day in Vietnam. answer_until: empty means until it begins."""

    title: Annotated[str, Meta(min_length=3, max_length=200, extra={"label": lazy("Tên cuộc họp")})]
    kind: Annotated[Kind, Meta(extra={"label": lazy("Loại cuộc họp")})]
    chair: Annotated[str, Meta(min_length=2, max_length=200, extra={"label": lazy("Người chủ trì")})]
    day: Annotated[date, Meta(extra={"label": lazy("Ngày họp")})]
    starts: Annotated[str, Meta(pattern=_CLOCK, extra={"label": lazy("Từ giờ")})]
    ends: Annotated[str, Meta(pattern=_CLOCK, extra={"label": lazy("Đến giờ")})]
    place: Annotated[str, Meta(min_length=2, max_length=300, extra={"label": lazy("Địa điểm")})]
    content: Annotated[str, Meta(max_length=8000, extra={"label": lazy("Nội dung")})] = ""
    expected: Annotated[str, Meta(max_length=2000, extra={"label": lazy("Yêu cầu đối với người dự")})] = ""
    contact: Annotated[str, Meta(max_length=200, extra={"label": lazy("Đầu mối liên hệ")})] = ""
    urgent_reason: Annotated[str, Meta(max_length=500, extra={"label": lazy("Lý do họp đột xuất")})] = ""
    answer_until: Annotated[str, Meta(pattern=_MOMENT, extra={"label": lazy("Hạn trả lời")})] | None = None

    def plan(self) -> Plan:
        """Return the plan, with aware times. Raises ValueError for a day outside the calendar (year 9999)."""
        starts_at = _at(self.day, self.starts)
        until = datetime.fromisoformat(self.answer_until).replace(tzinfo=VIETNAM) if self.answer_until else starts_at
        return Plan(
            title=self.title,
            kind=self.kind,
            chair=self.chair,
            starts_at=starts_at,
            ends_at=_at(self.day, self.ends),
            place=self.place,
            answer_until=until,
            content=self.content,
            expected=self.expected,
            contact=self.contact,
            urgent_reason=self.urgent_reason,
        )


class GuestForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to invite. people: ids in the address book; units: everybody of these; typed: one guest a line."""

    people: People = ()
    units: Units = ()
    typed: Typed = ""


class MeetingForm(PlanForm, frozen=True, kw_only=True):
    """A meeting to be called, and whom to invite. unit_id: the convening unit."""

    unit_id: Annotated[int, Meta(extra={"label": lazy("Đơn vị mời")})]
    people: People = ()
    units: Units = ()
    typed: Typed = ""


class ChangeForm(PlanForm, frozen=True, kw_only=True):
    """A meeting as changed. version: the one that the editor saw."""

    version: int


class CancelForm(msgspec.Struct, frozen=True):
    """Why a meeting is cancelled."""

    reason: Annotated[str, Meta(min_length=3, max_length=500, extra={"label": lazy("Lý do hủy")})]


class ChosenInvitations(msgspec.Struct, frozen=True):
    """The invitations ticked in the table."""

    key: Annotated[tuple[int, ...], Meta(min_length=1, max_length=1000, extra={"label": lazy("Người được mời")})]


class AnswerForm(msgspec.Struct, frozen=True, kw_only=True):
    """An answer, from the invited person or written down by the office."""

    state: Annotated[GivenState, Meta(extra={"label": lazy("Câu trả lời")})]
    reason: Annotated[str, Meta(max_length=LONGEST_REASON, extra={"label": lazy("Lý do")})] = ""
    substitute: Annotated[str, Meta(max_length=LONGEST_NAME, extra={"label": lazy("Người dự thay")})] = ""


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), VIETNAM)
