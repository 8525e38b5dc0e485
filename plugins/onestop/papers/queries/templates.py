"""Versions of templates."""

from datetime import datetime

from msgspec import Struct

from core import db
from plugins.onestop.papers.domain.forms import Kind


class Version(Struct, frozen=True):
    """One version of an office's own template. source: None when it went back to the shipped one."""

    version: int
    source: str | None
    note: str
    saved_at: datetime
    saved_by_name: str


_VERSIONS = """
SELECT version, source, note, saved_at, saved_by_name FROM onestop.onestop_template_version
WHERE authority_id = $1 AND set_code = $2 AND kind = $3 ORDER BY version DESC
"""
_OWN = """
SELECT DISTINCT ON (set_code, kind) set_code, kind, version, source IS NOT NULL
FROM onestop.onestop_template_version WHERE authority_id = $1 ORDER BY set_code, kind, version DESC
"""


async def newest(authority_id: int, set_code: str, kind: Kind) -> Version | None:
    """Return the newest version of an authority's own template, None when it never had one."""
    return await db.struct(Version, _VERSIONS + "LIMIT 1", authority_id, set_code, kind)


async def versions(authority_id: int, set_code: str, kind: Kind) -> list[Version]:
    """Return all versions, the newest first."""
    return await db.structs(Version, _VERSIONS, authority_id, set_code, kind)


async def own(authority_id: int) -> dict[tuple[str, str], int]:
    """Return (set, kind) -> version of the templates that an authority has of its own now."""
    return {(row[0], row[1]): row[2] for row in await db.rows(_OWN, authority_id) if row[3]}
