import uuid
from collections.abc import Sequence

import msgspec

from core import audit, db, offices
from core.acting import Act
from core.contracts.events import MeetingCalled
from core.errors import Conflict, Forbidden, Missing, Refused
from core.events import publish
from core.registry import current
from core.text.i18n import gettext as _
from core.text.mail_address import is_mail_address
from core.text.viet import search_key
from plugins.meetings.commands.mailing import mail_invited
from plugins.meetings.domain.guests import MOST, Guest, guests_problems, once_each
from plugins.meetings.domain.meeting import Plan, sending_problems
from plugins.meetings.queries import meetings as queries

SUBJECT = "meetings.meeting"

_MEETING = """
INSERT INTO meetings.meetings_meeting
    (unit_id, convener, uid, sequence, version, status, cancel_reason, called_by, called_at, changed_at, search_key,
     title, kind, chair, starts_at, ends_at, place, answer_until, content, expected, contact, urgent_reason)
VALUES ($1, $2, $3, 0, 1, 'called', '', $4, $5, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
RETURNING id
"""
_INVITATIONS = """
INSERT INTO meetings.meetings_invitation
    (meeting_id, person_id, name, position, address, role, answer, reason, substitute, source)
SELECT $1, *, 'waiting', '', '', '' FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[])
ON CONFLICT (meeting_id, lower(address)) DO NOTHING RETURNING id
"""


class NewMeeting(msgspec.Struct, frozen=True):
    """A meeting to be called by a unit, and whom to invite."""

    unit_id: int
    plan: Plan
    guests: tuple[Guest, ...]


async def call_meeting(new: NewMeeting, act: Act) -> int:
    """Store a meeting and send its invitations; return its id.

    Raises Forbidden outside the actor's units, Refused with every problem of the plan and the guests.
    """
    if not act.who.may("meetings.call", new.unit_id):
        raise Forbidden(_("Bạn không có quyền mời họp cho đơn vị này."))
    guests = once_each(new.guests)
    is_working = await queries.working_days_of(new.unit_id)
    Refused.if_any([*sending_problems(new.plan, act.at, is_working), *guests_problems(guests)])
    unit = await offices.unit(new.unit_id)
    async with db.transaction():
        meeting_id = await _store(new, unit.agency or unit.name, act)
        invited = await _invite(meeting_id, guests, act)
        meeting = await _known(meeting_id)
        await audit.record(
            act,
            "meetings.call",
            subject=SUBJECT,
            subject_id=meeting_id,
            unit_id=new.unit_id,
            after={**msgspec.to_builtins(new.plan), "invited": [guest.address for guest in guests]},
        )
        await publish(
            MeetingCalled(
                meeting_id=meeting_id,
                unit_id=meeting.unit_id,
                title=meeting.title,
                starts_at=meeting.starts_at,
                ends_at=meeting.ends_at,
                place=meeting.place,
                invited=len(invited),
            ),
            act,
        )
    return meeting_id


async def _store(new: NewMeeting, convener: str, act: Act) -> int:
    plan = new.plan
    domain = current().settings.mail.sender.rpartition("@")[2]
    meeting_id: int = await db.value(
        _MEETING,
        new.unit_id,
        convener,
        f"{uuid.uuid4()}@{domain}",
        act.who.username,
        act.at,
        search_key(f"{plan.title} {plan.place} {plan.chair}"),
        *(plan.title, plan.kind, plan.chair, plan.starts_at, plan.ends_at, plan.place, plan.answer_until),
        *(plan.content, plan.expected, plan.contact, plan.urgent_reason),
    )
    return meeting_id


async def _invite(meeting_id: int, guests: Sequence[Guest], act: Act) -> list[int]:
    """Store the invitations of those who have none yet and mail them; return the new ids."""
    if any(not is_mail_address(guest.address) for guest in guests):
        raise Refused(_("Có địa chỉ thư không dùng được trong danh sách mời."))
    stored = await db.rows(
        _INVITATIONS,
        meeting_id,
        [guest.person_id for guest in guests],
        [guest.name for guest in guests],
        [guest.position for guest in guests],
        [guest.address for guest in guests],
        [guest.role for guest in guests],
    )
    new = {record["id"] for record in stored}
    invitations = [each for each in await queries.invitations(meeting_id) if each.id in new]
    await mail_invited("called", await _known(meeting_id), invitations, act)
    return sorted(new)


async def _known(meeting_id: int) -> queries.Meeting:
    found = await queries.meeting(meeting_id)
    if found is None:
        raise Missing(_("Không có cuộc họp này."))
    return found


async def meeting_to_change(meeting_id: int, act: Act) -> queries.Meeting:
    """Return a meeting, locked, for somebody who may change it now.

    Raises Missing outside the actor's units, Conflict when it is cancelled or has begun.
    """
    meeting = await queries.meeting_for_change(meeting_id)
    if meeting is None or not act.who.may("meetings.call", meeting.unit_id):
        raise Missing(_("Không có cuộc họp này."))
    if meeting.status == "cancelled":
        raise Conflict(_("Cuộc họp này đã hủy."))
    if meeting.starts_at <= act.at:
        raise Conflict(_("Cuộc họp này đã bắt đầu hoặc đã qua."))
    return meeting


async def invite_more(meeting_id: int, guests: Sequence[Guest], act: Act) -> int:
    """Invite further people; those who are invited already are left alone. Return how many are new."""
    wanted = once_each(guests)
    Refused.if_any(guests_problems(wanted))
    async with db.transaction():
        meeting = await meeting_to_change(meeting_id, act)
        if len(await queries.invitations(meeting_id)) + len(wanted) > MOST:
            raise Refused(_("Mời quá %(n)s người trong một cuộc họp.", n=MOST))
        invited = await _invite(meeting_id, wanted, act)
        await audit.record(
            act,
            "meetings.invite",
            subject=SUBJECT,
            subject_id=meeting_id,
            unit_id=meeting.unit_id,
            after={"invitations": invited},
        )
    return len(invited)


async def send_again(meeting_id: int, invitation_ids: Sequence[int], act: Act) -> int:
    """Mail the invitation again, with a fresh link, to those of the ids that belong to the meeting; return how many."""
    async with db.transaction():
        meeting = await meeting_to_change(meeting_id, act)
        wanted = {*invitation_ids}
        chosen = [each for each in await queries.invitations(meeting_id) if each.id in wanted]
        if not chosen:
            raise Refused(_("Chưa chọn ai để gửi lại."))
        await mail_invited("called", meeting, chosen, act)
        await audit.record(
            act,
            "meetings.send_again",
            subject=SUBJECT,
            subject_id=meeting_id,
            unit_id=meeting.unit_id,
            after={"invitations": [each.id for each in chosen]},
        )
    return len(chosen)
