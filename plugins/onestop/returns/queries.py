"""Reading: who fetches a result, where its parcel is."""

from datetime import datetime

from msgspec import Struct

from core import db
from plugins.onestop.returns.domain.parcels import ParcelState

_PROXY = """
SELECT name, identity, authorisation, checked_by_name, checked_at FROM onestop.onestop_proxy WHERE dossier = $1
"""
_PARCELS = """
SELECT p.id, p.dossier, d.code, p.unit_id, p.state, p.revision, p.recipient, p.phone, p.address, p.carrier,
       p.tracking_number, p.changed_at
FROM onestop.onestop_parcel p JOIN onestop.onestop_dossier d ON d.id = p.dossier
"""
_PARCEL = _PARCELS + "WHERE p.dossier = $1"
_BY_CODE = _PARCELS + "WHERE d.code = $1"
_EVENTS = """
SELECT at, action, target, person_name, text FROM onestop.onestop_parcel_event WHERE parcel = $1 ORDER BY id
"""


class Collector(Struct, frozen=True):
    """Who fetches a result for its owner, for the page and for the receipt."""

    name: str
    identity: str
    authorisation: str
    checked_by_name: str
    checked_at: datetime


class ParcelRow(Struct, frozen=True):
    """A parcel; columns in the order of the statement."""

    id: int
    dossier_id: int
    code: str
    unit_id: int
    state: ParcelState
    revision: int
    recipient: str
    phone: str
    address: str
    carrier: str
    tracking_number: str
    changed_at: datetime


class ParcelNote(Struct, frozen=True):
    """One line of a parcel's history."""

    at: datetime
    action: str
    target: ParcelState
    person_name: str
    text: str


async def collector(dossier_id: int) -> Collector | None:
    """Return who fetches the result; None: its owner."""
    return await db.struct(Collector, _PROXY, dossier_id)


async def parcel(dossier_id: int, *, lock: bool = False) -> ParcelRow | None:
    """Return the parcel of a dossier; None when its result does not go by post. lock: until the transaction ends."""
    return await db.struct(ParcelRow, _PARCEL + (" FOR UPDATE OF p" if lock else ""), dossier_id)


async def parcel_of_code(code: str) -> ParcelRow | None:
    """Return the parcel of the dossier with this number."""
    return await db.struct(ParcelRow, _BY_CODE, code)


async def history(parcel_id: int) -> list[ParcelNote]:
    """Return what happened to a parcel, oldest first."""
    return await db.structs(ParcelNote, _EVENTS, parcel_id)
