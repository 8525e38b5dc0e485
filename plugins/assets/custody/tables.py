"""Minutes of what was done with things, their signatures, and sets of things that go together."""

from piccolo.columns import JSONB, BigInt, BigSerial, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from core.data_classes import classified
from plugins.assets.inventory.tables import Asset


@classified(
    internal=(
        "id", "number", "transition", "unit_id", "to_unit_id", "place", "due_on", "decision", "decided_on", "reason",
        "condition", "council", "way", "wiped", "state", "rule", "content", "digest", "paper", "created_at",
        "sealed_at", "done_at", "reminded_on",
    ),
    personal=("other_id", "other_name", "officer_id", "officer_name", "declined"),
)  # fmt: skip
class Minutes(Table, schema="assets", tablename="assets_minutes"):
    """One act with one or several things. state: draft, waiting (for signatures), signed, declined or cancelled.

    unit_id: whose things they are. officer: who does it for the unit; other: the other party. rule: the transition as
    it counted when sealed (domain/engine.py), by which it is signed and done. content: the text as it was sealed, with
    digest (SHA-256 of it, hexadecimal); nothing can change it afterwards. paper: id of the signed PDF.
    """

    id = BigSerial(primary_key=True)
    number = Text(null=True, default=None)
    transition = Varchar(length=30, required=True, default=None)
    unit_id = BigInt(required=True, default=None)
    to_unit_id = BigInt(null=True, default=None)
    other_id = BigInt(null=True, default=None)
    other_name = Text(null=True, default=None)
    officer_id = BigInt(null=True, default=None)
    officer_name = Text(required=True, default=None)
    place = Text(null=True, default=None)
    due_on = Date(null=True, default=None)
    decision = Text(null=True, default=None)
    decided_on = Date(null=True, default=None)
    reason = Text(null=True, default=None)
    condition = Text(null=True, default=None)
    council = Text(null=True, default=None)
    way = Text(null=True, default=None)
    wiped = Text(null=True, default=None)
    state = Varchar(length=10, required=True, default="draft")
    rule = JSONB(null=True, default=None)
    content = JSONB(null=True, default=None)
    digest = Varchar(length=64, null=True, default=None)
    paper = BigInt(null=True, default=None)
    declined = Text(null=True, default=None)
    created_at = Timestamptz(required=True, default=None)
    sealed_at = Timestamptz(null=True, default=None)
    done_at = Timestamptz(null=True, default=None)
    reminded_on = Date(null=True, default=None)
    assets_minutes_state_v1 = Check("state IN ('draft', 'waiting', 'signed', 'declined', 'cancelled')")
    assets_minutes_sealed_v1 = Check("state IN ('draft', 'cancelled') OR (content IS NOT NULL AND number IS NOT NULL)")


@classified(internal=("id", "key", "version", "definition", "note", "at"), personal=("by_name",))
class TransitionVersion(Table, schema="assets", tablename="assets_transition"):
    """A transition as an office made it, over the shipped one; (key, version) is unique, and rows are never changed."""

    id = BigSerial(primary_key=True)
    key = Varchar(length=30, required=True, default=None)
    version = Integer(required=True, default=None)
    definition = JSONB(required=True, default=None)
    note = Text(required=True, default=None)
    by_name = Text(required=True, default=None)
    at = Timestamptz(required=True, default=None)


@classified(internal=("id", "minutes", "asset", "line", "note", "returned_at"))
class MinutesItem(Table, schema="assets", tablename="assets_minutes_item"):
    """A thing in minutes; (minutes, asset) is unique. returned_at: when something lent came back."""

    id = BigSerial(primary_key=True)
    minutes = ForeignKey(Minutes, on_delete=OnDelete.cascade, null=False, required=True, default=None)
    asset = ForeignKey(Asset, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    line = Integer(required=True, default=None)
    note = Text(required=True, default="")
    returned_at = Timestamptz(null=True, default=None)


@classified(
    internal=("id", "minutes", "party", "way", "at", "scan"),
    personal=("person_id", "name", "witness"),
    sensitive=("strokes",),
)
class Signature(Table, schema="assets", tablename="assets_minutes_signature"):
    """A signature under minutes; (minutes, party) is unique. way: "screen" or "paper".

    strokes: lines as drawn, points of 0 to 1000 across and 0 to 400 down; scan: id of the scanned paper. witness:
    on whose log-in it was drawn, when that was not the signer's own.
    """

    id = BigSerial(primary_key=True)
    minutes = ForeignKey(Minutes, on_delete=OnDelete.cascade, null=False, required=True, default=None)
    party = Varchar(length=10, required=True, default=None)
    way = Varchar(length=10, required=True, default=None)
    person_id = BigInt(null=True, default=None)
    name = Text(required=True, default=None)
    witness = Text(null=True, default=None)
    at = Timestamptz(required=True, default=None)
    strokes = JSONB(null=True, default=None)
    scan = BigInt(null=True, default=None)
    assets_minutes_signature_party_v1 = Check("party IN ('giver', 'receiver')")


@classified(internal=("id", "unit_id", "year", "last"))
class MinutesCounter(Table, schema="assets", tablename="assets_minutes_counter"):
    """The last number of minutes of a unit in a year; (unit_id, year) is unique."""

    id = BigSerial(primary_key=True)
    unit_id = BigInt(required=True, default=None)
    year = SmallInt(required=True, default=None)
    last = Integer(required=True, default=None)


@classified(internal=("id", "unit_id", "name"))
class Kit(Table, schema="assets", tablename="assets_kit"):
    """Things that are handed over together ("bộ máy cho cán bộ mới"); (unit_id, name) is unique."""

    id = BigSerial(primary_key=True)
    unit_id = BigInt(required=True, default=None)
    name = Text(required=True, default=None)


@classified(internal=("id", "kit", "asset"))
class KitItem(Table, schema="assets", tablename="assets_kit_item"):
    """A thing of a kit; a thing belongs to one kit at most."""

    id = BigSerial(primary_key=True)
    kit = ForeignKey(Kit, on_delete=OnDelete.cascade, null=False, required=True, default=None)
    asset = ForeignKey(Asset, on_delete=OnDelete.cascade, null=False, unique=True, required=True, default=None)
