"""What was handed over on a day, and the dossiers of a hand-over list."""

from datetime import date, datetime

from msgspec import Struct

from core import db


class ListRow(Struct, frozen=True):
    """One line of a hand-over list. fee_open: VND still to be paid; by_post: the result goes out by post."""

    code: str
    procedure: str
    owner: str
    address: str
    fee_open: int
    by_post: bool


class Pile(Struct, frozen=True):
    """Dossiers that one person gave to another on one day; both by name, as the ledger has them."""

    giver: str
    receiver: str
    codes: list[str]
    last_at: datetime


_ROWS = """
SELECT d.code, p.name, d.owner_name, d.owner_address, greatest(d.fee_due - d.fee_paid, 0), d.channel = 'post'
FROM unnest($1::text[]) WITH ORDINALITY AS wanted (code, place)
JOIN onestop.onestop_dossier d ON d.code = wanted.code
JOIN onestop.onestop_procedure p ON p.id = d.procedure
ORDER BY wanted.place
"""
# The day is given as its first and its last moment, so that the index of the ledger's time, if there is one, serves.
_PILES = """
SELECT e.person_name, e.holder_name, array_agg(d.code ORDER BY e.id), max(e.at)
FROM onestop.onestop_dossier_event e JOIN onestop.onestop_dossier d ON d.id = e.dossier
WHERE e.kind = 'move' AND e.holder_name <> '' AND e.holder_name <> e.person_name
  AND e.at >= ($1::date)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
  AND e.at < ($1::date + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
  AND ($2::bigint[] IS NULL OR d.unit_id = ANY($2))
GROUP BY e.person_name, e.holder_name ORDER BY max(e.at) DESC
"""


async def list_rows(codes: list[str]) -> list[ListRow]:
    """Return the dossiers with these numbers, in this order; the caller has checked that they may be listed."""
    return await db.structs(ListRow, _ROWS, codes)


async def piles(day: date, units: list[int] | None) -> list[Pile]:
    """Return what was handed over on a local day among the dossiers that these desks took (None: all), newest first."""
    return await db.structs(Pile, _PILES, day, units)
