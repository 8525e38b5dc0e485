"""The office's days as the administrator's page shows them."""

from datetime import date, datetime

from msgspec import Struct

from core import db

_DAYS = """
SELECT id, day, working, name, name_en, decision, verified, added_at, added_by, withdrawn_at
FROM onestop.onestop_office_day ORDER BY withdrawn_at IS NOT NULL, day DESC, id DESC LIMIT 500
"""
_TAKEN = "SELECT day FROM onestop.onestop_office_day WHERE withdrawn_at IS NULL AND day = ANY($1)"


class StoredDay(Struct, frozen=True):
    """One day of the database; withdrawn_at: when it was taken back."""

    id: int
    day: date
    working: bool
    name: str
    name_en: str
    decision: str
    verified: bool
    added_at: datetime
    added_by: str
    withdrawn_at: datetime | None


async def stored_days() -> list[StoredDay]:
    """Return the days that the administrator added, those in force first, the latest first."""
    return await db.structs(StoredDay, _DAYS)


async def taken(days: list[date]) -> set[date]:
    """Return those of the days about which something is stored already."""
    return {row[0] for row in await db.rows(_TAKEN, days)}
