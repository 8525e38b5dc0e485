"""Read the register; every query that serves a person takes the units in which that person may read."""

import msgspec

from core import db
from core.acting import Principal
from core.errors import Missing
from core.text.i18n import gettext as _
from core.text.i18n import language
from plugins.assets.inventory.schemas import Asset, HistoryLine

READ = "assets.read"

_ASSET = """
SELECT a.id, a.code, a.name, c.key, CASE WHEN $2 THEN c.name_en ELSE c.name END, c.icon, k.name, m.name, a.serial,
       a.unit_id, a.unit_name, p.name, a.holder_id, a.holder_name, s.key,
       CASE WHEN $2 THEN s.name_en ELSE s.name END, s.meaning, a.bought_on, a.cost, a.funding, a.warranty_until,
       a.note, a.version, a.created_at, a.updated_at
FROM assets.assets_asset a
JOIN assets.assets_model m ON m.id = a.model
JOIN assets.assets_maker k ON k.id = m.maker
JOIN assets.assets_category c ON c.id = m.category
JOIN assets.assets_status s ON s.id = a.status
LEFT JOIN assets.assets_place p ON p.id = a.place
WHERE a.code = $1
"""


def units_of(principal: Principal, permission: str = READ) -> list[int] | None:
    """Return the units in which a person holds the permission, None for all units."""
    return None if principal.everything else sorted(principal.units(permission))


def _english() -> bool:
    return language.get() == "en"


async def asset(code: str, principal: Principal) -> Asset:
    """Return a thing by the code on its label. Raises Missing, also when the reader may not see its unit."""
    found = await db.struct(Asset, _ASSET, code, _english())
    if found is None or not principal.may(READ, found.unit_id):
        raise Missing(_("Không có thiết bị mang mã này."))
    return found


async def asset_to_change(code: str) -> Asset | None:
    """Return a thing, locked against other writers until the transaction ends; None when there is none."""
    return await db.struct(Asset, _ASSET + " FOR UPDATE OF a", code, _english())


async def history(asset_id: int, limit: int = 50) -> list[HistoryLine]:
    """Return the changes of a thing, the newest first."""
    found = await db.rows(
        "SELECT at, who_name, action, changes::text FROM assets.assets_history WHERE asset = $1"
        " ORDER BY version DESC LIMIT $2",
        asset_id,
        limit,
    )
    return [HistoryLine(at, who, action, msgspec.json.decode(changes)) for at, who, action, changes in found]
