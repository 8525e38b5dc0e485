"""Receipts as Structs."""

from datetime import date

from msgspec import Struct

from core import db
from plugins.onestop.fees.schemas import Receipt

_COLUMNS = """
SELECT id, dossier, authority_id, unit_id, series, year, number, payer_name, payer_address, phi, le_phi, method, note,
       issued_at, issued_by_name, copies, cancelled_at, cancelled_by_name, cancel_reason
FROM onestop.onestop_fee_receipt
"""
_OF = _COLUMNS + "WHERE dossier = $1 ORDER BY id"
_FIND = _COLUMNS + "WHERE id = $1"
_LOCKED = _FIND + " FOR UPDATE"
_DAY = """
SELECT count(*) FILTER (WHERE cancelled_at IS NULL), coalesce(sum(phi) FILTER (WHERE cancelled_at IS NULL), 0)::bigint,
       coalesce(sum(le_phi) FILTER (WHERE cancelled_at IS NULL), 0)::bigint,
       count(*) FILTER (WHERE cancelled_at IS NOT NULL)
FROM onestop.onestop_fee_receipt
WHERE issued_at >= ($1::date)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
  AND issued_at < ($2::date + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
  AND ($3::bigint[] IS NULL OR unit_id = ANY($3))
"""


class Taken(Struct, frozen=True):
    """What receipts of some days come to: how many hold, phí and lệ phí apart, how many were cancelled."""

    receipts: int
    phi: int
    le_phi: int
    cancelled: int


async def of_dossier(dossier_id: int) -> list[Receipt]:
    """Return the receipts of a dossier, cancelled ones included, oldest first."""
    return await db.structs(Receipt, _OF, dossier_id)


async def find(receipt_id: int) -> Receipt | None:
    """Return a receipt; the caller checks who may see it."""
    return await db.struct(Receipt, _FIND, receipt_id)


async def locked(receipt_id: int) -> Receipt | None:
    """Return a receipt and hold its row until the end of the transaction."""
    return await db.struct(Receipt, _LOCKED, receipt_id)


async def taken(first: date, last: date, units: list[int] | None) -> Taken:
    """Return what the desks of these units (None: all) took from one local day to another, both included."""
    found = await db.struct(Taken, _DAY, first, last, units)
    assert found is not None  # noqa: S101 -- sums always are a row
    return found
