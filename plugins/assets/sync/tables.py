"""What is the same object here and in a NetBox elsewhere, what both agreed on last, and what waits for a person."""

from piccolo.columns import JSONB, BigInt, BigSerial, Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from core.data_classes import classified


@classified(internal=("id", "peer", "kind", "ours", "theirs", "agreed", "synced_at"))
class Link(Table, schema="assets", tablename="assets_sync_link"):
    """One object on both sides. peer: address of the other NetBox. ours, theirs: its ids. agreed: field -> value."""

    id = BigSerial(primary_key=True)
    peer = Text(required=True, default=None)
    kind = Varchar(length=60, required=True, default=None)
    ours = BigInt(required=True, default=None)
    theirs = BigInt(required=True, default=None)
    agreed = JSONB(required=True, default="{}")
    synced_at = Timestamptz(required=True, default=None)


@classified(
    internal=("id", "peer", "kind", "name", "ours_id", "theirs_id", "field", "ours", "theirs", "seen_at", "choice"),
    personal=("chosen_by",),
)
class SyncConflict(Table, schema="assets", tablename="assets_sync_conflict"):
    """A field that both sides changed otherwise, "" for an object that is gone on one side. choice: ours or theirs."""

    id = BigSerial(primary_key=True)
    peer = Text(required=True, default=None)
    kind = Varchar(length=60, required=True, default=None)
    name = Text(required=True, default="")
    ours_id = BigInt(null=True, default=None)
    theirs_id = BigInt(null=True, default=None)
    field = Text(required=True, default=None)
    ours = JSONB(null=True, default=None)
    theirs = JSONB(null=True, default=None)
    seen_at = Timestamptz(required=True, default=None)
    choice = Varchar(length=10, null=True, default=None)
    chosen_by = Text(null=True, default=None)
    assets_sync_conflict_choice_v1 = Check("choice IN ('ours', 'theirs')")
