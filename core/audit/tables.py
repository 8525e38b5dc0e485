from piccolo.columns import JSONB, BigInt, BigSerial, Text, Timestamptz
from piccolo.table import Table

from core.data_classes import classified


@classified(
    internal=("id", "txid", "at", "who", "request_id", "action", "subject", "subject_id", "unit_id"),
    personal=("person_id", "address", "before", "after"),
)
class AuditEntry(Table, schema="audit", tablename="audit_entry"):
    """One thing that was done; append-only (a trigger refuses changes). txid: the transaction that wrote it."""

    id = BigSerial(primary_key=True)
    txid = BigInt(required=True, default=None)
    at = Timestamptz(required=True, default=None)
    who = Text(required=True, default=None)
    person_id = BigInt(null=True, default=None)
    address = Text(required=True, default=None)
    request_id = Text(required=True, default=None)
    action = Text(required=True, default=None)
    subject = Text(required=True, default=None)
    subject_id = Text(required=True, default=None)
    unit_id = BigInt(null=True, default=None)
    before = JSONB(null=True, default=None)
    after = JSONB(null=True, default=None)


@classified(internal=("seq", "entry_id", "hash"))
class AuditSeal(Table, schema="audit", tablename="audit_seal"):
    """The place of an entry in the hash chain; written in batches by the sealer, append-only."""

    seq = BigInt(primary_key=True, default=None)
    entry_id = BigInt(required=True, default=None)
    hash = Text(required=True, default=None)
