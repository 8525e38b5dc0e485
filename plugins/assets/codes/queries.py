"""Find things by any code they have: label, serial number, or one of their other codes."""

from core import db
from core.acting import Principal
from core.text.viet import clean, search_key
from plugins.assets.codes.domain.folding import folded
from plugins.assets.codes.schemas import Code, Match
from plugins.assets.inventory.queries import units_of

_MATCHES = """
SELECT a.code, a.name, k.name || ' ' || m.name, a.unit_name, p.name, c.icon, f.by, f.text, f.text = $2
FROM (
    SELECT id AS asset, 'label' AS by, code AS text FROM assets.assets_asset WHERE code = $2
    UNION ALL SELECT id, 'serial', serial FROM assets.assets_asset WHERE upper(serial) = upper($2)
    UNION ALL SELECT asset, kind, text FROM assets.assets_code WHERE folded = $3
    UNION ALL SELECT asset, 'old_number', number FROM assets.assets_old_number WHERE search_key = $5
) f
JOIN assets.assets_asset a ON a.id = f.asset
JOIN assets.assets_model m ON m.id = a.model
JOIN assets.assets_maker k ON k.id = m.maker
JOIN assets.assets_category c ON c.id = m.category
LEFT JOIN assets.assets_place p ON p.id = a.place
WHERE $1::bigint[] IS NULL OR a.unit_id = ANY($1)
ORDER BY f.text = $2 DESC, a.sort_key COLLATE "C", a.code LIMIT $4
"""


async def codes_of(asset_id: int) -> list[Code]:
    """Return the codes of a thing beside its label, in the order in which they were written."""
    return await db.structs(
        Code, "SELECT id, kind, text FROM assets.assets_code WHERE asset = $1 ORDER BY id", asset_id
    )


async def matches(text: str, principal: Principal, limit: int = 50) -> list[Match]:
    """Return the things that a code can mean among those that the reader may see, exact ones first, each once."""
    wanted = folded(text)
    if not wanted:
        return []
    found = await db.structs(Match, _MATCHES, units_of(principal), clean(text), wanted, limit, search_key(clean(text)))
    once: dict[str, Match] = {}
    for match in found:
        once.setdefault(match.code, match)
    return list(once.values())
