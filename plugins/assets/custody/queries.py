"""Read minutes, what people hold, loans and kits."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from core import db
from core.acting import Principal
from core.errors import Missing
from core.text.i18n import gettext as _
from plugins.assets.custody.domain.engine import Thing
from plugins.assets.custody.schemas import ItemView, MinutesView, SignatureView

CUSTODY = "assets.custody"
READ = "assets.read"
SUBJECT = "assets.minutes"

_MINUTES = f"SELECT {', '.join(MinutesView.__struct_fields__)} FROM assets.assets_minutes"  # noqa: S608 -- names of this program
_LENT = """EXISTS (SELECT 1 FROM assets.assets_minutes_item l JOIN assets.assets_minutes lm ON lm.id = l.minutes
  WHERE l.asset = a.id AND lm.transition = 'lend' AND lm.state = 'signed' AND l.returned_at IS NULL)"""
_BUSY = """EXISTS (SELECT 1 FROM assets.assets_minutes_item b JOIN assets.assets_minutes bm ON bm.id = b.minutes
  WHERE b.asset = a.id AND bm.state = 'waiting' AND bm.id <> {minutes})"""
_THINGS = """a.code, a.name, k.name, m.name, a.serial, s.key, a.unit_id, a.unit_name, a.holder_id, a.holder_name,
  a.cost, a.in_use_from, a.bought_on, c.key, a.version"""
_JOINS = """JOIN assets.assets_model m ON m.id = a.model JOIN assets.assets_maker k ON k.id = m.maker
  JOIN assets.assets_category c ON c.id = m.category JOIN assets.assets_status s ON s.id = a.status"""
_ITEMS = f"""
SELECT a.id, i.line, {_THINGS}, i.note, {_LENT}, {_BUSY.format(minutes="i.minutes")}, i.returned_at
FROM assets.assets_minutes_item i JOIN assets.assets_asset a ON a.id = i.asset {_JOINS}
WHERE i.minutes = $1 ORDER BY i.line
"""  # noqa: S608 -- constants of this file
_HELD = f"""
SELECT a.id, 0, {_THINGS}, '', {_LENT}, {_BUSY.format(minutes="0")}, NULL
FROM assets.assets_asset a {_JOINS}
WHERE {{which}} AND s.meaning <> 'gone' ORDER BY a.sort_key, a.code
"""  # noqa: S608 -- constants of this file


def thing_of(item: ItemView) -> Thing:
    """Return a thing as the rules see it."""
    return Thing(status=item.status, unit_id=item.unit_id, holder_id=item.holder_id, lent=item.lent, busy=item.busy)


async def minutes(number: int, *, lock: bool = False) -> MinutesView:
    """Return minutes, whoever asks. lock: until the transaction ends. Raises Missing."""
    found = await db.struct(MinutesView, _MINUTES + " WHERE id = $1" + (" FOR UPDATE" if lock else ""), number)
    if found is None:
        raise Missing(_("Không có biên bản này."))
    return found


def may_see(found: MinutesView, principal: Principal) -> bool:
    """Tell whether somebody may read minutes: those of their units, and those in which they are a party."""
    units = (found.unit_id, found.to_unit_id or found.unit_id)
    is_party = principal.person_id is not None and principal.person_id in {found.other_id, found.officer_id}
    return any(principal.may(READ, unit) for unit in units) or (is_party and found.state != "draft")


async def items(number: int) -> list[ItemView]:
    """Return the things of minutes in their order."""
    return await db.structs(ItemView, _ITEMS, number)


async def signatures(number: int) -> list[SignatureView]:
    """Return the signatures under minutes."""
    return await db.structs(
        SignatureView,
        "SELECT party, way, name, witness, at, strokes::text, scan FROM assets.assets_minutes_signature"
        " WHERE minutes = $1 ORDER BY at",
        number,
    )


async def thing(code: str) -> ItemView | None:
    """Return a thing by its label as custody sees it."""
    return await db.struct(ItemView, _HELD.format(which="a.code = $1").replace("AND s.meaning <> 'gone'", ""), code)


async def held_by(person_id: int) -> list[ItemView]:
    """Return what a person uses."""
    return await db.structs(ItemView, _HELD.format(which="a.holder_id = $1"), person_id)


async def owned_by(person_id: int) -> list[ItemView]:
    """Return what a person answers for without using it."""
    return await db.structs(
        ItemView, _HELD.format(which="a.owner_id = $1 AND a.holder_id IS DISTINCT FROM $1"), person_id
    )


class Keeper(Struct, frozen=True):
    """Somebody who holds things of a unit."""

    person_id: int
    name: str
    unit_id: int
    unit: str
    things: int


async def keepers(unit_ids: Sequence[int] | None) -> list[Keeper]:
    """Return who holds how many things of which unit. unit_ids None: of all units."""
    return await db.structs(
        Keeper,
        """SELECT a.holder_id, min(a.holder_name), a.unit_id, min(a.unit_name), count(*)
           FROM assets.assets_asset a JOIN assets.assets_status s ON s.id = a.status
           WHERE a.holder_id IS NOT NULL AND s.meaning <> 'gone' AND ($1::bigint[] IS NULL OR a.unit_id = ANY($1))
           GROUP BY a.holder_id, a.unit_id ORDER BY min(a.unit_name), min(a.holder_name)""",
        unit_ids,
    )


_WAITING = f"""{_MINUTES} x WHERE state = 'waiting' AND other_id = $1 AND NOT EXISTS (
    SELECT 1 FROM assets.assets_minutes_signature s WHERE s.minutes = x.id AND s.person_id = $1)
ORDER BY sealed_at"""  # noqa: S608 -- names of this program


async def waiting_for(person_id: int) -> list[MinutesView]:
    """Return the minutes that wait for a person's signature, the oldest first."""
    return await db.structs(MinutesView, _WAITING, person_id)


class Loan(Struct, frozen=True):
    """A thing that is out on loan."""

    minutes: int
    number: str
    code: str
    name: str
    unit_id: int
    unit: str
    borrower_id: int | None
    borrower: str | None
    due_on: date
    reminded_on: date | None


async def open_loans(unit_ids: Sequence[int] | None = None, borrower_id: int | None = None) -> list[Loan]:
    """Return what is out on loan, the first due first. unit_ids None: of all units."""
    return await db.structs(
        Loan,
        """SELECT x.id, x.number, a.code, a.name, a.unit_id, a.unit_name, x.other_id, x.other_name, x.due_on,
                  x.reminded_on
           FROM assets.assets_minutes_item i JOIN assets.assets_minutes x ON x.id = i.minutes
           JOIN assets.assets_asset a ON a.id = i.asset
           WHERE x.transition = 'lend' AND x.state = 'signed' AND i.returned_at IS NULL
             AND ($1::bigint[] IS NULL OR x.unit_id = ANY($1)) AND ($2::bigint IS NULL OR x.other_id = $2)
           ORDER BY x.due_on, a.code LIMIT 500""",
        unit_ids,
        borrower_id,
    )


class KitLine(Struct, frozen=True):
    """A kit with the codes and names of its things."""

    id: int
    unit_id: int
    name: str
    codes: list[str]
    things: list[str]


async def kits(unit_ids: Sequence[int] | None) -> list[KitLine]:
    """Return the kits of units by name. unit_ids None: of all units."""
    return await db.structs(
        KitLine,
        """SELECT k.id, k.unit_id, k.name, coalesce(array_agg(a.code::text ORDER BY a.code), '{}'),
                  coalesce(array_agg(a.name ORDER BY a.code), '{}')
           FROM assets.assets_kit k JOIN assets.assets_kit_item i ON i.kit = k.id
           JOIN assets.assets_asset a ON a.id = i.asset
           WHERE $1::bigint[] IS NULL OR k.unit_id = ANY($1) GROUP BY k.id ORDER BY k.name""",
        unit_ids,
    )


async def past_of(asset_id: int, limit: int = 20) -> list[tuple[int, str, str, str | None, datetime]]:
    """Return id, number, transition, other party and moment of the signed minutes of a thing, the newest first."""
    rows = await db.rows(
        """SELECT x.id, x.number, x.transition, x.other_name, x.done_at FROM assets.assets_minutes_item i
           JOIN assets.assets_minutes x ON x.id = i.minutes
           WHERE i.asset = $1 AND x.state = 'signed' ORDER BY x.done_at DESC LIMIT $2""",
        asset_id,
        limit,
    )
    return [tuple(row) for row in rows]
