"""What staff ask for: equipment, or that something is done with what they have."""

from piccolo.columns import BigInt, BigSerial, ForeignKey, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from core.data_classes import classified
from plugins.assets.custody.tables import Minutes
from plugins.assets.inventory.tables import Asset


@classified(
    internal=(
        "id", "unit_id", "kind", "asset", "wanted", "reason", "state", "answer", "answered_at", "minutes", "created_at",
    ),
    personal=("person_id", "person_name", "answered_by"),
)  # fmt: skip
class EquipmentRequest(Table, schema="assets", tablename="assets_equipment_request"):
    """A request of one person to the officers of a unit.

    kind: see domain/kinds.py. asset: the thing it is about; wanted: what is needed, when it is about none. minutes: the
    draft that an officer began when agreeing. Of one thing only one request of a kind waits at a time.
    """

    id = BigSerial(primary_key=True)
    unit_id = BigInt(required=True, default=None)
    person_id = BigInt(required=True, default=None)
    person_name = Text(required=True, default=None)
    kind = Varchar(length=10, required=True, default=None)
    asset = ForeignKey(Asset, on_delete=OnDelete.restrict, null=True, default=None)
    wanted = Text(null=True, default=None)
    reason = Text(required=True, default=None)
    state = Varchar(length=10, required=True, default="waiting")
    answer = Text(null=True, default=None)
    answered_by = Text(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    minutes = ForeignKey(Minutes, on_delete=OnDelete.restrict, null=True, default=None)
    created_at = Timestamptz(required=True, default=None)
    assets_equipment_request_state_v1 = Check("state IN ('waiting', 'approved', 'refused', 'withdrawn')")
    assets_equipment_request_kind_v1 = Check("kind IN ('need', 'give_back', 'broken', 'lost')")
    assets_equipment_request_about_v1 = Check(
        "(kind = 'need') = (asset IS NULL) AND (asset IS NULL) = (wanted IS NOT NULL)"
    )
