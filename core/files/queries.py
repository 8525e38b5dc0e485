"""Attached files as Structs."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from core import db

State = Literal["ok", "quarantined"]


class Attachment(Struct, frozen=True):
    """One attached file; size in bytes, created_by a person's id."""

    id: int
    subject_type: str
    subject_id: int
    unit_id: int | None
    name: str
    stored_name: str
    media_type: str
    size: int
    sha256: str
    state: State
    created_by: int | None
    created_at: datetime


_COLUMNS = (
    "id, subject_type, subject_id, unit_id, name, stored_name, media_type, size, sha256, state, created_by, created_at"
)


async def find(attachment_id: int) -> Attachment | None:
    """Return a file's row, None when there is none; asks nobody for permission."""
    return await db.struct(
        Attachment,
        f"SELECT {_COLUMNS} FROM files.files_attachment WHERE id = $1",  # noqa: S608 -- a constant of this file
        attachment_id,
    )


async def of_subject(subject_type: str, subject_id: int) -> list[Attachment]:
    """Return the files attached to a subject, oldest first; the caller has checked that they may be listed."""
    return await db.structs(
        Attachment,
        f"SELECT {_COLUMNS} FROM files.files_attachment"  # noqa: S608 -- a constant of this file
        " WHERE subject_type = $1 AND subject_id = $2 ORDER BY id",
        subject_type,
        subject_id,
    )


async def quarantined(limit: int) -> list[Attachment]:
    """Return files that wait for the virus scanner, oldest first."""
    return await db.structs(
        Attachment,
        f"SELECT {_COLUMNS} FROM files.files_attachment WHERE state = 'quarantined' ORDER BY id LIMIT $1",  # noqa: S608
        limit,
    )


async def count_quarantined() -> int:
    """Return how many files wait for the virus scanner."""
    return int(await db.value("SELECT count(*) FROM files.files_attachment WHERE state = 'quarantined'"))


async def known(tokens: list[str]) -> set[str]:
    """Return which of these stored names have a row."""
    found = await db.rows("SELECT stored_name FROM files.files_attachment WHERE stored_name = ANY($1)", tokens)
    return {record["stored_name"] for record in found}
