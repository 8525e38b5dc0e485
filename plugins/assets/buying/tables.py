"""Purchases: what was ordered from whom by which decision, what arrived where, and which things came of it.

Money is in whole đồng. Units are known by id, with the name as it was when it was written.
"""

from piccolo.columns import BigInt, BigSerial, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from core.data_classes import classified
from plugins.assets.inventory.tables import Asset, Model


@classified(
    public=("id", "title", "supplier", "decision", "funding", "bought_on"),
    internal=(
        "unit_id",
        "unit_name",
        "invoice",
        "discount",
        "transport",
        "taxes",
        "other_costs",
        "warranty_months",
        "version",
        "created_at",
    ),
)
class Purchase(Table, schema="assets", tablename="assets_purchase"):
    """One purchase of a unit. discount, transport, taxes, other_costs: shared by its lines (Circular 141/2025, 6.1).

    warranty_months: from the day of delivery. version grows with each change, also of its lines.
    """

    id = BigSerial(primary_key=True)
    unit_id = BigInt(required=True, default=None)
    unit_name = Text(required=True, default=None)
    title = Text(required=True, default=None)
    supplier = Text(required=True, default=None)
    decision = Text(null=True, default=None)
    funding = Text(null=True, default=None)
    invoice = Text(null=True, default=None)
    bought_on = Date(required=True, default=None)
    discount = BigInt(required=True, default=0)
    transport = BigInt(required=True, default=0)
    taxes = BigInt(required=True, default=0)
    other_costs = BigInt(required=True, default=0)
    warranty_months = SmallInt(null=True, default=None)
    version = Integer(required=True, default=1)
    created_at = Timestamptz(required=True, default=None)
    assets_purchase_costs_v1 = Check("discount >= 0 AND transport >= 0 AND taxes >= 0 AND other_costs >= 0")


@classified(public=("id", "purchase", "model", "name", "quantity", "unit_price"))
class PurchaseLine(Table, schema="assets", tablename="assets_purchase_line"):
    """So many pieces of a model at one price without shared costs; name: what the things will be called."""

    id = BigSerial(primary_key=True)
    purchase = ForeignKey(Purchase, on_delete=OnDelete.cascade, null=False, required=True, default=None)
    model = ForeignKey(Model, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    name = Text(required=True, default=None)
    quantity = Integer(required=True, default=None)
    unit_price = BigInt(required=True, default=None)
    assets_purchase_line_v1 = Check("quantity BETWEEN 1 AND 10000 AND unit_price >= 0")


@classified(internal=("id", "purchase", "unit_id", "unit_name", "place", "note", "delivered_on", "created_at"))
class Delivery(Table, schema="assets", tablename="assets_delivery"):
    """What the supplier brought to a unit on a day; place: name of the room where it is put; note: delivery slip."""

    id = BigSerial(primary_key=True)
    purchase = ForeignKey(Purchase, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    unit_id = BigInt(required=True, default=None)
    unit_name = Text(required=True, default=None)
    place = Text(null=True, default=None)
    note = Text(null=True, default=None)
    delivered_on = Date(required=True, default=None)
    created_at = Timestamptz(required=True, default=None)


@classified(internal=("id", "line", "delivery", "asset", "piece", "at"))
class Receipt(Table, schema="assets", tablename="assets_receipt"):
    """One piece of a line that arrived and is in the register now; (line, piece) and asset are unique."""

    id = BigSerial(primary_key=True)
    line = ForeignKey(PurchaseLine, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    delivery = ForeignKey(Delivery, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    asset = ForeignKey(Asset, on_delete=OnDelete.cascade, null=False, required=True, default=None)
    piece = Integer(required=True, default=None)
    at = Timestamptz(required=True, default=None)
