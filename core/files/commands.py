"""Keep an upload, read it back, take it away."""

import hashlib
import secrets
from collections.abc import Collection
from pathlib import Path

import anyio.to_thread
import structlog
from msgspec import Struct

from core import audit, db
from core.acting import Act
from core.contracts.attachments import AttachmentOwner
from core.errors import Missing, Problem, Refused
from core.files import storage
from core.files.antivirus import scan
from core.files.domain.check import FIELD, Checked, checked
from core.files.domain.kinds import KINDS, FileKind
from core.files.queries import Attachment, State, find
from core.registry import current
from core.text.i18n import gettext as _

log = structlog.get_logger()

INSERT = """
INSERT INTO files.files_attachment
    (subject_type, subject_id, unit_id, name, stored_name, media_type, size, sha256, state, created_by, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
RETURNING id
"""


class CorruptFileError(RuntimeError):
    """A stored file is not what was stored: the disk, or somebody, changed it."""


class Subject(Struct, frozen=True):
    """What a file belongs to: type such as "onestop.dossier", its id, and the unit whose it is."""

    type: str
    id: int
    unit_id: int | None = None


def files_folder() -> Path:
    """Return the folder below which all content lies."""
    return current().settings.data_path / "files"


async def store(
    name: str, content: bytes, subject: Subject, act: Act, *, allowed: Collection[FileKind] = KINDS
) -> Attachment:
    """Keep an upload as an attachment of a subject; the caller has checked that the subject may get one.

    The content is on the disk before the row commits; a rollback leaves a file without row, which the sweeper removes
    a day later. A file that the virus scanner could not judge is kept in quarantine and cannot be read until it was.
    Raises Refused with one problem of the field "file": see `checked`, and the codes virus and disk.
    """
    kept = await anyio.to_thread.run_sync(checked, name, content, allowed)
    verdict = await scan(kept.content, current().settings.clamd_socket)
    if verdict.result == "infected":
        log.warning("infected upload refused", virus=verdict.detail, subject=subject.type, who=act.who.username)
        raise Refused(Problem(_("Tệp chứa mã độc nên không được nhận."), FIELD, "virus"))
    token = secrets.token_hex(16)
    try:
        await anyio.to_thread.run_sync(storage.write, files_folder(), token, kept.content)
    except OSError as error:
        log.exception("file could not be written")
        raise Refused(Problem(_("Chưa lưu được tệp: máy chủ hết chỗ hoặc lỗi đĩa."), FIELD, "disk")) from error
    return await _insert(kept, token, "ok" if verdict.result == "clean" else "quarantined", subject, act)


async def _insert(kept: Checked, token: str, state: State, subject: Subject, act: Act) -> Attachment:
    digest = hashlib.sha256(kept.content).hexdigest()
    values = (
        *(subject.type, subject.id, subject.unit_id, kept.name, token, kept.kind.media_type),
        *(len(kept.content), digest, state, act.who.person_id, act.at),
    )
    async with db.transaction():
        attachment = Attachment(await db.value(INSERT, *values), *values)
        await _log(act, "files.store", attachment)
    return attachment


async def readable(attachment_id: int, act: Act) -> Attachment:
    """Return a file's row if the act's person may read it, by the word of the plugin that owns its subject.

    Raises Missing for a file that does not exist, may not be read, or is in quarantine: all three look the same.
    """
    attachment = await find(attachment_id)
    if attachment is None or attachment.state != "ok":
        raise Missing
    owner = next((owner for owner in owners() if owner.subject_type == attachment.subject_type), None)
    if owner is None or not await owner.may_read(attachment.subject_id, act.who):
        raise Missing
    return attachment


async def read(attachment_id: int, act: Act) -> tuple[Attachment, bytes]:
    """Return a file that the act's person may read, and log the reading.

    Raises Missing as `readable`; CorruptFileError when the content is gone or is not what was stored.
    """
    attachment = await readable(attachment_id, act)
    content = await content_of(attachment)
    await _log(act, "files.read", attachment)
    return attachment, content


async def content_of(attachment: Attachment) -> bytes:
    """Return the content behind a row, without asking for permission; raises CorruptFileError."""
    try:
        content = await anyio.to_thread.run_sync(storage.read, files_folder(), attachment.stored_name)
    except FileNotFoundError as error:
        raise CorruptFileError(f"attachment {attachment.id} has no file") from error
    if hashlib.sha256(content).hexdigest() != attachment.sha256:
        raise CorruptFileError(f"attachment {attachment.id} was changed on the disk")
    return content


async def remove(attachment: Attachment, act: Act) -> None:
    """Take an attachment away; the caller has checked that this is allowed. The sweeper deletes the content later."""
    async with db.transaction():
        await db.execute("DELETE FROM files.files_attachment WHERE id = $1", attachment.id)
        await _log(act, "files.remove", attachment)


def owners() -> list[AttachmentOwner]:
    """Return who answers for attachments: the implementations of every contract derived from AttachmentOwner."""
    services = current().all("services")
    return [service.implementation for service in services if AttachmentOwner in service.contract.__mro__]


async def _log(act: Act, action: str, attachment: Attachment) -> None:
    await audit.record(
        act,
        action,
        subject=attachment.subject_type,
        subject_id=attachment.subject_id,
        unit_id=attachment.unit_id,
        after={"attachment": attachment.id, "size": attachment.size, "sha256": attachment.sha256},
    )
