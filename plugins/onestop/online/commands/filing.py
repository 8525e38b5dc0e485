"""File, file again, take back: the steps of whoever holds a filing's secret."""

import hmac
import secrets
from datetime import datetime, timedelta

import msgspec

from core import audit, db
from core.acting import Act
from core.errors import Conflict, Problem, Refused
from core.offices import office_day
from core.text.i18n import gettext as _
from core.text.viet import search_key
from plugins.onestop.office import office_of
from plugins.onestop.online.commands.writing import NOTE, SUBJECT, editable, note_mail, opened
from plugins.onestop.online.domain.checking import faults, paper_faults
from plugins.onestop.online.domain.filings import FilingAction, step
from plugins.onestop.online.domain.forms import typed
from plugins.onestop.online.mails import mail_code, mail_filed
from plugins.onestop.online.queries import filings
from plugins.onestop.online.queries.filings import FilingRow
from plugins.onestop.online.rules import answer_deadline
from plugins.onestop.online.secret import code_digest
from plugins.onestop.online.wording import fault_problem, lost

CODE_LASTS = timedelta(minutes=30)
CODE_AGAIN = timedelta(seconds=60)
CODE_TRIES = 5

_CODE = "UPDATE onestop.onestop_filing SET code_digest = $2, code_sent_at = $3, code_tries = 0 WHERE id = $1"
_TRY = "UPDATE onestop.onestop_filing SET code_tries = code_tries + 1 WHERE id = $1 RETURNING code_tries"
_VERSION = """
INSERT INTO onestop.onestop_filing_version (filing, round, answers, files, filed_at)
VALUES ($1, $2, $3::jsonb, $4::jsonb, $5)
"""
_FILE = """
UPDATE onestop.onestop_filing
SET state = 'filed', round = $2, revision = revision + 1, filed_at = $3, changed_at = $3, answer_due_at = $4,
    answered_at = NULL, applicant = $5, applicant_key = $6, code_digest = NULL, code_sent_at = NULL
WHERE id = $1
"""
_WITHDRAW = """
UPDATE onestop.onestop_filing SET state = 'withdrawn', revision = revision + 1, changed_at = $2 WHERE id = $1
"""


async def submit(secret: str, act: Act) -> None:
    """Check everything; then mail the confirming code, or file again what was to be mended.

    Raises Refused with every problem, Conflict when it is filed already.
    """
    async with db.transaction():
        filing = await editable(secret)
        problems = await everything_wrong(filing, act)
        if not filing.email:
            sentence = _("Chưa có địa chỉ thư điện tử. Mã xác nhận và câu trả lời được gửi đến đó.")
            problems.append(Problem(sentence, "email", "missing"))
        Refused.if_any(problems)
        if filing.state == "needs_supplement":
            await _file(filing, "file_again", act)
        elif filing.code_sent_at is None or act.at >= filing.code_sent_at + CODE_AGAIN:
            code = f"{secrets.randbelow(10**6):06d}"
            await note_mail(filing, "code", act)
            await db.execute(_CODE, filing.id, code_digest(filing.id, code), act.at)
            await mail_code(filing, code, act)


async def everything_wrong(filing: FilingRow, act: Act) -> list[Problem]:
    """Return what keeps a filing from being filed, in the order of the form: answers, then papers."""
    present = {file.paper for file in await filings.files(filing.id)}
    found = [
        *faults(filing.form, filing.raw, office_day(act.at), complete=True),
        *paper_faults(filing.form, filing.raw, present),
    ]
    return [fault_problem(filing.form, fault) for fault in found]


async def confirm(secret: str, code: str, act: Act) -> None:
    """File what the code confirms; a second time it is filed already, and that is fine.

    The try is counted before it is judged, so that many at once cannot slip through. Raises Refused for a wrong code.
    """
    filing = await opened(secret)
    if filing.state != "draft" and filing.round:
        return
    tries = int(await db.value(_TRY, filing.id))
    if not _fits(filing, code, tries, act.at):
        raise Refused(Problem(_code_words(filing, tries, act.at), "code", "wrong"))
    await file(secret, act)


async def file(secret: str, act: Act) -> None:
    """File a draft whose address is confirmed; one that is filed already stays as it is. Raises Refused."""
    async with db.transaction():
        filing = await opened(secret, lock=True)
        if filing.state != "draft":
            return
        Refused.if_any(await everything_wrong(filing, act))
        await _file(filing, "file", act)


def _fits(filing: FilingRow, code: str, tries: int, now: datetime) -> bool:
    digits = "".join(sign for sign in code if sign.isdigit())
    same = hmac.compare_digest(filing.code_digest or b"", code_digest(filing.id, digits))
    sent = filing.code_sent_at
    return same and tries <= CODE_TRIES and sent is not None and now < sent + CODE_LASTS


def _code_words(filing: FilingRow, tries: int, now: datetime) -> str:
    if filing.code_sent_at is None:
        return _("Chưa có mã nào được gửi. Hãy quay lại trang kiểm tra và bấm nộp.")
    if tries > CODE_TRIES or now >= filing.code_sent_at + CODE_LASTS:
        return _("Mã này không dùng được nữa. Hãy bấm “Gửi mã khác” rồi nhập mã mới.")
    return _("Mã không đúng. Hãy nhập 6 chữ số trong thư mới nhất; xem cả hộp thư rác.")


async def _file(filing: FilingRow, action: FilingAction, act: Act) -> None:
    """Keep what is filed as a version, and start the clock of the answer."""
    if step(filing.state, action) is None:
        raise Conflict(lost())
    answers = typed(filing.form, filing.raw)
    sent = await filings.files(filing.id)
    calendar = (await office_of(filing.unit_id)).calendar
    deadline = answer_deadline(calendar, act.at)
    due = deadline.due_at if deadline else None
    owner = str(answers.get(filing.form.dossier.get("owner_name", ""), ""))
    number = filing.round + 1
    texts = (msgspec.json.encode(answers).decode(), msgspec.json.encode(sent).decode())
    await db.execute(_VERSION, filing.id, number, *texts, act.at)
    await db.execute(_FILE, filing.id, number, act.at, due, owner, search_key(owner))
    await db.execute(NOTE, filing.id, act.at, action, "", "")
    await _log(filing, action, act)
    await mail_filed(msgspec.structs.replace(filing, answer_due_at=due), act)


async def withdraw(secret: str, act: Act) -> None:
    """Take a filing back; what was taken back stays taken back. Raises Conflict after it was accepted."""
    async with db.transaction():
        filing = await opened(secret, lock=True)
        if filing.state == "withdrawn":
            return
        if step(filing.state, "withdraw") is None:
            raise Conflict(lost())
        await db.execute(_WITHDRAW, filing.id, act.at)
        await db.execute(NOTE, filing.id, act.at, "withdraw", "", "")
        await _log(filing, "withdraw", act)


async def _log(filing: FilingRow, action: FilingAction, act: Act) -> None:
    await audit.record(
        act,
        f"onestop.filing_{action}",
        subject=SUBJECT,
        subject_id=filing.id,
        unit_id=filing.unit_id,
        before={"state": filing.state, "round": filing.round},
    )
