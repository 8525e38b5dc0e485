"""What labels say, by the reader's rights, and what was printed before."""

from collections.abc import Sequence
from urllib.parse import urlencode

from core import db, offices
from core.acting import Act, Principal
from core.codes import PLACE, STAFF_CARD, compose, kind_of, parts
from plugins.assets.inventory.labels import unit_digits
from plugins.assets.labels.drawing import Label
from plugins.assets.labels.schemas import Kind, LastRun, Printer

LABELS = "assets.labels"

_THINGS = """
SELECT a.code, a.name, a.unit_name, k.name || ' ' || m.name, a.unit_id, a.id
FROM assets.assets_asset a
JOIN assets.assets_model m ON m.id = a.model
JOIN assets.assets_maker k ON k.id = m.maker
JOIN assets.assets_status s ON s.id = a.status AND s.meaning <> 'gone'
JOIN unnest($1::text[]) WITH ORDINALITY AS wanted (code, place) ON wanted.code = a.code
ORDER BY wanted.place
"""
_PLACES = """
SELECT p.id, p.name, p.unit_id, o.name FROM assets.assets_place p LEFT JOIN assets.assets_place o ON o.id = p.parent
JOIN unnest($1::bigint[]) WITH ORDINALITY AS wanted (id, place) ON wanted.id = p.id
ORDER BY wanted.place
"""
_PRINTER = 'SELECT id, unit_id, name, dpi, "right", down, version FROM assets.assets_label_printer'


async def labels_of(kind: Kind, keys: Sequence[str], act: Act) -> list[Label]:
    """Return the labels that the act's person may print, in the order of the keys. Inside a transaction.

    keys: codes of things, ids of places or people. What does not exist or belongs to others is left out.
    """
    if kind == "asset":
        found = await db.rows(_THINGS, list(keys))
        return [Label(r[0], r[1], r[2], r[3]) for r in found if act.who.may(LABELS, r[4])]
    numbers = [int(key) for key in keys if key.isdecimal() and len(key) < 12]
    return await (_place_labels(numbers, act.who) if kind == "place" else _person_labels(numbers, act))


async def _place_labels(ids: Sequence[int], principal: Principal) -> list[Label]:
    tree = await offices.tree()
    labels = []
    for place_id, name, unit_id, outer in await db.rows(_PLACES, ids):
        if principal.may(LABELS, unit_id):
            _row, number = await unit_digits(unit_id)
            code = compose(PLACE, unit=number, running=place_id)
            labels.append(Label(code, name, outer or "", tree.unit(unit_id).name))
    return labels


async def _person_labels(ids: Sequence[int], act: Act) -> list[Label]:
    tree, day = await offices.tree(), offices.office_day(act.at)
    people = await offices.people(ids)
    mine = [people[number] for number in ids if number in people]
    return [
        Label(compose(STAFF_CARD, person=p.id), p.full_name, p.title, tree.unit(p.unit_id).name)
        for p in mine
        if act.who.may(LABELS, p.unit_id) and (p.left_on is None or p.left_on > day)
    ]


async def printers(principal: Principal) -> list[Printer]:
    """Return the printers of the units in which the person may print labels, by name."""
    found = await db.structs(Printer, f"{_PRINTER} ORDER BY lower(name), id")
    return [printer for printer in found if principal.may(LABELS, printer.unit_id)]


async def printer(printer_id: int, principal: Principal) -> Printer | None:
    """Return a printer, None when there is none that the person may use."""
    found = await db.struct(Printer, f"{_PRINTER} WHERE id = $1", printer_id)
    return found if found and principal.may(LABELS, found.unit_id) else None


async def last_run(person_id: int | None) -> LastRun | None:
    """Return the last thing that somebody printed."""
    return await db.struct(
        LastRun,
        "SELECT stock, printer, skipped, labels FROM assets.assets_label_run WHERE who_id = $1"
        " ORDER BY id DESC LIMIT 1",
        person_id,
    )


async def printed(asset_id: int) -> tuple[object, str] | None:
    """Return when and by whom a thing's label was printed last."""
    found = await db.row(
        "SELECT r.at, r.who_name FROM assets.assets_label_printed p JOIN assets.assets_label_run r ON r.id = p.run"
        " WHERE p.asset = $1",
        asset_id,
    )
    return (found[0], found[1]) if found else None


def is_place(digits: str) -> bool:
    """Tell whether the digits can stand on the label of a place."""
    return kind_of(digits) is PLACE


async def place_page(code: str, principal: Principal) -> str | None:
    """Return the page that lists what stands in the place with this label; None when the reader may not see it."""
    found = await db.row(
        "SELECT p.unit_id, p.name, u.number FROM assets.assets_place p"
        " JOIN assets.assets_label_unit u ON u.unit_id = p.unit_id WHERE p.id = $1",
        parts(PLACE, code)["running"],
    )
    if found is None or found[2] != parts(PLACE, code)["unit"] or not principal.may("assets.read", found[0]):
        return None
    return f"/staff/assets?{urlencode({'unit': found[0], 'q': found[1]})}"
