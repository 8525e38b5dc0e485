"""The catalogue as its keepers see it: versions whole, uploads, and how each case is settled."""

from datetime import date, datetime

import msgspec
from msgspec import Struct

from core import db
from core.contracts.procedures import Facts, Texts
from plugins.onestop.domain.catalogue_faults import Fault


class Version(Struct, frozen=True):
    """One version of a procedure, whole; effective_to: the first day on which it no longer holds."""

    number: int
    effective_from: date
    effective_to: date | None
    imported_at: datetime
    facts_json: str
    texts_json: str
    faults_json: str
    dossiers: int

    @property
    def facts(self) -> Facts:
        """What can be computed with."""
        return msgspec.json.decode(self.facts_json, type=Facts)

    @property
    def texts(self) -> Texts:
        """The long texts."""
        return msgspec.json.decode(self.texts_json, type=Texts)

    @property
    def faults(self) -> list[Fault]:
        """What the import doubted."""
        return msgspec.json.decode(self.faults_json, type=list[Fault])

    def holds_on(self, day: date) -> bool:
        """Return whether dossiers are taken in under this version on a day."""
        return self.effective_from <= day and (self.effective_to is None or day < self.effective_to)


class Workflow(Struct, frozen=True):
    """A published workflow that new dossiers can take; title: a source text of the catalogue of messages."""

    name: str
    title: str


class Upload(Struct, frozen=True):
    """An uploaded file without its content."""

    id: int
    name: str
    effective_from: date
    uploaded_at: datetime
    uploaded_by_name: str
    imported_at: datetime | None
    imported_by_name: str


_VERSIONS = """
SELECT v.number, v.effective_from, v.effective_to, v.imported_at, v.facts::text, v.texts::text, v.faults::text,
       (SELECT count(*) FROM onestop.onestop_dossier d WHERE d.version = v.id AND d.closed_at IS NULL)
FROM onestop.onestop_procedure p JOIN onestop.onestop_procedure_version v ON v.procedure = p.id
WHERE p.code = $1 ORDER BY v.number DESC
"""
_WORKFLOWS = """
SELECT DISTINCT ON (name) name, definition->>'title' FROM onestop.onestop_workflow ORDER BY name, version DESC
"""
_SETTLED = "SELECT workflow, case_workflows::text FROM onestop.onestop_procedure WHERE code = $1"
_UPLOAD = """
SELECT id, name, effective_from, uploaded_at, uploaded_by_name, imported_at, imported_by_name
FROM onestop.onestop_catalogue_upload WHERE id = $1
"""
_CONTENT = "SELECT content FROM onestop.onestop_catalogue_upload WHERE id = $1"


async def versions(code: str) -> list[Version]:
    """Return the versions of a procedure, the newest first, each with the number of its open dossiers."""
    return await db.structs(Version, _VERSIONS, code)


async def workflows() -> list[Workflow]:
    """Return the published workflows by name."""
    return await db.structs(Workflow, _WORKFLOWS)


async def settled_by(code: str) -> tuple[str, dict[str, str]]:
    """Return the workflow of a procedure's new dossiers, and those of its cases by code. Raises KeyError."""
    found = await db.row(_SETTLED, code)
    if found is None:
        raise KeyError(code)
    return str(found[0]), msgspec.json.decode(found[1], type=dict[str, str])


async def upload(upload_id: int) -> Upload | None:
    """Return an upload without its content, None when there is none of this id."""
    return await db.struct(Upload, _UPLOAD, upload_id)


async def content(upload_id: int) -> bytes:
    """Return the content of an upload that is there."""
    return bytes(await db.value(_CONTENT, upload_id))
