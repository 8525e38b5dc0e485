"""Files attached to dossiers: who may read and add them."""

from typing import Final, Protocol

from core import db, files
from core.acting import Act, Principal
from core.contracts.attachments import AttachmentOwner
from core.errors import Forbidden, Missing
from core.files import Attachment, Subject
from core.text.i18n import gettext as _
from plugins.onestop.access import VIEW, duties, scope
from plugins.onestop.queries import dossiers

SUBJECT: Final = "onestop.dossier"


class DossierAttachments(AttachmentOwner, Protocol):
    """The contract of the files of dossiers."""


class DossierFiles:
    """Implements `DossierAttachments`: whoever may see the dossier may read its files."""

    subject_type = SUBJECT

    async def may_read(self, subject_id: int, principal: Principal) -> bool:
        """Tell whether one of the reader's units has or had the dossier."""
        units = scope(principal, VIEW)
        return bool(
            await db.value(
                "SELECT 1 FROM onestop.onestop_dossier WHERE id = $1 AND ($2::bigint[] IS NULL OR unit_ids && $2)",
                subject_id,
                units,
            )
        )


async def attach(code: str, name: str, content: bytes, act: Act) -> Attachment:
    """Keep a file with a dossier. Raises Missing, Forbidden, and Refused for a file that is not taken."""
    sheet = await dossiers.by_code(code, scope(act.who))
    if sheet is None:
        raise Missing
    if not duties(act.who, sheet.unit_ids):
        raise Forbidden(_("Bạn không có nhiệm vụ với hồ sơ này nên không đính kèm được tệp."))
    return await files.store(name, content, Subject(SUBJECT, sheet.id, sheet.unit_id), act)


async def file_of(code: str, attachment_id: int, act: Act) -> tuple[Attachment, bytes]:
    """Return a file of this dossier and log the reading. Raises Missing, CorruptFileError."""
    sheet = await dossiers.by_code(code, scope(act.who))
    attachment = await files.find(attachment_id) if sheet else None
    if sheet is None or attachment is None or (attachment.subject_type, attachment.subject_id) != (SUBJECT, sheet.id):
        raise Missing
    return await files.read(attachment_id, act)
