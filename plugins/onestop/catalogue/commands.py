"""What the keepers of the catalogue do: upload a file, look at what it would do, bring it in, choose workflows."""

from datetime import date
from functools import partial
from hashlib import sha256

import anyio.to_thread
import msgspec
from msgspec import Struct

from core import audit, db
from core.acting import Act
from core.clock import VIETNAM
from core.errors import Conflict, Missing, Problem, Refused
from core.idempotency import once
from core.text.i18n import gettext as _
from plugins.onestop.catalogue import queries
from plugins.onestop.catalogue.schemas import Stored, WorkflowForm
from plugins.onestop.catalogue.sources import Source, read_content
from plugins.onestop.commands.importing import ImportReport, ensure_workflows, import_catalogue
from plugins.onestop.domain.catalogue import Catalogue, read_catalogue

_INSERT = """
INSERT INTO onestop.onestop_catalogue_upload
  (name, content, sha256, effective_from, uploaded_at, uploaded_by, uploaded_by_name, rows, created, changed, left_out,
   imported_by_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '') RETURNING id
"""
_LOCK_UPLOAD = "SELECT imported_at FROM onestop.onestop_catalogue_upload WHERE id = $1 FOR UPDATE"
_IMPORTED = """
UPDATE onestop.onestop_catalogue_upload
SET rows = $2, created = $3, changed = $4, left_out = $5, imported_at = $6, imported_by_name = $7 WHERE id = $1
"""
_LOCK_PROCEDURE = "SELECT id, workflow, case_workflows::text FROM onestop.onestop_procedure WHERE code = $1 FOR UPDATE"
_SET_WORKFLOWS = "UPDATE onestop.onestop_procedure SET workflow = $2, case_workflows = $3::jsonb WHERE id = $1"


class _Read(Struct, frozen=True):
    source: Source
    catalogue: Catalogue


class _UploadKey(Struct, frozen=True):
    name: str
    sha256: str
    effective_from: date | None


async def upload(name: str, content: bytes, effective_from: date | None, act: Act, key: str = "") -> Stored:
    """Keep a file that can be read as a catalogue; nothing is imported yet.

    Raises Refused for a file that cannot be read, or with a day before versions that are there already.
    """
    digest = sha256(content).hexdigest()
    request = _UploadKey(name, digest, effective_from)
    run = partial(_upload, name, content, digest, effective_from, act)
    return await once(key, act.who.username, request, run, Stored)


async def preview(upload_id: int, act: Act) -> ImportReport:
    """Return what the import of an upload would do now. Raises Missing."""
    found = await queries.upload(upload_id)
    if found is None:
        raise Missing
    read = await _read(found.name, await queries.content(upload_id))
    return await _import(read, found.effective_from, act, dry_run=True)


async def import_upload(upload_id: int, act: Act) -> ImportReport:
    """Bring an upload in, once: a second call says that it is in already. Raises Missing, Conflict."""
    found = await queries.upload(upload_id)
    if found is None:
        raise Missing
    read = await _read(found.name, await queries.content(upload_id))
    async with db.transaction():
        if await db.value(_LOCK_UPLOAD, upload_id) is not None:
            raise Conflict(_("Tệp này đã được nạp rồi."))
        await ensure_workflows(act)
        report = await _import(read, found.effective_from, act, dry_run=False)
        counts = (report.rows, len(report.new), len(report.changed), len(report.errors))
        await db.execute(_IMPORTED, upload_id, *counts, act.at, act.who.display_name)
        after = {"name": found.name, "new": len(report.new), "changed": len(report.changed)}
        await audit.record(
            act, "onestop.import_upload", subject="onestop.catalogue_upload", subject_id=upload_id, after=after
        )
    return report


async def set_workflows(code: str, data: WorkflowForm, act: Act) -> None:
    """Choose how new dossiers of a procedure and of its cases are settled; running ones keep their workflow.

    Raises Missing, Refused for a workflow that is not published, Conflict when somebody else was faster.
    """
    known = {workflow.name for workflow in await queries.workflows()}
    cases = {case.code: case.workflow for case in data.cases if case.workflow and case.workflow != data.workflow}
    unknown = {data.workflow, *cases.values()} - known
    Refused.if_any(Problem(_("Không có quy trình %(name)s.", name=name), "workflow") for name in sorted(unknown))
    async with db.transaction():
        found = await db.row(_LOCK_PROCEDURE, code)
        if found is None:
            raise Missing
        before = {"workflow": found[1], "cases": msgspec.json.decode(found[2])}
        if data.was != state_of(str(before["workflow"]), before["cases"]):
            raise Conflict(_("Người khác vừa đổi quy trình của thủ tục này. Hãy xem lại rồi chọn lại."))
        await db.execute(_SET_WORKFLOWS, found[0], data.workflow, msgspec.json.encode(cases).decode())
        after = {"workflow": data.workflow, "cases": cases}
        await audit.record(
            act, "onestop.set_workflows", subject="onestop.procedure", subject_id=code, before=before, after=after
        )


def state_of(workflow: str, cases: dict[str, str]) -> str:
    """Return a mark of how a procedure is settled; it changes when anything of it does."""
    return sha256(msgspec.json.encode([workflow, sorted(cases.items())])).hexdigest()[:16]


async def _upload(name: str, content: bytes, digest: str, effective_from: date | None, act: Act) -> Stored:
    read = await _read(name, content)
    day = effective_from or act.at.astimezone(VIETNAM).date()
    report = await _import(read, day, act, dry_run=True)
    who = act.who
    counts = (report.rows, len(report.new), len(report.changed), len(report.errors))
    async with db.transaction():
        values = (name[:300], content, digest, day, act.at, who.person_id, who.display_name, *counts)
        upload_id = int(await db.value(_INSERT, *values))
        after = {"name": name[:300], "sha256": digest, "size": len(content), "effective_from": day.isoformat()}
        await audit.record(
            act, "onestop.upload_catalogue", subject="onestop.catalogue_upload", subject_id=upload_id, after=after
        )
    return Stored(upload_id)


async def _read(name: str, content: bytes) -> _Read:
    """Return what a file says; thousands of pages take seconds, so that is done beside the event loop."""

    def run() -> _Read:
        source = read_content(name, content)
        return _Read(source, read_catalogue(source.entries))

    return await anyio.to_thread.run_sync(run)


async def _import(read: _Read, day: date, act: Act, *, dry_run: bool) -> ImportReport:
    rows = len(read.source.entries)
    return await import_catalogue(read.catalogue, rows, read.source.fields, act, effective_from=day, dry_run=dry_run)
