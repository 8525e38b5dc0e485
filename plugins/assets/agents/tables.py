"""Machines as their agents describe them, and the secrets by which a commune's agents are known."""

from piccolo.columns import JSONB, Array, BigInt, BigSerial, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from core.data_classes import classified
from plugins.assets.inventory.tables import Asset


@classified(internal=("id", "unit_id", "name", "secret_hash", "created_at", "revoked_at"))
class Enrolment(Table, schema="assets", tablename="assets_agent_enrolment"):
    """A secret for the agents of one unit; only its hash is kept. revoked_at: it opens nothing any more."""

    id = BigSerial(primary_key=True)
    unit_id = BigInt(required=True, default=None)
    name = Text(required=True, default=None)
    secret_hash = Text(unique=True, required=True, default=None)
    created_at = Timestamptz(required=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)


@classified(
    internal=(
        "id", "device_id", "agent_uuid", "agent", "unit_id", "asset", "state", "rule", "item_type", "tag", "name",
        "search_key", "serial", "uuid", "maker", "model", "macs", "addresses", "memory_mb", "software", "sections",
        "first_seen_at", "last_seen_at", "full_at", "trusted",
    ),
)  # fmt: skip
class Machine(Table, schema="assets", tablename="assets_agent_machine"):
    """One machine with an agent. asset: the thing of the register that it is; rule: why.

    state: "matched", "unmatched" or "ignored". unit_id: of the secret that it came with, else whose officers see it;
    trusted: it came with a secret. sections: the last full inventory with all partial ones since.
    """

    id = BigSerial(primary_key=True)
    device_id = Varchar(length=255, unique=True, required=True, default=None)
    agent_uuid = Text(null=True, default=None)
    agent = Text(null=True, default=None)
    unit_id = BigInt(null=True, default=None)
    asset = ForeignKey(Asset, on_delete=OnDelete.set_null, null=True, default=None)
    state = Varchar(length=12, required=True, default=None)
    rule = Varchar(length=20, required=True, default=None)
    item_type = Text(required=True, default=None)
    tag = Text(required=True, default="")
    name = Text(null=True, default=None)
    search_key = Text(required=True, default="")
    serial = Text(null=True, default=None)
    uuid = Text(null=True, default=None)
    maker = Text(null=True, default=None)
    model = Text(null=True, default=None)
    macs = Array(base_column=Text(), required=True, default=list)
    addresses = Array(base_column=Text(), required=True, default=list)
    memory_mb = Integer(null=True, default=None)
    software = Integer(null=True, default=None)
    sections = JSONB(required=True, default="{}")
    first_seen_at = Timestamptz(required=True, default=None)
    last_seen_at = Timestamptz(required=True, default=None)
    full_at = Timestamptz(null=True, default=None)
    trusted = Boolean(required=True, default=False)
    assets_agent_machine_state_v1 = Check("state IN ('matched', 'unmatched', 'ignored')")


@classified(internal=("id", "machine", "at", "kind", "before", "after", "closed_at"), personal=("closed_by",))
class Alert(Table, schema="assets", tablename="assets_agent_alert"):
    """Something that went out of a machine, or a machine that reports from another unit; open until somebody looks."""

    id = BigSerial(primary_key=True)
    machine = ForeignKey(Machine, on_delete=OnDelete.cascade, null=False, required=True, default=None)
    at = Timestamptz(required=True, default=None)
    kind = Varchar(length=20, required=True, default=None)
    before = Text(required=True, default="")
    after = Text(required=True, default="")
    closed_at = Timestamptz(null=True, default=None)
    closed_by = Text(null=True, default=None)
