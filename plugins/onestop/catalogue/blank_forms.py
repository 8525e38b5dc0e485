"""Blank forms that an office offers for a procedure: kept as attachments that anybody may read."""

from functools import partial
from typing import Final

from msgspec import Struct

from core import db, files
from core.acting import Act, Principal
from core.contracts.attachments import AttachmentOwner
from core.contracts.procedures import BlankForm
from core.errors import Missing
from core.idempotency import once
from core.text.i18n import gettext as _
from plugins.onestop.catalogue.schemas import Stored

SUBJECT: Final = "onestop.procedure"
_PROCEDURE = "SELECT id FROM onestop.onestop_procedure WHERE code = $1"


class ProcedureForms(AttachmentOwner):
    """Answers for the blank forms of procedures: they are public, as the procedures are."""

    subject_type = SUBJECT

    async def may_read(self, subject_id: int, principal: Principal) -> bool:  # noqa: ARG002 -- the same for all
        """Return True: whoever asks for a blank form may have it."""
        return True


class _Key(Struct, frozen=True):
    code: str
    name: str
    size: int


async def offered(code: str) -> list[files.Attachment]:
    """Return the blank forms of a procedure, those that still wait for the virus scanner included."""
    procedure_id = await db.value(_PROCEDURE, code)
    return [] if procedure_id is None else await files.of_subject(SUBJECT, int(procedure_id))


async def downloads(code: str) -> tuple[BlankForm, ...]:
    """Return the blank forms of a procedure that can be downloaded now, with their addresses."""
    return tuple(BlankForm(item.name, f"/files/{item.id}") for item in await offered(code) if item.state == "ok")


async def add(code: str, name: str, content: bytes, act: Act, key: str = "") -> Stored:
    """Offer a blank form. Raises Missing, and Refused for a file that may not be kept."""
    procedure_id = await _id_of(code)
    run = partial(_add, procedure_id, name, content, act)
    return await once(key, act.who.username, _Key(code, name, len(content)), run, Stored)


async def remove(code: str, form_id: int, act: Act) -> None:
    """Take a blank form away; one that is gone already stays so. Raises Missing for another procedure's form."""
    procedure_id = await _id_of(code)
    found = await files.find(form_id)
    if found is None:
        return
    if (found.subject_type, found.subject_id) != (SUBJECT, procedure_id):
        raise Missing
    await files.remove(found, act)


async def _add(procedure_id: int, name: str, content: bytes, act: Act) -> Stored:
    kept = await files.store(name, content, files.Subject(SUBJECT, procedure_id), act)
    return Stored(kept.id)


async def _id_of(code: str) -> int:
    found = await db.value(_PROCEDURE, code)
    if found is None:
        raise Missing(_("Không có thủ tục này."))
    return int(found)
