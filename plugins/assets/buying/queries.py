"""Read purchases; a person sees those of the units they read in, and those that delivered something there."""

from core import db
from core.acting import Principal
from core.errors import Missing
from core.text.i18n import gettext as _
from core.text.i18n import language
from plugins.assets.buying.schemas import Delivery, Line, Purchase, ReceivedThing
from plugins.assets.inventory.queries import READ

BUY = "assets.buy"

_PURCHASE = """
SELECT id, unit_id, unit_name, title, supplier, decision, funding, invoice, bought_on, discount, transport, taxes,
       other_costs, warranty_months, version
FROM assets.assets_purchase WHERE id = $1
"""
_LINES = """
SELECT l.id, l.name, c.key, CASE WHEN $2 THEN c.name_en ELSE c.name END, k.name, m.name, l.quantity, l.unit_price,
       (SELECT count(*) FROM assets.assets_receipt r WHERE r.line = l.id)
FROM assets.assets_purchase_line l
JOIN assets.assets_model m ON m.id = l.model
JOIN assets.assets_maker k ON k.id = m.maker
JOIN assets.assets_category c ON c.id = m.category
WHERE l.purchase = $1 ORDER BY l.id
"""
_DELIVERY = """
SELECT d.id, d.purchase, d.unit_id, d.unit_name, d.place, d.note, d.delivered_on,
       (SELECT count(*) FROM assets.assets_receipt r WHERE r.delivery = d.id)
FROM assets.assets_delivery d
"""
_THINGS = """
SELECT a.code, a.name, a.serial, a.cost, r.at FROM assets.assets_receipt r
JOIN assets.assets_asset a ON a.id = r.asset WHERE r.delivery = $1 ORDER BY r.id DESC LIMIT $2
"""


async def purchase(purchase_id: int, principal: Principal) -> Purchase:
    """Return a purchase. Raises Missing, also when the reader may see neither its unit nor one it delivered to."""
    found = await db.struct(Purchase, _PURCHASE, purchase_id)
    if found is not None and not principal.may(READ, found.unit_id):
        units = await db.rows("SELECT unit_id FROM assets.assets_delivery WHERE purchase = $1", purchase_id)
        if not any(principal.may(READ, unit_id) for (unit_id,) in units):
            found = None
    if found is None:
        raise Missing(_("Không có lần mua sắm này."))
    return found


async def purchase_to_change(purchase_id: int) -> Purchase:
    """Return a purchase, locked until the transaction ends. Raises Missing."""
    found = await db.struct(Purchase, _PURCHASE + " FOR UPDATE", purchase_id)
    if found is None:
        raise Missing(_("Không có lần mua sắm này."))
    return found


async def lines(purchase_id: int) -> list[Line]:
    """Return the lines of a purchase in the order in which they were written."""
    return await db.structs(Line, _LINES, purchase_id, language.get() == "en")


async def pieces_taken(line_id: int) -> list[int]:
    """Return the numbers of a line's pieces that were received."""
    found = await db.rows("SELECT piece FROM assets.assets_receipt WHERE line = $1", line_id)
    return [record[0] for record in found]


async def deliveries(purchase_id: int) -> list[Delivery]:
    """Return the deliveries of a purchase, the newest first."""
    return await db.structs(Delivery, _DELIVERY + " WHERE d.purchase = $1 ORDER BY d.id DESC", purchase_id)


async def delivery(delivery_id: int) -> Delivery:
    """Return a delivery. Raises Missing."""
    found = await db.struct(Delivery, _DELIVERY + " WHERE d.id = $1", delivery_id)
    if found is None:
        raise Missing(_("Không có lần giao hàng này."))
    return found


async def things_of(delivery_id: int, limit: int = 200) -> list[ReceivedThing]:
    """Return what was received with a delivery, the last scan on top."""
    return await db.structs(ReceivedThing, _THINGS, delivery_id, limit)


async def code_with_serial(serial: str, line_id: int) -> str | None:
    """Return the label code of the thing of the line's model that has this serial number (capitals), None if none."""
    code: str | None = await db.value(
        "SELECT a.code FROM assets.assets_asset a JOIN assets.assets_purchase_line l ON l.model = a.model"
        " WHERE l.id = $2 AND upper(a.serial) = $1",
        serial,
        line_id,
    )
    return code


async def purchase_of(asset_id: int) -> Purchase | None:
    """Return the purchase that a thing came with, None when it was registered in another way."""
    return await db.struct(
        Purchase,
        _PURCHASE.replace(
            "id = $1",
            "id = (SELECT l.purchase FROM assets.assets_receipt r"
            " JOIN assets.assets_purchase_line l ON l.id = r.line WHERE r.asset = $1)",
        ),
        asset_id,
    )
