"""Digitised papers of a dossier, and those of the same owner in other dossiers."""

from datetime import date, datetime

from msgspec import Struct

from core import db


class Scan(Struct, frozen=True):
    """One digitised paper, in the order of `_COLUMNS`. size: bytes. code: of the dossier that it belongs to."""

    id: int
    dossier: int
    paper: int | None
    title: str
    attachment_id: int
    media_type: str
    size: int
    issued_on: date | None
    reused_from: int | None
    added_at: datetime
    added_by_name: str
    code: str

    @property
    def picture(self) -> bool:
        """Whether a browser shows it as it is."""
        return self.media_type.startswith("image/")


_COLUMNS = """
SELECT s.id, s.dossier, s.paper, s.title, s.attachment_id, s.media_type, s.size, s.issued_on, s.reused_from,
       s.added_at, s.added_by_name, d.code
FROM onestop.onestop_paper_scan s JOIN onestop.onestop_dossier d ON d.id = s.dossier
WHERE s.removed_at IS NULL
"""
_OF = _COLUMNS + "AND s.dossier = $1 ORDER BY s.paper NULLS LAST, s.id"
_FIND = _COLUMNS + "AND s.id = $1"
# originals only, so that a paper is offered once; the newest first
_OFFERED = (
    _COLUMNS  # noqa: S608 -- constants of this file
    + """
  AND s.owner_mark = $1 AND s.owner_mark <> '' AND s.dossier <> $2 AND s.reused_from IS NULL
  AND ($3::bigint[] IS NULL OR d.unit_ids && $3)
  AND NOT EXISTS (SELECT 1 FROM onestop.onestop_paper_scan mine
                  WHERE mine.dossier = $2 AND mine.reused_from = s.id AND mine.removed_at IS NULL)
ORDER BY s.added_at DESC LIMIT 20
"""
)


async def of_dossier(dossier_id: int) -> list[Scan]:
    """Return the digitised papers of a dossier, in the order of the procedure's list."""
    return await db.structs(Scan, _OF, dossier_id)


async def find(scan_id: int) -> Scan | None:
    """Return a digitised paper; the caller checks who may see its dossier."""
    return await db.struct(Scan, _FIND, scan_id)


async def offered(mark: bytes, dossier_id: int, units: list[int] | None) -> list[Scan]:
    """Return papers of the same owner that other dossiers of these units (None: all) hold, the newest first.

    mark: of `domain.marks`; the empty one has none. Papers that were taken over already are left out.
    """
    return await db.structs(Scan, _OFFERED, mark, dossier_id, units) if mark else []
