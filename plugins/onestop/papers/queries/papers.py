"""Issued papers as Structs."""

from datetime import datetime

from msgspec import Struct

from core import db
from plugins.onestop.papers.domain.forms import Kind


class Issued(Struct, frozen=True):
    """One issued paper, in the order of `_COLUMNS`. particulars: JSON of the kind's Struct."""

    id: int
    dossier: int | None
    kind: Kind
    event: int
    set_code: str
    authority_id: int
    unit_id: int
    book: str
    year: int
    number: int | None
    particulars: str
    issued_at: datetime
    issued_by_name: str
    copies: int
    printed_at: datetime | None
    cancelled_at: datetime | None
    cancel_reason: str

    @property
    def label(self) -> str:
        """The number as written on the paper, "12/TNHS"; "" for a paper without number."""
        return f"{self.number}/{self.book}" if self.number else ""


_COLUMNS = """
SELECT id, dossier, kind, event, set_code, authority_id, unit_id, book, year, number, particulars::text, issued_at,
       issued_by_name, copies, printed_at, cancelled_at, cancel_reason
FROM onestop.onestop_issued_paper
"""
_OF = _COLUMNS + "WHERE dossier = $1 ORDER BY id"
_LIVING = _COLUMNS + "WHERE dossier = $1 AND kind = $2 AND event = $3 AND cancelled_at IS NULL"
_FIND = _COLUMNS + "WHERE id = $1"
_LOCKED = _FIND + " FOR UPDATE"
_LISTS = (
    _COLUMNS + "WHERE kind = 'handover_list' AND ($1::bigint[] IS NULL OR unit_id = ANY($1)) ORDER BY id DESC LIMIT $2"
)


async def of_dossier(dossier_id: int) -> list[Issued]:
    """Return every paper issued for a dossier, cancelled ones included, oldest first."""
    return await db.structs(Issued, _OF, dossier_id)


async def living(dossier_id: int, kind: Kind, event: int) -> Issued | None:
    """Return the paper that holds for an occasion, None when none was issued yet."""
    return await db.struct(Issued, _LIVING, dossier_id, kind, event)


async def find(paper_id: int) -> Issued | None:
    """Return a paper; the caller checks who may see it."""
    return await db.struct(Issued, _FIND, paper_id)


async def locked(paper_id: int) -> Issued | None:
    """Return a paper and hold its row until the end of the transaction."""
    return await db.struct(Issued, _LOCKED, paper_id)


async def handover_lists(units: list[int] | None, limit: int = 20) -> list[Issued]:
    """Return the newest hand-over lists of these units; None: of all."""
    return await db.structs(Issued, _LISTS, units, limit)
