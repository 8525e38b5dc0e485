"""Notices on their way: taken in hand one by one, settled, followed where mail carries them, sent again by a person."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from core import audit, db, notices
from core.acting import Act
from core.clock import VIETNAM
from core.errors import Conflict, Forbidden, Missing
from core.notices.domain.ladder import Outcome, verdict
from core.text.i18n import gettext as _
from plugins.onestop.access import duties, scope
from plugins.onestop.queries import dossiers
from plugins.onestop.telling import queries
from plugins.onestop.telling.commands.collecting import Addressed, hand_to_mail
from plugins.onestop.telling.domain.rules import MAIL, may_ring_at
from plugins.onestop.telling.domain.templates import Template

STUCK: Final = timedelta(minutes=10)
FOLLOWED: Final = timedelta(days=30)
# what the mail part calls a mail -> what a notice is then
_OF_MAIL: Final[Mapping[str, str]] = {
    "created": "waiting",
    "sending": "waiting",
    "waiting": "waiting",
    "sent": "sent",
    "failed": "failed",
    "withheld": "withheld",
}
_CLAIM = """
UPDATE onestop.onestop_notice SET state = 'sending', attempts = attempts + 1, claimed_at = $1
WHERE id = (
  SELECT id FROM onestop.onestop_notice
  WHERE mail_id IS NULL AND channel <> 'mail' AND channel <> ALL($2) AND state = 'waiting' AND next_try_at <= $1
  ORDER BY next_try_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, channel, address, subject, body, attempts
"""
_SETTLE = """
UPDATE onestop.onestop_notice
SET state = $2::text, next_try_at = $3, last_error = $4, sent_at = CASE WHEN $2::text = 'sent' THEN $5::timestamptz END
WHERE id = $1 AND state = 'sending'
"""
_UNSTICK = """
UPDATE onestop.onestop_notice SET state = 'waiting', next_try_at = $1, last_error = 'interrupted while sending'
WHERE state = 'sending' AND claimed_at < $2
"""
_BY_MAIL = """
SELECT id, mail_id, state FROM onestop.onestop_notice
WHERE mail_id IS NOT NULL AND state IN ('waiting', 'withheld', 'failed') AND created_at > $1 ORDER BY id LIMIT 5000
"""
_FOLLOW = """
UPDATE onestop.onestop_notice SET state = $2, attempts = $3, last_error = $4, sent_at = $5 WHERE id = $1
"""
_AGAIN = """
UPDATE onestop.onestop_notice
SET state = 'waiting', attempts = 0, last_error = '', sent_at = NULL, mail_id = NULL, next_try_at = $2 WHERE id = $1
"""


class Claimed(Struct, frozen=True):
    """A notice that this worker has in hand; attempts: this try included."""

    id: int
    channel: str
    address: str
    subject: str
    body: str
    attempts: int


async def claim(at: datetime, without: list[str]) -> Claimed | None:
    """Take the next notice in hand that no mail carries; None when none is due. without: channels to leave alone."""
    return await db.struct(Claimed, _CLAIM, at, without)


async def settle(claimed: Claimed, outcome: Outcome, at: datetime) -> None:
    """Write down what came of a try."""
    found = verdict(outcome, claimed.attempts, at)
    await db.execute(_SETTLE, claimed.id, found.state, found.next_try_at, found.error, at)


async def withhold(claimed: Claimed) -> None:
    """Keep a notice whose channel has no gateway; staff may send it again when there is one."""
    await db.execute(
        "UPDATE onestop.onestop_notice SET state = 'withheld', next_try_at = NULL WHERE id = $1", claimed.id
    )


async def catch_up(at: datetime) -> None:
    """Take up what got stuck, and learn what became of the mails."""
    await db.execute(_UNSTICK, at, at - STUCK)
    carried = await db.rows(_BY_MAIL, at - FOLLOWED)
    reports = await notices.mail_reports([row["mail_id"] for row in carried]) if carried else {}
    for row in carried:
        report = reports.get(row["mail_id"])
        if report is not None and _OF_MAIL[report.state] != row["state"]:
            state = _OF_MAIL[report.state]
            await db.execute(_FOLLOW, row["id"], state, report.attempts, report.error, report.sent_at)


async def send_again(code: str, notice_id: int, act: Act) -> None:
    """Send a notice again in the words in which it was written; the quiet hours hold.

    Raises Missing, Forbidden for people without any duty at this dossier, Conflict while it is on its way.
    """
    async with db.transaction():
        sheet = await dossiers.by_code(code, scope(act.who))
        if sheet is None:
            raise Missing
        if not duties(act.who, sheet.unit_ids):
            raise Forbidden(_("Bạn không có nhiệm vụ với hồ sơ này nên không gửi thông báo được."))
        await db.execute("SELECT 1 FROM onestop.onestop_notice WHERE id = $1 FOR UPDATE", notice_id)
        found = await queries.notice(notice_id, sheet.id)
        if found is None:
            raise Missing
        if found.state in {"waiting", "sending"}:
            raise Conflict(_("Thông báo này đang chờ gửi."))
        rules = (await queries.rules_of(sheet.authority_id)).rules
        ring = act.at if found.channel == MAIL else may_ring_at(rules, act.at, VIETNAM)
        await db.execute(_AGAIN, notice_id, ring)
        if found.channel == MAIL:
            person = Addressed(found.event, MAIL, found.address, found.name)
            await hand_to_mail(notice_id, sheet, person, Template(found.subject, found.body), act)
        await audit.record(
            act,
            "onestop.notice_resend",
            subject="onestop.dossier",
            subject_id=sheet.id,
            unit_id=sheet.unit_id,
            before={"notice": notice_id, "state": found.state},
        )
