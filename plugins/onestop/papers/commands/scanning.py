"""Digitise a paper of a dossier; take one over that was digitised for the same owner before; take a wrong one away."""

import hashlib
from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from core import audit, db, files
from core.acting import Act, Principal
from core.contracts.attachments import AttachmentOwner
from core.errors import Forbidden, Missing, Problem, Refused
from core.idempotency import once
from core.registry import current
from core.text.i18n import gettext as _
from core.text.i18n import lazy
from plugins.onestop.access import VIEW, duties, scope
from plugins.onestop.papers.access import sheet_for
from plugins.onestop.papers.commands.issuing import note
from plugins.onestop.papers.domain.marks import owner_mark
from plugins.onestop.papers.queries import scans
from plugins.onestop.papers.queries.scans import Scan
from plugins.onestop.queries.dossiers import Sheet

SUBJECT = "onestop.scan"
KINDS = (files.PDF, *files.IMAGES)
_ADD = """
INSERT INTO onestop.onestop_paper_scan
  (dossier, paper, title, attachment_id, media_type, size, issued_on, owner_mark, reused_from, added_at, added_by_name,
   removed_by_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '') RETURNING id
"""
_REMOVE = """
UPDATE onestop.onestop_paper_scan SET removed_at = $2, removed_by_name = $3
WHERE id = $1 AND removed_at IS NULL RETURNING id
"""


class Upload(Struct, frozen=True):
    """What is said of an uploaded paper. paper: its place in the procedure's list from 1, None for another one."""

    paper: Annotated[int, Meta(ge=1, le=200, extra={"label": lazy("Giấy tờ")})] | None = None
    title: Annotated[str, Meta(max_length=500, extra={"label": lazy("Tên giấy tờ")})] = ""
    issued_on: Annotated[date, Meta(extra={"label": lazy("Ngày của giấy tờ")})] | None = None


class ScanFiles(AttachmentOwner):
    """Answers for the files of digitised papers: whoever may see the dossier may read them."""

    subject_type = SUBJECT

    async def may_read(self, subject_id: int, principal: Principal) -> bool:
        """Tell whether the principal may see the dossier with this id."""
        units = await db.value("SELECT unit_ids FROM onestop.onestop_dossier WHERE id = $1", subject_id)
        return units is not None and any(principal.may(VIEW, unit) for unit in units)


async def add_scan(code: str, upload: tuple[str, bytes], data: Upload, act: Act, key: str = "") -> int:
    """Keep an uploaded paper and return its id. upload: the file's name and content. key: idempotency key of the form.

    Raises Missing, Forbidden; Refused for a file that may not be kept, and for a paper without a name.
    """
    request = {"code": code, "data": data, "sha256": hashlib.sha256(upload[1]).hexdigest()}
    return await once(key, act.who.username, request, lambda: _add(code, upload, data, act), int)


async def _add(code: str, upload: tuple[str, bytes], data: Upload, act: Act) -> int:
    sheet = await _mine(code, act)
    title = _title(sheet, data)
    subject = files.Subject(SUBJECT, sheet.id, sheet.unit_id)
    async with db.transaction():
        kept = await files.store(*upload, subject, act, allowed=KINDS)
        scan_id = await _write(sheet, (data.paper, title, data.issued_on), kept, None, act)
        await note(sheet.id, "paper", "scanned", title, act)
    return scan_id


async def reuse_scan(code: str, scan_id: int, act: Act) -> int:
    """Take a paper of the same owner over from another dossier; both ledgers and the log say so. Returns its new id.

    A paper that was taken over already stays as it is. Raises Missing for a paper that is another owner's or may not be
    seen, Forbidden; Refused while its file is not known to be clean.
    """
    sheet = await _mine(code, act)
    there = next((scan for scan in await scans.of_dossier(sheet.id) if scan.reused_from == scan_id), None)
    if there is not None:
        return there.id
    found = await scans.offered(mark_of(sheet), sheet.id, scope(act.who))
    original = next((scan for scan in found if scan.id == scan_id), None)
    if original is None:
        raise Missing
    attachment = await files.find(original.attachment_id)
    if attachment is None or attachment.state != "ok":
        raise Refused(_("Bản số hóa này đang chờ quét mã độc nên chưa dùng lại được."))
    content = await files.content_of(attachment)
    async with db.transaction():
        subject = files.Subject(SUBJECT, sheet.id, sheet.unit_id)
        kept = await files.store(attachment.name, content, subject, act, allowed=KINDS)
        place = _place(sheet, original)
        new = await _write(sheet, (place, original.title, original.issued_on), kept, original.id, act)
        await note(sheet.id, "paper", "reused", f"{original.title} ({original.code})", act)
        await note(original.dossier, "paper", "lent", f"{original.title} ({sheet.code})", act)
    return new


async def remove_scan(scan_id: int, act: Act) -> str:
    """Take a digitised paper away, with its file; return the dossier's number. Raises Missing, Forbidden."""
    scan = await scans.find(scan_id)
    if scan is None:
        raise Missing
    sheet = await _mine(scan.code, act)
    async with db.transaction():
        if await db.value(_REMOVE, scan_id, act.at, act.who.display_name) is None:
            raise Missing
        attachment = await files.find(scan.attachment_id)
        if attachment is not None:
            await files.remove(attachment, act)
        await note(sheet.id, "paper", "scan_removed", scan.title, act)
        await _log(sheet, "onestop.remove_scan", scan_id, act)
    return sheet.code


def mark_of(sheet: Sheet) -> bytes:
    """Return the mark of a dossier's owner."""
    return owner_mark(current().settings.secret_key.encode(), sheet.owner_identity)


def may_scan(sheet: Sheet, act: Act) -> bool:
    """Tell whether the act's person works on the dossier at the desk or as its specialist."""
    return bool(duties(act.who, sheet.unit_ids) & {"reception", "specialist"})


async def _mine(code: str, act: Act) -> Sheet:
    sheet = await sheet_for(code, act)
    if not may_scan(sheet, act):
        raise Forbidden(_("Chỉ bộ phận một cửa và cán bộ thụ lý số hóa được giấy tờ của hồ sơ này."))
    return sheet


def _title(sheet: Sheet, data: Upload) -> str:
    papers = sheet.facts.papers
    if data.paper is not None and data.paper <= len(papers):
        return papers[data.paper - 1].name
    if not data.title.strip():
        raise Refused(Problem(_("Hãy chọn giấy tờ hoặc ghi tên giấy tờ."), "title", "missing"))
    return data.title.strip()


def _place(sheet: Sheet, original: Scan) -> int | None:
    """Return the place of a paper of the same name in this procedure's list."""
    names = [paper.name for paper in sheet.facts.papers]
    return names.index(original.title) + 1 if original.title in names else None


async def _write(
    sheet: Sheet,
    said: tuple[int | None, str, date | None],
    kept: files.Attachment,
    reused_from: int | None,
    act: Act,
) -> int:
    place, title, issued_on = said
    scan_id = int(
        await db.value(
            _ADD,
            *(sheet.id, place, title, kept.id, kept.media_type, kept.size, issued_on, mark_of(sheet), reused_from),
            *(act.at, act.who.display_name),
        )
    )
    await _log(sheet, "onestop.reuse_scan" if reused_from else "onestop.add_scan", scan_id, act, reused_from)
    return scan_id


async def _log(sheet: Sheet, action: str, scan_id: int, act: Act, reused_from: int | None = None) -> None:
    await audit.record(
        act,
        action,
        subject="onestop.dossier",
        subject_id=sheet.id,
        unit_id=sheet.unit_id,
        after={"scan": scan_id, "reused_from": reused_from},
    )
