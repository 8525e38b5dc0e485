"""Averages of ratings: of offices for everybody, of people for their leaders only."""

from datetime import datetime
from typing import Final

from msgspec import Struct

from core import db
from core.contracts.ratings import OfficeRating

FEWEST_IN_PUBLIC: Final = 5
"""An average of fewer would tell who said what."""

_OFFICES = """
SELECT unit_name, count(*), avg(score)::float8 FROM onestop.onestop_rating WHERE at >= $1 GROUP BY unit_name ORDER BY 1
"""
_PEOPLE = """
SELECT who.name, who.duty, count(*), avg(r.score)::float8, count(*) FILTER (WHERE r.score <= 2)
FROM onestop.onestop_rating r,
     LATERAL (VALUES (r.clerk_name, 'reception'), (r.handler_name, 'specialist')) AS who (name, duty)
WHERE r.at >= $1 AND ($2::bigint[] IS NULL OR r.unit_id = ANY($2)) AND who.name <> ''
GROUP BY 1, 2 ORDER BY 1, 2
"""
_SAID = """
SELECT d.code, r.score, r.comment, r.at FROM onestop.onestop_rating r JOIN onestop.onestop_dossier d ON d.id = r.dossier
WHERE r.at >= $1 AND ($2::bigint[] IS NULL OR r.unit_id = ANY($2)) AND (r.comment <> '' OR r.score <= 2)
ORDER BY r.at DESC LIMIT 100
"""
_SCORES = """
SELECT score, count(*) FROM onestop.onestop_rating WHERE at >= $1 AND ($2::bigint[] IS NULL OR unit_id = ANY($2))
GROUP BY score
"""


class PersonRating(Struct, frozen=True):
    """How the dossiers that somebody handled were rated. bad: scores of 1 and 2."""

    name: str
    duty: str
    count: int
    average: float
    bad: int


class Said(Struct, frozen=True):
    """A rating with words, or a bad one."""

    code: str
    score: int
    comment: str
    at: datetime


async def offices(since: datetime) -> tuple[OfficeRating, ...]:
    """Return the averages of offices since an aware moment; those of few ratings without one."""
    rows = await db.rows(_OFFICES, since)
    return tuple(OfficeRating(r[0], r[1], round(r[2], 2) if r[1] >= FEWEST_IN_PUBLIC else None) for r in rows)


async def people(since: datetime, units: list[int] | None) -> list[PersonRating]:
    """Return the averages of people of these units (None: of all) by name; for their leaders."""
    return await db.structs(PersonRating, _PEOPLE, since, units)


async def said(since: datetime, units: list[int] | None) -> list[Said]:
    """Return what was said, and what was bad, the newest first."""
    return await db.structs(Said, _SAID, since, units)


async def scores(since: datetime, units: list[int] | None) -> dict[int, int]:
    """Return score -> how often it was given."""
    return {row[0]: row[1] for row in await db.rows(_SCORES, since, units)}
