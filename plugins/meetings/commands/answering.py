from datetime import timedelta

from core import audit, db
from core.acting import Act
from core.contracts.events import MeetingAnswered
from core.errors import Conflict, Missing, Refused, TooMany
from core.events import publish
from core.text.i18n import gettext as _
from plugins.meetings.commands.mailing import token_hash
from plugins.meetings.domain.answers import Answer, Source, answer_problems, closed_because
from plugins.meetings.queries import meetings as queries

LINK_OUTLIVES = timedelta(days=30)  # how long after its meeting a link still shows what was answered
MOST_ANSWERS = 30  # changes of mind kept for one person; who needs more telephones

_STORE = """
UPDATE meetings.meetings_invitation
SET answer = $2, reason = $3, substitute = $4, source = $5, answered_at = $6 WHERE id = $1
"""
_HISTORY = """
INSERT INTO meetings.meetings_answer
    (invitation_id, state, reason, substitute, source, sequence, answered_at, answered_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""


async def opened_link(token: str, act: Act) -> tuple[queries.Meeting, queries.Invitation]:
    """Return what a link is about; reads only. Raises Missing for an unknown link and for one that has expired."""
    invitation = await queries.invitation_of_link(token_hash(token))
    meeting = await queries.meeting(invitation.meeting_id) if invitation else None
    if invitation is None or meeting is None or act.at > meeting.ends_at + LINK_OUTLIVES:
        raise Missing(_("Đường dẫn này không còn dùng được. Hãy mở thư mời mới nhất, hoặc gọi nơi mời họp."))
    return meeting, invitation


async def answer_by_link(token: str, answer: Answer, act: Act) -> None:
    """Take the answer of whoever holds the link; it may be changed until the deadline.

    Raises Missing (no such link), Refused (incomplete), Conflict (deadline over, cancelled), TooMany.
    """
    async with db.transaction():
        _meeting, invitation = await opened_link(token, act)
        await give(invitation, answer, "link", act)


async def answer_for(invitation_id: int, answer: Answer, act: Act) -> None:
    """Write down what an invited person told the office, by telephone say. Raises as `answer_by_link`."""
    async with db.transaction():
        invitation = await queries.invitation(invitation_id)
        meeting = await queries.meeting(invitation.meeting_id) if invitation else None
        if invitation is None or meeting is None or not act.who.may("meetings.call", meeting.unit_id):
            raise Missing(_("Không có giấy mời này."))
        await give(invitation, answer, "staff", act)


async def give(seen: queries.Invitation, answer: Answer, source: Source, act: Act) -> None:
    """Take an answer in the caller's transaction; the caller vouches for who gives it. Raises as `answer_by_link`."""
    Refused.if_any(answer_problems(answer))
    # the meeting first, as those who change it do: no deadlock, and no answer to a time that has just moved
    meeting = await queries.meeting_for_answer(seen.meeting_id)
    invitation = await queries.invitation_for_answer(seen.id)
    if meeting is None or invitation is None:
        raise Missing(_("Không có giấy mời này."))
    until = meeting.answer_until if source == "link" else meeting.ends_at  # the office may still write down a call
    closed = closed_because(meeting.status, until, act.at)
    if closed:
        raise Conflict(closed)
    if (invitation.answer, invitation.reason, invitation.substitute) == (
        answer.state,
        answer.reason,
        answer.substitute,
    ):
        return  # the same answer sent twice is one answer
    given = await db.value("SELECT count(*) FROM meetings.meetings_answer WHERE invitation_id = $1", invitation.id)
    if given >= MOST_ANSWERS:
        raise TooMany(_("Đã đổi câu trả lời quá nhiều lần. Hãy gọi đầu mối liên hệ."), retry_after=86400)
    values = (answer.state, answer.reason, answer.substitute, source)
    await db.execute(_STORE, invitation.id, *values, act.at)
    await db.execute(_HISTORY, invitation.id, *values, meeting.sequence, act.at, act.who.username)
    await audit.record(
        act,
        "meetings.answer",
        subject="meetings.invitation",
        subject_id=invitation.id,
        unit_id=meeting.unit_id,
        before={"answer": invitation.answer, "reason": invitation.reason, "substitute": invitation.substitute},
        after={"answer": answer.state, "reason": answer.reason, "substitute": answer.substitute, "source": source},
    )
    await publish(
        MeetingAnswered(
            meeting_id=meeting.id,
            invitation_id=invitation.id,
            unit_id=meeting.unit_id,
            person_id=invitation.person_id,
            state=answer.state,
        ),
        act,
    )
