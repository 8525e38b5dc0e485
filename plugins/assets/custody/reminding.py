"""Loans that are due: the borrower gets one mail three days before, one on the day after, then one a week."""

from datetime import date, timedelta

from core import db, notices, offices
from core.acting import Act
from core.clock import VIETNAM
from core.contracts.notices import Letter, MailDraft
from core.contributions import JobKind
from core.text.formats import format_date
from core.text.i18n import gettext as _
from plugins.assets.custody.payloads import RemindLoans
from plugins.assets.custody.queries import Loan, open_loans

BEFORE = timedelta(days=3)
WEEK = timedelta(days=7)


def is_due(due_on: date, reminded_on: date | None, today: date) -> bool:
    """Tell whether a reminder is due today: three days before the day, after it, and every week from then on."""
    if today < due_on - BEFORE or (due_on - BEFORE < today <= due_on and reminded_on is not None):
        return False
    if reminded_on is None:
        return True
    return today > due_on and (reminded_on <= due_on or today - reminded_on >= WEEK)


async def remind(_payload: RemindLoans, act: Act) -> None:
    """Write to those whose loans are due; once a day at most, also when the job runs twice."""
    today = act.at.astimezone(VIETNAM).date()
    async with db.transaction():
        due = [loan for loan in await open_loans() if is_due(loan.due_on, loan.reminded_on, today)]
        people = await offices.people({loan.borrower_id for loan in due if loan.borrower_id is not None})
        drafts = [
            _draft(loan, people[loan.borrower_id].email, today)
            for loan in due
            if loan.borrower_id in people and people[loan.borrower_id].email
        ]
        if drafts:
            await notices.queue_mails(drafts, act)
        await db.execute(
            "UPDATE assets.assets_minutes SET reminded_on = $2 WHERE id = ANY($1)",
            [loan.minutes for loan in due],
            today,
        )


def _draft(loan: Loan, address: str, today: date) -> MailDraft:
    late = today > loan.due_on
    subject = _("Quá hẹn trả: %(name)s", name=loan.name) if late else _("Sắp đến hẹn trả: %(name)s", name=loan.name)
    return MailDraft(
        to_address=address,
        to_name=loan.borrower or "",
        subject=subject,
        letter=Letter(
            heading=subject,
            greeting=_("Kính gửi %(name)s,", name=loan.borrower or ""),
            paragraphs=(_("Anh/chị đang mượn thiết bị sau của %(unit)s:", unit=loan.unit),),
            facts=(
                (_("Thiết bị"), f"{loan.name} ({loan.code})"),
                (_("Biên bản"), loan.number),
                (_("Hẹn trả ngày"), format_date(loan.due_on)),
            ),
        ),
        kind="assets.loan",
        subject_type="assets.minutes",
        subject_id=str(loan.minutes),
        unit_id=loan.unit_id,
        automatic=True,
    )


KINDS = (JobKind(RemindLoans, remind, concurrency=1),)
