from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from core import db
from core.contracts.notices import MailReport, MailState


async def mail_reports(mail_ids: Sequence[int]) -> Mapping[int, MailReport]:
    """Return where mails are, by id; the caller answers for who may see them."""
    found = await db.structs(
        MailReport,
        "SELECT id, state, attempts, last_error, sent_at FROM notices.notices_outgoing_mail WHERE id = ANY($1)",
        list(mail_ids),
    )
    return {report.id: report for report in found}


async def count_by_state() -> Mapping[str, float]:
    """Return state -> how many mails are in it."""
    counted = await db.rows("SELECT state, count(*) FROM notices.notices_outgoing_mail GROUP BY state")
    return {record["state"]: float(record["count"]) for record in counted}


class MailLine(msgspec.Struct, frozen=True):
    """One mail as staff see it; times aware, UTC."""

    id: int
    unit_id: int
    kind: str
    to_address: str
    to_name: str
    subject: str
    message_id: str
    state: MailState
    attempts: int
    last_error: str
    created_at: datetime
    next_try_at: datetime | None
    sent_at: datetime | None
    has_content: bool

    @property
    def can_be_sent_again(self) -> bool:
        """Whether a person may put it back into the queue: not while it is on its way, not without its content."""
        return self.has_content and self.state not in {"created", "sending"}


async def mail_line(mail_id: int) -> MailLine | None:
    """Return one mail; the caller checks its unit."""
    return await db.struct(
        MailLine,
        """SELECT id, unit_id, kind, to_address, to_name, subject, message_id, state, attempts, last_error, created_at,
                  next_try_at, sent_at, sealed_message IS NOT NULL
           FROM notices.notices_outgoing_mail WHERE id = $1""",
        mail_id,
    )
