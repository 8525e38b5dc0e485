import asyncio
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from core import audit, db, jobs
from core.acting import Act
from core.contracts.notices import MailDraft, QueuedMail
from core.errors import Conflict, Missing
from core.notices import sealing
from core.notices.domain.compose import compose
from core.notices.domain.ladder import PAUSES_S, STUCK, Outcome, verdict
from core.notices.payloads import CHUNK, SendMails
from core.registry import current
from core.settings import Settings
from core.text.i18n import gettext as _

KEEP_MESSAGE = timedelta(days=30)  # how long a built mail can be sent again as it was

_INSERT = """
INSERT INTO notices.notices_outgoing_mail
    (unit_id, kind, subject_type, subject_id, to_address, to_name, subject, sealed_message, message_id,
     state, last_error, created_at)
SELECT *, $10, '', $11
FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[],
            $9::text[])
RETURNING id, message_id
"""


async def queue_mails(drafts: Sequence[MailDraft], act: Act) -> list[QueuedMail]:
    """Store mails in the caller's transaction and have them sent once it is committed; answers in the drafts' order.

    Without a mail server in the settings they are withheld: visible, and sent when somebody releases them.
    Raises ValueError for a bad address (check with `core.text.mail_address`), RuntimeError outside a transaction.
    """
    if not db.in_transaction():
        raise RuntimeError("queue_mails() outside a transaction: a mail could go out for something that never happened")
    if not drafts:
        return []
    settings = current().settings
    domain = settings.mail.sender.rpartition("@")[2]
    ids = [f"<{uuid.uuid4().hex}@{domain}>" for _draft in drafts]
    # in a thread: with hundreds of mails it takes long enough for others to notice
    built = await asyncio.to_thread(_build, drafts, ids, settings, act.at)
    stored = await db.rows(
        _INSERT,
        [d.unit_id for d in drafts],
        [d.kind for d in drafts],
        [d.subject_type for d in drafts],
        [d.subject_id for d in drafts],
        [d.to_address for d in drafts],
        [d.to_name for d in drafts],
        [d.subject for d in drafts],
        built,
        ids,
        "created" if settings.mail.host else "withheld",
        act.at,
    )
    by_message = {record["message_id"]: record["id"] for record in stored}
    queued = [QueuedMail(by_message[message_id], message_id) for message_id in ids]
    if settings.mail.host:
        await _enqueue([mail.id for mail in queued])
    return queued


def _build(drafts: Sequence[MailDraft], ids: Sequence[str], settings: Settings, at: datetime) -> list[bytes]:
    mail = settings.mail
    return [
        sealing.seal(
            compose(draft, sender=mail.sender, sender_name=mail.sender_name, message_id=message_id, at=at),
            settings.secret_key,
        )
        for draft, message_id in zip(drafts, ids, strict=True)
    ]


async def _enqueue(mail_ids: Sequence[int]) -> None:
    for start in range(0, len(mail_ids), CHUNK):
        await jobs.enqueue(SendMails(mail_ids=tuple(mail_ids[start : start + CHUNK])))


class Claimed(msgspec.Struct, frozen=True):
    """A mail that this worker has in hand; attempts: this try included."""

    id: int
    to_address: str
    sealed_message: bytes
    attempts: int


async def claim(mail_id: int, at: datetime) -> Claimed | None:
    """Take a mail in hand; None when it is settled, not due yet, or in another worker's hand."""
    return await db.struct(
        Claimed,
        """UPDATE notices.notices_outgoing_mail SET state = 'sending', attempts = attempts + 1, claimed_at = $2
           WHERE id = (SELECT id FROM notices.notices_outgoing_mail
                       WHERE id = $1 AND sealed_message IS NOT NULL
                         AND (state = 'created' OR (state = 'waiting' AND next_try_at <= $2))
                       FOR UPDATE SKIP LOCKED)
           RETURNING id, to_address, sealed_message, attempts""",
        mail_id,
        at,
    )


async def settle(mail: Claimed, outcome: Outcome, at: datetime) -> None:
    """Write down what came of a try.

    A crash before this leaves the mail "sending"; the sweeper takes it up again: sent twice at most per crash, under
    the same Message-ID, so that mail readers show it once.
    """
    found = verdict(outcome, mail.attempts, at)
    await db.execute(
        """UPDATE notices.notices_outgoing_mail
           SET state = $2, next_try_at = $3, last_error = $4, sent_at = CASE WHEN $2 = 'sent' THEN $5::timestamptz END
           WHERE id = $1 AND state = 'sending'""",
        mail.id,
        found.state,
        found.next_try_at,
        found.error,
        at,
    )


async def put_off(mail_ids: Sequence[int], at: datetime) -> None:
    """Have mails wait that were not tried because the server is away; that does not count as a try."""
    await db.execute(
        """UPDATE notices.notices_outgoing_mail SET state = 'waiting', next_try_at = $2
           WHERE id = ANY($1) AND state = 'created'""",
        list(mail_ids),
        at + timedelta(seconds=PAUSES_S[0]),
    )


async def withhold(mail_ids: Sequence[int]) -> None:
    """Keep mails back that were queued before the mail server was taken out of the settings."""
    await db.execute(
        """UPDATE notices.notices_outgoing_mail SET state = 'withheld', next_try_at = NULL
           WHERE id = ANY($1) AND state IN ('created', 'waiting')""",
        list(mail_ids),
    )


async def withhold_mails(subject_type: str, subject_ids: Sequence[str]) -> None:
    """Keep back all mails about some records that are still at home (demonstration data); staff may release them."""
    await db.execute(
        """UPDATE notices.notices_outgoing_mail SET state = 'withheld', next_try_at = NULL
           WHERE subject_type = $1 AND subject_id = ANY($2) AND state IN ('created', 'waiting')""",
        subject_type,
        list(subject_ids),
    )


async def sweep(at: datetime) -> int:
    """Queue every mail again that is due or got stuck; return how many. What the queue lost comes back here."""
    await db.execute(
        """UPDATE notices.notices_outgoing_mail
           SET state = CASE WHEN attempts > $3 THEN 'failed' ELSE 'waiting' END,
               next_try_at = CASE WHEN attempts > $3 THEN NULL ELSE $1::timestamptz END,
               last_error = 'interrupted while sending'
           WHERE state = 'sending' AND claimed_at < $2""",
        at,
        at - STUCK,
        len(PAUSES_S),
    )
    due = await db.rows(
        """SELECT id FROM notices.notices_outgoing_mail
           WHERE (state = 'waiting' AND next_try_at <= $1) OR (state = 'created' AND created_at < $2)
           ORDER BY id LIMIT 1000""",
        at,
        at - STUCK,
    )
    await _enqueue([record["id"] for record in due])
    return len(due)


async def forget(at: datetime) -> None:
    """Drop the content of mails that were settled long ago; that they were sent, and when, stays."""
    await db.execute(
        """UPDATE notices.notices_outgoing_mail SET sealed_message = NULL
           WHERE sealed_message IS NOT NULL AND state IN ('sent', 'failed', 'withheld') AND created_at < $1""",
        at - KEEP_MESSAGE,
    )


async def send_again(mail_id: int, act: Act) -> None:
    """Put a settled or waiting mail back to the start, as it was built.

    Raises Missing for a mail outside the actor's units, Conflict when it is on its way or its content is gone.
    """
    async with db.transaction():
        mail = await db.row(
            "SELECT unit_id, state, sealed_message IS NULL AS gone"
            " FROM notices.notices_outgoing_mail WHERE id = $1 FOR UPDATE",
            mail_id,
        )
        if mail is None or not act.who.may("notices.resend", mail["unit_id"]):
            raise Missing(_("Không có thư này."))
        if mail["state"] in {"created", "sending"}:
            raise Conflict(_("Thư này đang được gửi."))
        if mail["gone"]:
            raise Conflict(_("Nội dung thư đã xóa theo thời hạn lưu. Hãy gửi lại từ nơi đã tạo ra thư."))
        await db.execute(
            """UPDATE notices.notices_outgoing_mail
               SET state = 'created', attempts = 0, next_try_at = NULL, created_at = $2 WHERE id = $1""",
            mail_id,
            act.at,
        )
        await audit.record(
            act,
            "notices.resend",
            subject="notices.mail",
            subject_id=mail_id,
            unit_id=mail["unit_id"],
            before={"state": mail["state"]},
            after={"state": "created"},
        )
        await _enqueue([mail_id])
