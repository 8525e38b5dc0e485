"""Read imports; only whoever may write in all units that an import reaches may see its rows."""

import msgspec

from core import db
from core.acting import Principal
from core.errors import Missing
from core.text.i18n import gettext as _
from plugins.assets.importing.schemas import Batch, Line
from plugins.assets.inventory.commands import EDIT

_BATCH = """
SELECT id, unit_id, unit_name, filename, digest, encoding, legacy::text, headers::text, signature, mapping::text, state,
       done, counts::text, rights::text, made::text, problem, who_id, who_name, username, created_at, applied_at,
       undone_at
FROM assets.assets_import WHERE id = $1
"""
_JSON = frozenset({"legacy", "headers", "mapping", "counts", "rights", "made"})


async def batch(number: int, who: Principal | None, *, lock: bool = False) -> Batch:
    """Return an import. who: None for the platform's own work. Raises Missing, also for who may not see it."""
    record = await db.row(_BATCH + (" FOR UPDATE" if lock else ""), number)
    if record is not None:
        found = Batch(
            *(
                msgspec.json.decode(value) if name in _JSON and value is not None else value
                for name, value in record.items()
            )
        )
        if who is None or _may_see(found, who):
            return found
    raise Missing(_("Không có lần nhập này."))


def _may_see(found: Batch, who: Principal) -> bool:
    if who.everything:
        return True
    if not who.may(EDIT, found.unit_id):
        return False
    reach = found.rights
    return who.username == found.username or (reach is not None and all(who.may(EDIT, unit) for unit in reach))


async def lines(number: int, verdict: str | None, outcome: str | None, limit: int, offset: int) -> list[Line]:
    """Return rows of an import, the wrong ones first, then in the order of the file."""
    found = await db.rows(
        """SELECT line, cells::text, verdict, reason, code, changes::text, outcome FROM assets.assets_import_row
           WHERE batch = $1 AND ($2::text IS NULL OR verdict = $2) AND ($3::text IS NULL OR outcome = $3)
           ORDER BY (outcome = 'conflict') DESC NULLS LAST, verdict = 'wrong' DESC, line LIMIT $4 OFFSET $5""",
        number,
        verdict,
        outcome,
        limit,
        offset,
    )
    return [
        Line(line, msgspec.json.decode(cells), verdict, reason, code, changes and msgspec.json.decode(changes), outcome)
        for line, cells, verdict, reason, code, changes, outcome in found
    ]


async def outcomes(number: int) -> dict[str, int]:
    """Return how many rows have been written, taken out again, or could not be."""
    found = await db.rows(
        "SELECT outcome, count(*) FROM assets.assets_import_row WHERE batch = $1 AND outcome IS NOT NULL GROUP BY 1",
        number,
    )
    return {record["outcome"]: record["count"] for record in found}


async def remembered(signature: str) -> list[str] | None:
    """Return the mapping that was last used for a set of headers."""
    text = await db.value("SELECT mapping::text FROM assets.assets_import_mapping WHERE signature = $1", signature)
    return None if text is None else msgspec.json.decode(text, type=list[str])
