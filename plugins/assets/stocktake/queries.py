"""Read stocktakes: the frozen list, the events, the outcome."""

from collections.abc import Sequence

from core import db
from core.acting import Principal
from core.errors import Missing
from core.text.i18n import gettext as _
from plugins.assets.stocktake.domain.outcome import Event, Expected, outcome
from plugins.assets.stocktake.schemas import Evidence, Item, Outcome, StocktakeView

READ = "assets.read"
MANAGE = "assets.stocktake"

_VIEW = """
SELECT id, unit_id, unit_name, title, blind, decision, committee, state, snapshot_at, made_by, closed_at, closed_by,
       override
FROM assets.assets_stocktake
"""
_ITEMS = """
SELECT i.asset, i.code, i.name, i.model, i.category, i.place, i.holder_id, i.holder_name, i.status, i.used_since,
       i.cost, greatest(ds.seen_at, g.last_seen_at)
FROM assets.assets_stocktake_item i
LEFT JOIN assets.assets_device d ON d.asset = i.asset LEFT JOIN assets.assets_device_state ds ON ds.device = d.id
LEFT JOIN assets.assets_agent_machine g ON g.asset = i.asset
WHERE i.stocktake = $1 ORDER BY i.code
"""
_EVENTS = """
SELECT id, uuid, code, asset IS NOT NULL, place, condition, person_name, source, yes FROM assets.assets_stocktake_event
WHERE stocktake = $1 AND refused IS NULL ORDER BY id
"""


async def stocktake(number: int, principal: Principal, *, lock: bool = False) -> StocktakeView:
    """Return a stocktake. Raises Missing, also when the reader may not see its unit."""
    found = await db.struct(StocktakeView, _VIEW + "WHERE id = $1" + (" FOR UPDATE" if lock else ""), number)
    if found is None or not principal.may(READ, found.unit_id):
        raise Missing(_("Không có đợt kiểm kê này."))
    return found


async def items(number: int) -> list[Item]:
    """Return the frozen list."""
    return await db.structs(Item, _ITEMS, number)


async def outcomes(number: int) -> list[Outcome]:
    """Return what the stocktake found, as far as it is known."""
    listed = {item.code: item for item in await items(number)}
    rows = await db.rows(_EVENTS, number)
    lines = outcome([Expected(item.code, item.place) for item in listed.values()], [Event(*row) for row in rows])
    others = [line.code for line in lines if line.code not in listed]
    known = await db.rows("SELECT code, name FROM assets.assets_asset WHERE code = ANY($1)", others)
    followed = await db.rows(
        "SELECT i.code, v.kind FROM assets.assets_stocktake_voucher v"
        " JOIN assets.assets_stocktake_item i ON i.asset = v.asset AND i.stocktake = v.stocktake"
        " WHERE v.stocktake = $1",
        number,
    )
    names: dict[str, str] = {row[0]: row[1] for row in known}
    done: dict[str, str] = {row[0]: row[1] for row in followed}
    return [
        Outcome(
            line,
            listed.get(line.code),
            listed[line.code].name if line.code in listed else names.get(line.code, ""),
            done.get(line.code),
        )
        for line in lines
    ]


async def evidence(number: int) -> list[Evidence]:
    """Return every act of counting in the order of receipt."""
    return await db.structs(
        Evidence,
        "SELECT id, uuid, code, place, condition, note, source, yes, person_name, device, seq, device_at, received_at,"
        " late FROM assets.assets_stocktake_event WHERE stocktake = $1 ORDER BY id",
        number,
    )


async def unsent(number: int) -> list[tuple[str, int]]:
    """Return (person, events) of phones that have made events which did not arrive."""
    rows = await db.rows(
        """SELECT d.person_name, d.high_seq - count(e.id) FROM assets.assets_stocktake_device d
           LEFT JOIN assets.assets_stocktake_event e ON e.stocktake = d.stocktake AND e.device = d.device
           WHERE d.stocktake = $1 GROUP BY d.id HAVING d.high_seq > count(e.id) ORDER BY d.person_name""",
        number,
    )
    return [(row[0], row[1]) for row in rows]


async def progress(number: int) -> tuple[int, int, list[tuple[str, int]]]:
    """Return how many things of the list were seen, how many there are, and (person, things) of each counter."""
    seen, total = await db.row(  # type: ignore[misc]
        """SELECT (SELECT count(*) FROM assets.assets_stocktake_item i WHERE i.stocktake = $1 AND EXISTS (
                 SELECT 1 FROM assets.assets_stocktake_event e
                 WHERE e.stocktake = $1 AND e.code = i.code AND e.refused IS NULL AND (e.yes OR e.source = 'count'))),
             (SELECT count(*) FROM assets.assets_stocktake_item WHERE stocktake = $1)""",
        number,
    )
    rows = await db.rows(
        "SELECT person_name, count(DISTINCT code) FROM assets.assets_stocktake_event WHERE stocktake = $1"
        " AND refused IS NULL GROUP BY 1 ORDER BY 2 DESC",
        number,
    )
    return seen, total, [(row[0], row[1]) for row in rows]


async def open_for(person_id: int) -> Sequence[tuple[int, str, Item, bool | None]]:
    """Return (stocktake, title, thing, what the person said) of the things that a person holds in open stocktakes."""
    rows = await db.rows(
        """SELECT s.id, s.title, i.asset, i.code, i.name, i.model, i.category, i.place, i.holder_id, i.holder_name,
                  i.status, i.used_since, i.cost,
                  (SELECT e.yes FROM assets.assets_stocktake_event e WHERE e.stocktake = s.id AND e.code = i.code
                   AND e.source = 'self' AND e.person_id = $1 ORDER BY e.id DESC LIMIT 1)
           FROM assets.assets_stocktake s JOIN assets.assets_stocktake_item i ON i.stocktake = s.id
           WHERE s.state = 'open' AND i.holder_id = $1 ORDER BY s.id, i.code""",
        person_id,
    )
    return [(row[0], row[1], Item(*(*row[2:13], None)), row[13]) for row in map(tuple, rows)]
