import msgspec

from core import audit, db
from core.acting import Act
from core.contracts.events import MeetingCancelled, MeetingChanged
from core.errors import Conflict, Missing, Problem, Refused
from core.events import publish
from core.text.i18n import gettext as _
from core.text.viet import search_key
from plugins.meetings.commands.calling import SUBJECT, meeting_to_change
from plugins.meetings.commands.mailing import mail_invited
from plugins.meetings.domain.meeting import Plan, moves, plan_problems, raises_sequence, sending_problems
from plugins.meetings.queries import meetings as queries

_CHANGE = """
UPDATE meetings.meetings_meeting
SET sequence = sequence + $2, version = version + 1, changed_at = $3, search_key = $4, title = $5, kind = $6,
    chair = $7, starts_at = $8, ends_at = $9, place = $10, answer_until = $11, content = $12, expected = $13,
    contact = $14, urgent_reason = $15
WHERE id = $1
"""
_ASK_ANEW = """
UPDATE meetings.meetings_invitation
SET answer = 'waiting', reason = '', substitute = '', source = '', answered_at = NULL WHERE meeting_id = $1
"""


async def change_meeting(meeting_id: int, version: int, plan: Plan, act: Act) -> None:
    """Change a meeting and tell everybody invited; a new time asks everybody for a new answer.

    version: the one that the editor saw. Raises Missing, Conflict (changed by others, cancelled, begun), Refused.
    """
    async with db.transaction():
        before = await meeting_to_change(meeting_id, act)
        if before.version != version:
            raise Conflict(_("Người khác vừa sửa cuộc họp này. Hãy tải lại trang để xem bản mới rồi sửa lại."))
        if before.plan == plan:
            return
        await _refuse_bad(before, plan, act)
        await db.execute(
            _CHANGE,
            meeting_id,
            int(raises_sequence(before.plan, plan)),
            act.at,
            search_key(f"{plan.title} {plan.place} {plan.chair}"),
            *(plan.title, plan.kind, plan.chair, plan.starts_at, plan.ends_at, plan.place, plan.answer_until),
            *(plan.content, plan.expected, plan.contact, plan.urgent_reason),
        )
        if moves(before.plan, plan):
            await db.execute(_ASK_ANEW, meeting_id)
        await _tell_change(before, act)


async def _refuse_bad(before: queries.Meeting, plan: Plan, act: Act) -> None:
    if moves(before.plan, plan):
        Refused.if_any(sending_problems(plan, act.at, await queries.working_days_of(before.unit_id)))
    Refused.if_any(plan_problems(plan, act.at))


async def _tell_change(before: queries.Meeting, act: Act) -> None:
    after = await queries.meeting(before.id)
    if after is None:
        raise Missing(_("Không có cuộc họp này."))
    await mail_invited("changed", after, await queries.invitations(before.id), act)
    old, new = msgspec.to_builtins(before.plan), msgspec.to_builtins(after.plan)
    changed = [name for name in new if new[name] != old[name]]
    await audit.record(
        act,
        "meetings.change",
        subject=SUBJECT,
        subject_id=before.id,
        unit_id=before.unit_id,
        before={name: old[name] for name in changed},
        after={name: new[name] for name in changed},
    )
    await publish(
        MeetingChanged(
            meeting_id=after.id,
            unit_id=after.unit_id,
            title=after.title,
            starts_at=after.starts_at,
            ends_at=after.ends_at,
            place=after.place,
            moved=moves(before.plan, after.plan),
        ),
        act,
    )


async def cancel_meeting(meeting_id: int, reason: str, act: Act) -> None:
    """Cancel a meeting and tell everybody invited. Raises Missing, Conflict (cancelled, begun), Refused (no reason)."""
    if not reason:
        raise Refused(Problem(_("Hãy ghi lý do hủy để báo cho người được mời."), "reason"))
    async with db.transaction():
        before = await meeting_to_change(meeting_id, act)
        await db.execute(
            """UPDATE meetings.meetings_meeting SET status = 'cancelled', cancel_reason = $2, sequence = sequence + 1,
                      version = version + 1, changed_at = $3 WHERE id = $1""",
            meeting_id,
            reason,
            act.at,
        )
        after = await queries.meeting(meeting_id)
        if after is None:
            raise Missing(_("Không có cuộc họp này."))
        await mail_invited("cancelled", after, await queries.invitations(meeting_id), act)
        await audit.record(
            act,
            "meetings.cancel",
            subject=SUBJECT,
            subject_id=meeting_id,
            unit_id=before.unit_id,
            before={"status": before.status},
            after={"status": "cancelled", "reason": reason},
        )
        await publish(
            MeetingCancelled(meeting_id=meeting_id, unit_id=before.unit_id, title=before.title, reason=reason), act
        )
