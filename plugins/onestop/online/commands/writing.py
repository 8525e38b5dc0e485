"""What the holder of a filing writes before it is filed: answers, files, how to be reached."""

from collections.abc import Iterable
from datetime import timedelta

import msgspec

from core import audit, db, files
from core.acting import Act
from core.contracts.online import Raw, Reach, Upload
from core.errors import Conflict, Missing, Problem, Refused, TooMany
from core.offices import office_day
from core.text.i18n import gettext as _
from core.text.i18n import language
from core.text.mail_address import is_mail_address
from plugins.onestop.online.desks import desks_for
from plugins.onestop.online.domain.filings import EDITABLE
from plugins.onestop.online.domain.forms import LONGEST, asked_papers
from plugins.onestop.online.mails import mail_link
from plugins.onestop.online.queries import filings, forms
from plugins.onestop.online.queries.filings import FilingRow
from plugins.onestop.online.secret import address_key, digest_of, secret_of
from plugins.onestop.online.wording import lost
from plugins.onestop.queries import procedures

STARTS_AN_HOUR = 20
MAILS_AN_HOUR = 5
FILES_A_PAPER = 5
SUBJECT = "onestop.filing"
ALLOWED = (files.PDF, *files.IMAGES, files.DOCX)
_HOUR = timedelta(hours=1)

_STARTED = "SELECT count(*) FROM onestop.onestop_filing WHERE address_key = $1 AND created_at > $2"
_START = """
INSERT INTO onestop.onestop_filing
  (id, number, form, procedure_code, procedure_name, unit_id, unit_name, state, revision, round, language, as_typed,
   applicant, applicant_key, email, phone, created_at, changed_at, answered_by_name, remark, result_way,
   post_address, dossier_code, secret_digest, address_key, code_tries)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'draft', 1, 0, $8, '{}', '', '', '', '', $9, $9, '', '', 'desk',
   '', '', $10, $11, 0)
"""
_SAVE = """
UPDATE onestop.onestop_filing
SET as_typed = as_typed || $2::jsonb, changed_at = $3, revision = revision + 1 WHERE id = $1
"""
_CONTACT = """
UPDATE onestop.onestop_filing
SET email = $2, phone = $3, result_way = $4, post_address = $5, changed_at = $6,
    code_digest = CASE WHEN email = $2 THEN code_digest END, code_sent_at = CASE WHEN email = $2 THEN code_sent_at END
WHERE id = $1
"""
_ATTACH = """
INSERT INTO onestop.onestop_filing_file (filing, paper, attachment_id, name, size, sha256, added_at, removed)
VALUES ($1, $2, $3, $4, $5, $6, $7, false)
"""
_DETACH = "UPDATE onestop.onestop_filing_file SET removed = true WHERE filing = $1 AND attachment_id = $2"
_FORGET = "DELETE FROM onestop.onestop_filing_file WHERE filing = $1 AND attachment_id = $2"
NOTE = """
INSERT INTO onestop.onestop_filing_note (filing, at, action, person_name, text) VALUES ($1, $2, $3, $4, $5)
"""
_MAILED = """
SELECT count(*) FROM onestop.onestop_filing_note n JOIN onestop.onestop_filing f ON f.id = n.filing
WHERE lower(f.email) = lower($1) AND n.action IN ('code', 'link') AND n.at > $2
"""


async def opened(secret: str, *, lock: bool = False) -> FilingRow:
    """Return the filing that a secret opens. Raises Missing."""
    found = await filings.by_digest(digest_of(secret), lock=lock)
    if found is None:
        raise Missing
    return found


async def editable(secret: str) -> FilingRow:
    """Return the filing, locked for the transaction. Raises Missing, and Conflict when it cannot be changed now."""
    found = await opened(secret, lock=True)
    if found.state not in EDITABLE:
        raise Conflict(lost())
    return found


async def start(procedure: str, office: int, act: Act) -> str:
    """Begin a draft; return its secret. Raises Refused for an office that does not take it, TooMany."""
    day = office_day(act.at)
    form, sheet = await forms.in_force(procedure), await procedures.sheet(procedure, day)
    if form is None or sheet is None:
        raise Missing
    desk = next((pair for pair in await desks_for(sheet.facts, day) if pair[0].id == office), None)
    if desk is None:
        raise Refused(Problem(_("Hãy chọn nơi tiếp nhận hồ sơ."), "office", "missing"))
    key = address_key(act.address)
    if int(await db.value(_STARTED, key, act.at - _HOUR)) >= STARTS_AN_HOUR:
        raise TooMany(_("Từ địa chỉ này đã bắt đầu quá nhiều hồ sơ. Hãy thử lại sau một giờ."), 3600)
    async with db.transaction():
        filing_id = int(await db.value("SELECT nextval('onestop.onestop_filing_id_seq')"))
        number = f"TT-{day:%y%m%d}-{filing_id:06d}"
        secret = secret_of(filing_id)
        values = (form.id, procedure, sheet.facts.name, desk[1].id, desk[0].agency, language.get(), act.at)
        await db.execute(_START, filing_id, number, *values, digest_of(secret), key)
        await db.execute(NOTE, filing_id, act.at, "started", "", "")
    return secret


async def save(secret: str, raw: Raw, act: Act) -> None:
    """Keep answers as typed; what the form does not ask is dropped."""
    async with db.transaction():
        filing = await editable(secret)
        known = filing.form.properties
        kept = {name: text[:LONGEST] for name, text in raw.items() if name in known}
        await db.execute(_SAVE, filing.id, msgspec.json.encode(kept).decode(), act.at)


async def contact(secret: str, reach: Reach, act: Act) -> None:
    """Keep how the filer is reached; another address has to be confirmed anew."""
    email, phone, address = reach.email.strip(), _digits(reach.phone), reach.post_address.strip()
    Refused.if_any(_contact_problems(email, phone, reach.result_way == "post" and not address))
    async with db.transaction():
        filing = await editable(secret)
        await db.execute(_CONTACT, filing.id, email, phone, reach.result_way, address[:300], act.at)


def _digits(phone: str) -> str:
    return phone.replace(" ", "").replace(".", "")


def _contact_problems(email: str, phone: str, no_address: bool) -> Iterable[Problem]:
    if email and not is_mail_address(email):
        yield Problem(_("Địa chỉ thư điện tử không đúng. Hãy nhập dạng ten@example.com."), "email", "email")
    if phone and not (phone.lstrip("+").isdigit() and 9 <= len(phone) <= 15):
        yield Problem(_("Số điện thoại không đúng. Hãy nhập dạng 0912345678."), "phone", "phone")
    if no_address:
        yield Problem(_("Chưa có địa chỉ nhận kết quả. Hãy ghi nơi bưu điện giao đến."), "post_address", "missing")


async def attach(secret: str, upload: Upload, act: Act) -> None:
    """Keep a file as one of the papers that are asked for. Raises Refused with the paper's key as field."""
    async with db.transaction():
        filing = await editable(secret)
        if upload.paper not in {paper.key for paper in asked_papers(filing.form, filing.raw)}:
            raise Refused(Problem(_("Giấy tờ này không có trong danh sách cần nộp."), upload.paper, "unknown"))
        present = [file for file in await filings.files(filing.id) if file.paper == upload.paper]
        if len(present) >= FILES_A_PAPER:
            sentence = _("Mỗi giấy tờ nhận nhiều nhất %(n)s tệp. Hãy xóa bớt một tệp trước.", n=FILES_A_PAPER)
            raise Refused(Problem(sentence, upload.paper, "too_many"))
        subject = files.Subject(SUBJECT, filing.id, filing.unit_id)
        try:
            kept = await files.store(upload.name, upload.content, subject, act, allowed=ALLOWED)
        except Refused as error:
            raise Refused(*(Problem(p.message, upload.paper, p.code) for p in error.problems)) from error
        if any(file.sha256 == kept.sha256 for file in present):  # sent twice: one is enough
            await files.remove(kept, act)
            return
        values = (upload.paper, kept.id, kept.name, kept.size, kept.sha256, act.at)
        await db.execute(_ATTACH, filing.id, *values)


async def detach(secret: str, file_id: int, act: Act) -> None:
    """Take a file away; one that was filed before is only hidden, so that rounds can be compared."""
    async with db.transaction():
        filing = await editable(secret)
        if file_id not in {file.attachment for file in await filings.files(filing.id)}:
            return
        filed = {file.attachment for version in await filings.versions(filing.id) for file in version.files}
        if file_id in filed:
            await db.execute(_DETACH, filing.id, file_id)
            return
        await db.execute(_FORGET, filing.id, file_id)
        found = await files.find(file_id)
        if found is not None:
            await files.remove(found, act)


async def remind(secret: str, act: Act) -> None:
    """Mail the link of a filing to its address. Raises Refused without an address, TooMany."""
    async with db.transaction():
        filing = await opened(secret, lock=True)
        if not filing.email:
            raise Refused(Problem(_("Hãy ghi địa chỉ thư điện tử trước."), "email", "missing"))
        await note_mail(filing, "link", act)
        await mail_link(filing, act)


async def send_links(email: str, act: Act) -> None:
    """Mail the links of the newest filings of an address to it; more than an hour's mails wait for the next one."""
    for filing in await filings.of_email(email, MAILS_AN_HOUR):
        try:
            await remind(secret_of(filing.id), act)
        except TooMany:
            return


async def note_mail(filing: FilingRow, what: str, act: Act) -> None:
    """Write down that a mail goes out on a citizen's word. Raises TooMany: nobody's mailbox may be flooded."""
    if int(await db.value(_MAILED, filing.email, act.at - _HOUR)) >= MAILS_AN_HOUR:
        raise TooMany(_("Đã gửi quá nhiều thư đến địa chỉ này. Hãy xem hộp thư (cả thư rác), hoặc thử lại sau."), 3600)
    await db.execute(NOTE, filing.id, act.at, what, "", "")
    await audit.record(act, f"onestop.filing_{what}", subject=SUBJECT, subject_id=filing.id, unit_id=filing.unit_id)
