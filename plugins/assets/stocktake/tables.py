"""Stocktakes: the list as it was frozen, every act of counting, the devices that count, what was done about it."""

from piccolo.columns import (
    Array,
    BigInt,
    BigSerial,
    Boolean,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from core.data_classes import classified
from plugins.assets.inventory.tables import Asset


@classified(
    internal=(
        "id", "unit_id", "unit_name", "title", "blind", "decision", "categories", "places", "state", "snapshot_at",
        "closed_at", "override",
    ),
    personal=("committee", "made_by", "closed_by"),
)  # fmt: skip
class Stocktake(Table, schema="assets", tablename="assets_stocktake"):
    """One count of a unit. categories, places: keys and names it is limited to, empty for all. committee: a line each.

    blind: counters do not see the list. override: why it was closed although a device had not sent everything.
    """

    id = BigSerial(primary_key=True)
    unit_id = BigInt(required=True, default=None)
    unit_name = Text(required=True, default=None)
    title = Text(required=True, default=None)
    blind = Boolean(required=True, default=False)
    decision = Text(null=True, default=None)
    committee = Text(required=True, default="")
    categories = Array(base_column=Text(), required=True, default=list)
    places = Array(base_column=Text(), required=True, default=list)
    state = Varchar(length=10, required=True, default="open")
    snapshot_at = Timestamptz(required=True, default=None)
    made_by = Text(required=True, default="")
    closed_at = Timestamptz(null=True, default=None)
    closed_by = Text(null=True, default=None)
    override = Text(null=True, default=None)
    assets_stocktake_state_v1 = Check("state IN ('open', 'closed')")


@classified(
    internal=("id", "stocktake", "asset", "code", "name", "model", "category", "place", "status", "used_since", "cost"),
    personal=("holder_id", "holder_name"),
)
class StocktakeItem(Table, schema="assets", tablename="assets_stocktake_item"):
    """A thing as the register had it at the moment of the snapshot; (stocktake, code) is unique."""

    id = BigSerial(primary_key=True)
    stocktake = ForeignKey(Stocktake, on_delete=OnDelete.cascade, null=False, required=True, default=None)
    asset = ForeignKey(Asset, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    code = Varchar(length=13, required=True, default=None)
    name = Text(required=True, default=None)
    model = Text(required=True, default=None)
    category = Text(required=True, default=None)
    place = Text(null=True, default=None)
    holder_id = BigInt(null=True, default=None)
    holder_name = Text(null=True, default=None)
    status = Text(required=True, default=None)
    used_since = Integer(null=True, default=None)
    cost = BigInt(null=True, default=None)


@classified(
    internal=(
        "id", "stocktake", "uuid", "code", "asset", "place", "condition", "note", "source", "yes", "device", "seq",
        "device_at", "received_at", "late", "refused",
    ),
    personal=("person_id", "person_name"),
)  # fmt: skip
class StocktakeEvent(Table, schema="assets", tablename="assets_stocktake_event"):
    """One act of counting, never changed; uuid is unique. id: the order of receipt. late: it came after the end.

    refused: why it does not count; it is kept all the same.
    """

    id = BigSerial(primary_key=True)
    stocktake = ForeignKey(Stocktake, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    uuid = Varchar(length=36, unique=True, required=True, default=None)
    code = Text(required=True, default=None)
    asset = ForeignKey(Asset, on_delete=OnDelete.restrict, null=True, default=None)
    place = Text(null=True, default=None)
    condition = Varchar(length=10, required=True, default="good")
    note = Text(required=True, default="")
    source = Varchar(length=10, required=True, default="count")
    yes = Boolean(required=True, default=True)
    person_id = BigInt(null=True, default=None)
    person_name = Text(required=True, default="")
    device = Varchar(length=36, required=True, default="")
    seq = Integer(required=True, default=0)
    device_at = Timestamptz(null=True, default=None)
    received_at = Timestamptz(required=True, default=None)
    late = Boolean(required=True, default=False)
    refused = Text(null=True, default=None)
    assets_stocktake_event_condition_v1 = Check("condition IN ('good', 'poor', 'broken')")
    assets_stocktake_event_source_v1 = Check("source IN ('count', 'self')")


@classified(internal=("id", "stocktake", "device", "high_seq", "pending", "seen_at"), personal=("person_name",))
class StocktakeDevice(Table, schema="assets", tablename="assets_stocktake_device"):
    """A phone that counts: how many events it has made, and how many of them it has not sent yet."""

    id = BigSerial(primary_key=True)
    stocktake = ForeignKey(Stocktake, on_delete=OnDelete.cascade, null=False, required=True, default=None)
    device = Varchar(length=36, required=True, default=None)
    person_name = Text(required=True, default="")
    high_seq = Integer(required=True, default=0)
    pending = Integer(required=True, default=0)
    seen_at = Timestamptz(required=True, default=None)


@classified(internal=("id", "stocktake", "asset", "kind", "at"), personal=("by_name",))
class StocktakeVoucher(Table, schema="assets", tablename="assets_stocktake_voucher"):
    """What was changed in the register because of a difference; (stocktake, asset) is unique."""

    id = BigSerial(primary_key=True)
    stocktake = ForeignKey(Stocktake, on_delete=OnDelete.cascade, null=False, required=True, default=None)
    asset = ForeignKey(Asset, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    kind = Varchar(length=20, required=True, default=None)
    at = Timestamptz(required=True, default=None)
    by_name = Text(required=True, default="")
