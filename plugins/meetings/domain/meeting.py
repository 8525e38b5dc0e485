"""What a meeting is before anybody is invited: its plan, and the rules a plan must keep."""

from datetime import date, datetime, timedelta
from typing import Final, Literal

import msgspec

from core.clock import VIETNAM
from core.errors import Problem
from core.text.i18n import LazyText, lazy
from core.text.i18n import gettext as _
from plugins.meetings.domain.lead_time import LEAD_WORKING_DAYS, WorkingDay, latest_sending_day

Kind = Literal["briefing", "working", "deployment", "review"]
Status = Literal["called", "cancelled"]

KINDS: Final[dict[Kind, LazyText]] = {
    "briefing": lazy("Họp giao ban"),
    "working": lazy("Họp chuyên đề, làm việc"),
    "deployment": lazy("Họp triển khai, tập huấn"),
    "review": lazy("Họp sơ kết, tổng kết"),
}
STATUSES: Final[dict[Status, LazyText]] = {"called": lazy("Đã mời"), "cancelled": lazy("Đã hủy")}

LONGEST = timedelta(days=1)  # Decision 45/2018 counts in half days and days; what is longer is a mistyped date
FARTHEST = timedelta(days=366)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What the convener decides. Times are aware; texts are tidy (`core.text.viet.clean`).

    expected: what is asked of those who attend. contact: whom to ask. urgent_reason: empty for an ordinary meeting.
    answer_until: the last moment for an answer.
    """

    title: str
    kind: Kind
    chair: str
    starts_at: datetime
    ends_at: datetime
    place: str
    answer_until: datetime
    content: str = ""
    expected: str = ""
    contact: str = ""
    urgent_reason: str = ""


def plan_problems(plan: Plan, at: datetime) -> list[Problem]:
    """Return what is wrong with the times of a plan at the moment `at`; the texts' lengths are the form's business."""
    problems = []
    if plan.starts_at <= at:
        problems.append(Problem(_("Giờ bắt đầu đã qua. Hãy chọn thời điểm sau lúc này."), "starts_at"))
    elif plan.starts_at - at > FARTHEST:
        problems.append(Problem(_("Ngày họp xa quá một năm. Hãy kiểm tra lại năm."), "starts_at"))
    if plan.ends_at <= plan.starts_at:
        problems.append(Problem(_("Giờ kết thúc phải sau giờ bắt đầu."), "ends_at"))
    elif plan.ends_at - plan.starts_at > LONGEST:
        problems.append(Problem(_("Cuộc họp dài quá một ngày. Hãy chia thành nhiều cuộc."), "ends_at"))
    if not at < plan.answer_until <= plan.starts_at:
        problems.append(Problem(_("Hạn trả lời phải sau lúc này và không muộn hơn giờ họp."), "answer_until"))
    return problems


def sending_problems(plan: Plan, sent: datetime, is_working: WorkingDay) -> list[Problem]:
    """Return what is wrong with a plan whose invitations go out at `sent`: its times, or that they come too late."""
    problems = plan_problems(plan, sent)
    if any(problem.field == "starts_at" for problem in problems):
        return problems  # no use in counting working days to a date that is wrong anyway
    late = lead_time_problem(plan, sent, is_working)
    return [*problems, late] if late else problems


def lead_time_problem(plan: Plan, sent: datetime, is_working: WorkingDay) -> Problem | None:
    """Return the refusal of an invitation that goes out too late without being urgent.

    sent: when the invitations go out, aware. Source: Decision 45/2018/QĐ-TTg, invitations at least 3 working days
    before the meeting, except for urgent ones; we ask for the reason of those.
    """
    latest = latest_sending_day(_day(plan.starts_at), is_working)
    if plan.urgent_reason or _day(sent) <= latest:
        return None
    return Problem(
        _(
            "Giấy mời phải gửi trước ngày họp ít nhất %(n)s ngày làm việc (chậm nhất ngày %(day)s). "
            "Hãy lùi ngày họp, hoặc đánh dấu họp đột xuất và ghi lý do.",
            n=LEAD_WORKING_DAYS,
            day=latest.strftime("%d/%m/%Y"),
        ),
        "urgent_reason",
        "lead_time",
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date()


def moves(before: Plan, after: Plan) -> bool:
    """Tell whether everybody has to answer anew: the time changed (RFC 6638, 3.2.8)."""
    return (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at)


def raises_sequence(before: Plan, after: Plan) -> bool:
    """Tell whether calendars must take the change as a new revision: time or place (RFC 5546, 2.1.4)."""
    return moves(before, after) or before.place != after.place
