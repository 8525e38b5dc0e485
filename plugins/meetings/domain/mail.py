"""The mails about a meeting: invitation, change, cancellation; in Vietnamese, whoever pressed the button."""

from datetime import datetime
from typing import Literal

import msgspec

from core.contracts.notices import Letter, MailDraft, MailPart
from core.text.i18n import gettext as _
from core.text.i18n import use_language
from plugins.meetings.domain.answers import AnswerState
from plugins.meetings.domain.guests import Guest
from plugins.meetings.domain.invitation import Invited, Method, Occasion, Person, calendar_object
from plugins.meetings.domain.meeting import KINDS, Plan
from plugins.meetings.domain.wording import moment, period

Occurrence = Literal["called", "changed", "cancelled"]


class Convened(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting with all that its mails need. office: the mailbox mail comes from; convener: the body that invites."""

    id: int
    uid: str
    sequence: int
    unit_id: int
    convener: str
    office: Person
    plan: Plan
    cancel_reason: str = ""


def invitation_mail(
    occurrence: Occurrence,
    meeting: Convened,
    guest: Guest,
    answer: AnswerState,
    *,
    link: str,
    stamp: datetime,
    earlier: tuple[str, ...] = (),
) -> MailDraft:
    """Return the mail for one guest. link: where this guest answers. earlier: Message-IDs of the mails before."""
    method: Method = "CANCEL" if occurrence == "cancelled" else "REQUEST"
    with use_language("vi"):
        letter = _letter(occurrence, meeting, guest, link)
        occasion = _occasion(meeting, link)
        subject = f"{_subject(occurrence)}: {meeting.plan.title} ({moment(meeting.plan.starts_at)})"
    calendar = calendar_object(
        method, occasion, meeting.office, Invited(Person(guest.name, guest.address), guest.role, answer), stamp
    )
    return MailDraft(
        to_address=guest.address,
        to_name=guest.name,
        subject=subject,
        letter=letter,
        alternative=MailPart(calendar, f"text/calendar; charset=utf-8; method={method}"),
        attachments=(MailPart(calendar, "application/ics", "giay-moi.ics"),),
        references=earlier,
        automatic=False,
        kind=f"meetings.{occurrence}",
        subject_type="meetings.meeting",
        subject_id=str(meeting.id),
        unit_id=meeting.unit_id,
    )


def _letter(occurrence: Occurrence, meeting: Convened, guest: Guest, link: str) -> Letter:
    plan = meeting.plan
    return Letter(
        heading=f"{_subject(occurrence)}: {plan.title}",
        greeting=_("Kính gửi %(name)s,", name=guest.name),
        paragraphs=(_opening(occurrence, meeting),),
        facts=_facts(occurrence, meeting),
        buttons=() if occurrence == "cancelled" else ((_("Trả lời giấy mời"), link),),
        closing=_closing(occurrence, plan),
        sender=meeting.convener,
    )


def _subject(occurrence: Occurrence) -> str:
    words = {"called": _("Giấy mời"), "changed": _("Thay đổi cuộc họp"), "cancelled": _("Hủy cuộc họp")}
    return words[occurrence]


def _opening(occurrence: Occurrence, meeting: Convened) -> str:
    names = {"convener": meeting.convener}
    if occurrence == "called":
        return _("%(convener)s trân trọng kính mời ông (bà) tới dự:", **names)
    if occurrence == "changed":
        return _("%(convener)s thông báo thay đổi về cuộc họp đã mời. Thông tin mới:", **names)
    return _("%(convener)s thông báo hủy cuộc họp sau. Mong ông (bà) thông cảm.", **names)


def _facts(occurrence: Occurrence, meeting: Convened) -> tuple[tuple[str, str], ...]:
    plan = meeting.plan
    facts = [
        (_("Cuộc họp"), plan.title),
        (_("Loại"), str(KINDS[plan.kind])),
        (_("Lý do họp đột xuất"), plan.urgent_reason),
        (_("Chủ trì"), plan.chair),
        (_("Thời gian"), period(plan.starts_at, plan.ends_at)),
        (_("Địa điểm"), plan.place),
        (_("Nội dung"), plan.content),
        (_("Yêu cầu"), plan.expected),
        (_("Liên hệ"), plan.contact),
    ]
    if occurrence == "cancelled":
        facts.append((_("Lý do hủy"), meeting.cancel_reason))
    return tuple((label, value) for label, value in facts if value)


def _closing(occurrence: Occurrence, plan: Plan) -> tuple[str, ...]:
    if occurrence == "cancelled":
        return ()
    return (
        _("Xin trả lời trước %(moment)s. Có thể đổi câu trả lời cho đến lúc đó.", moment=moment(plan.answer_until)),
        _("Đường dẫn trả lời dành riêng cho ông (bà), xin không chuyển tiếp."),
    )


def _occasion(meeting: Convened, link: str) -> Occasion:
    plan = meeting.plan
    lines = [f"{label}: {value}" for label, value in _facts("called", meeting)[1:]]
    return Occasion(
        uid=meeting.uid,
        sequence=meeting.sequence,
        title=plan.title,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        place=plan.place,
        description="\n".join([*lines, "", _("Trả lời tại: %(link)s", link=link)]),
        url=link,
    )
