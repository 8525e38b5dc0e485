"""Read reports: what a label tells anybody, what an officer sees."""

from datetime import datetime

from core import db
from core.acting import Principal
from core.errors import Missing
from core.text.i18n import gettext as _
from core.text.i18n import language
from plugins.assets.faults.schemas import Fault, Labelled

READ = "assets.read"

_LABELLED = """
SELECT a.id, a.code, CASE WHEN $2 THEN c.name_en ELSE c.name END, k.name || ' ' || m.name, a.unit_id, a.unit_name,
       (SELECT count(*) FROM assets.assets_fault f WHERE f.asset = a.id AND f.closed_at IS NULL),
       (SELECT max(f.at) FROM assets.assets_fault f WHERE f.asset = a.id AND f.closed_at IS NULL)
FROM assets.assets_asset a
JOIN assets.assets_model m ON m.id = a.model
JOIN assets.assets_maker k ON k.id = m.maker
JOIN assets.assets_category c ON c.id = m.category
JOIN assets.assets_status s ON s.id = a.status
WHERE a.code = $1 AND s.meaning <> 'gone'
"""
_FAULT = """
SELECT f.id, f.at, f.kind, f.words, f.contact, f.photos, f.reporter_name, f.closed_at, f.closed_by_name, f.answer,
       f.version, a.code, a.name, a.unit_id, a.unit_name, s.key
FROM assets.assets_fault f
JOIN assets.assets_asset a ON a.id = f.asset
JOIN assets.assets_status s ON s.id = a.status
"""


async def labelled(code: str) -> Labelled:
    """Return what anybody may know who stands before a thing. Raises Missing, also for what has left the books."""
    found = await db.struct(Labelled, _LABELLED, code, language.get() == "en")
    if found is None:
        raise Missing(_("Không có thiết bị mang nhãn này."))
    return found


async def resolve(code: str, principal: Principal) -> str | None:
    """Return where a label leads those who may not open the register: to the form for reporting a fault."""
    unit_id = await db.value(
        "SELECT a.unit_id FROM assets.assets_asset a JOIN assets.assets_status s ON s.id = a.status"
        " WHERE a.code = $1 AND s.meaning <> 'gone'",
        code,
    )
    return None if unit_id is None or principal.may(READ, unit_id) else f"/bao-hong/{code}"


async def fault(fault_id: int, principal: Principal) -> Fault:
    """Return a report. Raises Missing, also when the reader may not see the thing's unit."""
    found = await db.struct(Fault, f"{_FAULT} WHERE f.id = $1", fault_id)
    if found is None or not principal.may(READ, found.unit_id):
        raise Missing(_("Không có báo hỏng này."))
    return found


async def fault_to_change(fault_id: int) -> Fault | None:
    """Return a report, locked until the transaction ends."""
    return await db.struct(Fault, f"{_FAULT} WHERE f.id = $1 FOR UPDATE OF f", fault_id)


async def faults_of(asset_id: int) -> list[Fault]:
    """Return all open reports of a thing and the last closed ones, the newest first."""
    return await db.structs(
        Fault,
        f"{_FAULT} WHERE f.asset = $1 ORDER BY f.closed_at IS NOT NULL, f.at DESC LIMIT 8",
        asset_id,
    )


async def waiting(principal: Principal, at: datetime) -> tuple[int, int]:
    """Return how many reports are open in the reader's units, and how many of them for more than three days."""
    units = None if principal.everything else sorted(principal.units(READ))
    found = await db.row(
        "SELECT count(*), count(*) FILTER (WHERE f.at < $2::timestamptz - interval '3 days')"
        " FROM assets.assets_fault f JOIN assets.assets_asset a ON a.id = f.asset"
        " WHERE f.closed_at IS NULL AND ($1::bigint[] IS NULL OR a.unit_id = ANY($1))",
        units,
        at,
    )
    return (found[0], found[1]) if found else (0, 0)
