import asyncio
import hashlib
import secrets
from collections.abc import Sequence

from core import db, notices
from core.acting import Act
from core.contracts.notices import MailDraft
from core.registry import current
from plugins.meetings.domain.guests import Guest
from plugins.meetings.domain.invitation import Person
from plugins.meetings.domain.mail import Convened, Occurrence, invitation_mail
from plugins.meetings.queries.meetings import Invitation, Meeting, message_ids

TOKEN_BYTES = 24  # 192 bits: cannot be guessed, and still fits on one line of a mail

_LINKS = """
INSERT INTO meetings.meetings_link (invitation_id, token_hash, mail_id, message_id, made_at)
SELECT *, $5 FROM unnest($1::bigint[], $2::bytea[], $3::bigint[], $4::text[])
"""


def token_hash(token: str) -> bytes:
    """Return what is stored of a link's token."""
    return hashlib.sha256(token.encode()).digest()


async def mail_invited(occurrence: Occurrence, meeting: Meeting, invitations: Sequence[Invitation], act: Act) -> None:
    """Queue one mail for each invited person, each with a fresh link, in the caller's transaction."""
    settings = current().settings
    convened = Convened(
        id=meeting.id,
        uid=meeting.uid,
        sequence=meeting.sequence,
        unit_id=meeting.unit_id,
        convener=meeting.convener,
        office=Person(settings.mail.sender_name, settings.mail.sender),
        plan=meeting.plan,
        cancel_reason=meeting.cancel_reason,
    )
    earlier = await message_ids([invitation.id for invitation in invitations])
    tokens = [secrets.token_urlsafe(TOKEN_BYTES) for _invitation in invitations]

    def write() -> list[MailDraft]:
        return [
            invitation_mail(
                occurrence,
                convened,
                Guest(invitation.name, invitation.address, invitation.role, invitation.position, invitation.person_id),
                invitation.answer,
                link=f"{settings.base_url}/hop/{token}",
                stamp=act.at,
                earlier=earlier.get(invitation.id, ()),
            )
            for invitation, token in zip(invitations, tokens, strict=True)
        ]

    # in a thread: with hundreds of guests it takes long enough for others to notice
    queued = await notices.queue_mails(await asyncio.to_thread(write), act)
    await db.execute(
        _LINKS,
        [invitation.id for invitation in invitations],
        [token_hash(token) for token in tokens],
        [mail.id for mail in queued],
        [mail.message_id for mail in queued],
        act.at,
    )
