from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from tomllib import loads

import msgspec

from core import db, notices, offices
from core.contracts.notices import MailReport
from core.settings import config_folder
from core.worktime import Overrides, read_overrides, vietnamese_calendar
from plugins.meetings.domain.answers import AnswerState, Source, Tally, tally
from plugins.meetings.domain.invitation import Role
from plugins.meetings.domain.lead_time import WorkingDay
from plugins.meetings.domain.meeting import Kind, Plan, Status
from plugins.meetings.domain.wording import period

# in the order of Meeting's fields
_MEETING = """
SELECT id, unit_id, convener, uid, sequence, version, status, cancel_reason, called_by, called_at, changed_at,
       title, kind, chair, starts_at, ends_at, place, answer_until, content, expected, contact, urgent_reason
FROM meetings.meetings_meeting
"""
_INVITATION = """
SELECT i.id, i.meeting_id, i.person_id, i.name, i.position, i.address, i.role, i.answer, i.reason, i.substitute,
       i.source, i.answered_at
FROM meetings.meetings_invitation i
"""


class Meeting(msgspec.Struct, frozen=True):
    """One meeting as stored; times aware, UTC."""

    id: int
    unit_id: int
    convener: str
    uid: str
    sequence: int
    version: int
    status: Status
    cancel_reason: str
    called_by: str
    called_at: datetime
    changed_at: datetime
    title: str
    kind: Kind
    chair: str
    starts_at: datetime
    ends_at: datetime
    place: str
    answer_until: datetime
    content: str
    expected: str
    contact: str
    urgent_reason: str

    @property
    def period(self) -> str:
        """When it takes place, in words."""
        return period(self.starts_at, self.ends_at)

    @property
    def plan(self) -> Plan:
        """What the convener decided."""
        return Plan(**{name: getattr(self, name) for name in Plan.__struct_fields__})


class Invitation(msgspec.Struct, frozen=True):
    """One invited person and the answer that counts now; source: "" as long as there is none."""

    id: int
    meeting_id: int
    person_id: int | None
    name: str
    position: str
    address: str
    role: Role
    answer: AnswerState
    reason: str
    substitute: str
    source: Source | str
    answered_at: datetime | None


class GivenAnswer(msgspec.Struct, frozen=True):
    """One line of an invited person's history of answers. answered_by: username of who wrote it down, or empty."""

    state: AnswerState
    reason: str
    substitute: str
    source: Source
    answered_at: datetime
    answered_by: str


class Guestbook(msgspec.Struct, frozen=True):
    """Who was invited, where the last mail to each is, and each one's earlier answers, the latest first."""

    invitations: list[Invitation]
    mails: dict[int, MailReport]
    history: dict[int, list[GivenAnswer]]

    @property
    def tally(self) -> Tally:
        """How many answered what."""
        return tally(invitation.answer for invitation in self.invitations)


async def meeting(meeting_id: int) -> Meeting | None:
    """Return a meeting; the caller checks its unit."""
    return await db.struct(Meeting, f"{_MEETING} WHERE id = $1", meeting_id)


async def meeting_for_change(meeting_id: int) -> Meeting | None:
    """Return a meeting, locked until the caller's transaction ends."""
    return await db.struct(Meeting, f"{_MEETING} WHERE id = $1 FOR UPDATE", meeting_id)


async def meeting_for_answer(meeting_id: int) -> Meeting | None:
    """Return a meeting that cannot change until the caller's transaction ends; others may answer meanwhile."""
    return await db.struct(Meeting, f"{_MEETING} WHERE id = $1 FOR SHARE", meeting_id)


async def invitation(invitation_id: int) -> Invitation | None:
    """Return one invitation."""
    return await db.struct(Invitation, f"{_INVITATION} WHERE i.id = $1", invitation_id)


async def invitation_for_answer(invitation_id: int) -> Invitation | None:
    """Return one invitation, locked until the caller's transaction ends."""
    return await db.struct(Invitation, f"{_INVITATION} WHERE i.id = $1 FOR UPDATE", invitation_id)


async def invitation_of_link(token_hash: bytes) -> Invitation | None:
    """Return the invitation whose mail carried a link."""
    return await db.struct(
        Invitation,
        f"{_INVITATION} JOIN meetings.meetings_link l ON l.invitation_id = i.id WHERE l.token_hash = $1",
        token_hash,
    )


async def invitations(meeting_id: int) -> list[Invitation]:
    """Return who is invited, in the order of inviting."""
    return await db.structs(Invitation, f"{_INVITATION} WHERE i.meeting_id = $1 ORDER BY i.id", meeting_id)


async def guestbook(meeting_id: int) -> Guestbook:
    """Return all that is known of the invited of one meeting."""
    last_mails = await db.rows(
        """SELECT DISTINCT ON (l.invitation_id) l.invitation_id, l.mail_id FROM meetings.meetings_link l
           JOIN meetings.meetings_invitation i ON i.id = l.invitation_id
           WHERE i.meeting_id = $1 ORDER BY l.invitation_id, l.id DESC""",
        meeting_id,
    )
    reports = await notices.mail_reports([record["mail_id"] for record in last_mails])
    history: dict[int, list[GivenAnswer]] = {}
    for record in await db.rows(
        """SELECT a.invitation_id, a.state, a.reason, a.substitute, a.source, a.answered_at, a.answered_by
           FROM meetings.meetings_answer a JOIN meetings.meetings_invitation i ON i.id = a.invitation_id
           WHERE i.meeting_id = $1 ORDER BY a.id DESC""",
        meeting_id,
    ):
        history.setdefault(record[0], []).append(GivenAnswer(*record[1:]))
    return Guestbook(
        invitations=await invitations(meeting_id),
        mails={r["invitation_id"]: reports[r["mail_id"]] for r in last_mails if r["mail_id"] in reports},
        history=history,
    )


async def history_of(invitation_id: int) -> list[GivenAnswer]:
    """Return an invited person's answers, the latest first."""
    return await db.structs(
        GivenAnswer,
        """SELECT state, reason, substitute, source, answered_at, answered_by FROM meetings.meetings_answer
           WHERE invitation_id = $1 ORDER BY id DESC""",
        invitation_id,
    )


async def message_ids(invitation_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return invitation id -> Message-IDs of the mails sent so far, oldest first, the first and the last two only."""
    found: dict[int, list[str]] = {}
    for record in await db.rows(
        "SELECT invitation_id, message_id FROM meetings.meetings_link WHERE invitation_id = ANY($1) ORDER BY id",
        list(invitation_ids),
    ):
        found.setdefault(record["invitation_id"], []).append(record["message_id"])
    return {key: tuple(ids if len(ids) < 4 else [ids[0], *ids[-2:]]) for key, ids in found.items()}


async def working_days_of(unit_id: int) -> WorkingDay:
    """Return whether a unit works on a day: its office hours, public holidays and swap days. Raises Missing."""
    calendar = vietnamese_calendar(await offices.office_hours_of(unit_id), _holidays())

    def is_working(day: date) -> bool:
        return bool(calendar.shifts(day))

    return is_working


@lru_cache(maxsize=1)
def _holidays() -> Overrides:
    return read_overrides(loads((config_folder() / "holidays.toml").read_text("utf-8")))
