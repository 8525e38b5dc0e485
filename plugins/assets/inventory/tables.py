"""The register: what a thing is (category, maker, model), where it stands, whose it is and what it cost.

Units and people belong to other parts: their id is kept, with the name as it was when it was written.
"""

from piccolo.columns import (
    JSONB,
    BigInt,
    BigSerial,
    Date,
    ForeignKey,
    Integer,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from core.data_classes import classified


@classified(public=("id", "key", "number", "name", "name_en", "icon"))
class Category(Table, schema="assets", tablename="assets_category"):
    """A kind of equipment. number: the two digits of it on labels; key: stable name for programs ("printer")."""

    id = BigSerial(primary_key=True)
    key = Varchar(length=40, unique=True, required=True, default=None)
    number = SmallInt(unique=True, required=True, default=None)
    name = Text(required=True, default=None)
    name_en = Text(required=True, default=None)
    icon = Varchar(length=40, required=True, default=None)
    assets_category_number_v1 = Check("number BETWEEN 0 AND 99")


@classified(public=("id", "key", "meaning", "name", "name_en", "position"))
class Status(Table, schema="assets", tablename="assets_status"):
    """A state that an office gives to its things; meaning: the fixed one behind it, which the rules go by."""

    id = BigSerial(primary_key=True)
    key = Varchar(length=40, unique=True, required=True, default=None)
    meaning = Varchar(length=20, required=True, default=None)
    name = Text(required=True, default=None)
    name_en = Text(required=True, default=None)
    position = SmallInt(required=True, default=None)
    assets_status_meaning_v1 = Check("meaning IN ('in_use', 'ready', 'out_of_order', 'gone')")


@classified(public=("id", "name", "search_key"))
class Maker(Table, schema="assets", tablename="assets_maker"):
    """Who made it; search_key folds case and accents, so that "HP" and "hp" are one."""

    id = BigSerial(primary_key=True)
    name = Text(required=True, default=None)
    search_key = Text(unique=True, required=True, default=None)


@classified(public=("id", "maker", "category", "name", "search_key"))
class Model(Table, schema="assets", tablename="assets_model"):
    """A maker's model; (maker, search_key) is unique."""

    id = BigSerial(primary_key=True)
    maker = ForeignKey(Maker, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    category = ForeignKey(Category, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    name = Text(required=True, default=None)
    search_key = Text(required=True, default=None)


@classified(internal=("id", "unit_id", "parent", "name", "search_key"))
class Place(Table, schema="assets", tablename="assets_place"):
    """A building or room of a unit, inside another place or not; its name is unique beside its neighbours."""

    id = BigSerial(primary_key=True)
    unit_id = BigInt(required=True, default=None)
    parent: ForeignKey["Place"] = ForeignKey("self", on_delete=OnDelete.restrict, null=True, default=None)
    name = Text(required=True, default=None)
    search_key = Text(required=True, default=None)


@classified(internal=("unit_id", "id", "number"))
class LabelUnit(Table, schema="assets", tablename="assets_label_unit"):
    """The three digits by which a unit is written on labels; given once, at its first label."""

    id = BigSerial(primary_key=True)
    unit_id = BigInt(unique=True, required=True, default=None)
    number = SmallInt(unique=True, required=True, default=None)
    assets_label_unit_number_v1 = Check("number BETWEEN 0 AND 999")


@classified(internal=("id", "label_unit", "category", "last"))
class LabelCounter(Table, schema="assets", tablename="assets_label_counter"):
    """The last running number on labels of a unit and category; (label_unit, category) is unique."""

    id = BigSerial(primary_key=True)
    label_unit = ForeignKey(LabelUnit, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    category = ForeignKey(Category, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    last = Integer(required=True, default=None)


@classified(
    public=("id", "code", "unit_name", "model", "status", "bought_on", "cost", "funding"),
    internal=(
        "name",
        "sort_key",
        "search_key",
        "serial",
        "unit_id",
        "place",
        "warranty_until",
        "note",
        "version",
        "created_at",
        "updated_at",
        "origin",
        "in_use_from",
        "decision",
        "parent",
        "custom",
    ),
    personal=("holder_id", "holder_name", "owner_id", "owner_name"),
)
class Asset(Table, schema="assets", tablename="assets_asset"):
    """One thing with one label. code: the 13 digits printed on it, for life, also after it moved to another unit.

    name: what people call it ("Máy in một cửa 2"). cost: whole đồng, None when unknown. holder: who uses it; owner:
    who answers for it. origin: how the unit came by it (Circular 141/2025, article 4.2). in_use_from: the day from
    which it wears. decision: number of the decision by which it was bought or allotted. parent: the thing that it is a
    part of or stands with. custom: values of the office's own fields, by key.
    version grows with each change: a form that was filled against an older one is refused.
    """

    id = BigSerial(primary_key=True)
    code = Varchar(length=13, unique=True, required=True, default=None)
    name = Text(required=True, default=None)
    sort_key = Text(required=True, default=None)
    search_key = Text(required=True, default=None)
    serial = Text(null=True, default=None)
    unit_id = BigInt(required=True, default=None)
    unit_name = Text(required=True, default=None)
    model = ForeignKey(Model, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    status = ForeignKey(Status, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    place = ForeignKey(Place, on_delete=OnDelete.restrict, null=True, default=None)
    holder_id = BigInt(null=True, default=None)
    holder_name = Text(null=True, default=None)
    owner_id = BigInt(null=True, default=None)
    owner_name = Text(null=True, default=None)
    origin = Varchar(length=20, required=True, default="purchase")
    in_use_from = Date(null=True, default=None)
    decision = Text(null=True, default=None)
    parent: ForeignKey["Asset"] = ForeignKey("self", on_delete=OnDelete.restrict, null=True, default=None)
    custom = JSONB(required=True, default="{}")
    bought_on = Date(null=True, default=None)
    cost = BigInt(null=True, default=None)
    funding = Text(null=True, default=None)
    warranty_until = Date(null=True, default=None)
    note = Text(null=True, default=None)
    version = Integer(required=True, default=1)
    created_at = Timestamptz(required=True, default=None)
    updated_at = Timestamptz(required=True, default=None)
    assets_asset_cost_v1 = Check("cost >= 0")


@classified(internal=("id", "asset", "version", "at", "action"), personal=("who_id", "who_name", "changes"))
class History(Table, schema="assets", tablename="assets_history"):
    """One change of an asset, for its page; (asset, version) is unique. The hash-chained log has it too.

    action: "registered", "updated" or "moved". changes: field -> [before, after], values as shown to people.
    """

    id = BigSerial(primary_key=True)
    asset = ForeignKey(Asset, on_delete=OnDelete.cascade, null=False, required=True, default=None)
    version = Integer(required=True, default=None)
    at = Timestamptz(required=True, default=None)
    who_id = BigInt(null=True, default=None)
    who_name = Text(required=True, default=None)
    action = Varchar(length=20, required=True, default=None)
    changes = JSONB(required=True, default=None)
