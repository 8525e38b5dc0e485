"""Filings: one with everything that belongs to it."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from core import db
from core.contracts.online import FilingState, ResultWay
from plugins.onestop.online.domain.filings import Sent
from plugins.onestop.online.domain.forms import FormDefinition

_FILING = """
SELECT f.id, f.number, f.procedure_code, f.procedure_name, f.unit_id, f.unit_name, f.state, f.revision, f.round,
       f.language, f.as_typed::text, f.applicant, f.email, f.phone, f.result_way, f.post_address, f.created_at,
       f.filed_at, f.answer_due_at, f.answered_at, f.answered_by_name, f.remark, f.dossier_id, f.dossier_code,
       f.code_sent_at, f.code_tries, f.code_digest, o.definition::text
FROM onestop.onestop_filing f JOIN onestop.onestop_online_form o ON o.id = f.form
"""
_BY_DIGEST = _FILING + "WHERE f.secret_digest = $1"
_BY_NUMBER = _FILING + "WHERE f.number = $1 AND ($2::bigint[] IS NULL OR f.unit_id = ANY($2)) AND f.state <> 'draft'"
_BY_DOSSIER = _FILING + "WHERE f.dossier_id = $1"
_BY_ID = _FILING + "WHERE f.id = $1"
_BY_EMAIL = _FILING + "WHERE lower(f.email) = lower($1) AND f.email <> '' ORDER BY f.id DESC LIMIT $2"
_VERSIONS = """
SELECT round, answers::text, files::text, filed_at FROM onestop.onestop_filing_version
WHERE filing = $1 ORDER BY round DESC
"""
_FILES = """
SELECT paper, attachment_id, name, size, sha256 FROM onestop.onestop_filing_file
WHERE filing = $1 AND NOT removed ORDER BY id
"""
_REMARKS = "SELECT round, subject, text FROM onestop.onestop_filing_remark WHERE filing = $1 ORDER BY round, id"
_NOTES = "SELECT at, action, person_name, text FROM onestop.onestop_filing_note WHERE filing = $1 ORDER BY id"


class FilingRow(Struct, frozen=True):
    """A filing; columns in the order of the statement."""

    id: int
    number: str
    procedure_code: str
    procedure_name: str
    unit_id: int
    unit_name: str
    state: FilingState
    revision: int
    round: int
    language: str
    raw_json: str
    applicant: str
    email: str
    phone: str
    result_way: ResultWay
    post_address: str
    created_at: datetime
    filed_at: datetime | None
    answer_due_at: datetime | None
    answered_at: datetime | None
    answered_by_name: str
    remark: str
    dossier_id: int | None
    dossier_code: str
    code_sent_at: datetime | None
    code_tries: int
    code_digest: bytes | None
    definition_json: str

    @property
    def raw(self) -> dict[str, str]:
        """The answers as typed."""
        return msgspec.json.decode(self.raw_json, type=dict[str, str])

    @property
    def form(self) -> FormDefinition:
        """The version of the form under which it was begun."""
        return msgspec.json.decode(self.definition_json, type=FormDefinition)


class Version(Struct, frozen=True):
    """What was filed in one round."""

    round: int
    answers_json: str
    files_json: str
    filed_at: datetime

    @property
    def answers(self) -> dict[str, Any]:
        """The answers, typed."""
        return msgspec.json.decode(self.answers_json, type=dict[str, Any])

    @property
    def files(self) -> list[Sent]:
        """The files that belonged to it."""
        return msgspec.json.decode(self.files_json, type=list[Sent])


class Remark(Struct, frozen=True):
    """What was to be mended after a round."""

    round: int
    subject: str
    text: str


class Note(Struct, frozen=True):
    """One line of the history."""

    at: datetime
    action: str
    person_name: str
    text: str


async def by_digest(digest: bytes, *, lock: bool = False) -> FilingRow | None:
    """Return the filing that a secret opens. lock: nobody else may write to it until the transaction ends."""
    return await db.struct(FilingRow, _BY_DIGEST + (" FOR UPDATE OF f" if lock else ""), digest)


async def by_number(number: str, units: list[int] | None, *, lock: bool = False) -> FilingRow | None:
    """Return a filing that one of these units has to answer (None: any unit); drafts are nobody's business yet."""
    return await db.struct(FilingRow, _BY_NUMBER + (" FOR UPDATE OF f" if lock else ""), number, units)


async def by_id(filing_id: int) -> FilingRow | None:
    """Return a filing; asks nobody for permission."""
    return await db.struct(FilingRow, _BY_ID, filing_id)


async def of_email(email: str, limit: int) -> list[FilingRow]:
    """Return the newest filings of an e-mail address; for mailing to that very address only."""
    return await db.structs(FilingRow, _BY_EMAIL, email, limit)


async def of_dossier(dossier_id: int) -> FilingRow | None:
    """Return the filing that a dossier was made of."""
    return await db.struct(FilingRow, _BY_DOSSIER, dossier_id)


async def versions(filing_id: int) -> list[Version]:
    """Return what was filed, the newest round first."""
    return await db.structs(Version, _VERSIONS, filing_id)


async def files(filing_id: int) -> list[Sent]:
    """Return the files that belong to a filing now."""
    return await db.structs(Sent, _FILES, filing_id)


async def remarks(filing_id: int) -> list[Remark]:
    """Return what the desk asked to mend, oldest first."""
    return await db.structs(Remark, _REMARKS, filing_id)


async def notes(filing_id: int) -> list[Note]:
    """Return the history, oldest first."""
    return await db.structs(Note, _NOTES, filing_id)
