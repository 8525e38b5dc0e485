"""What people report of a thing that does not work."""

from piccolo.columns import BigInt, BigSerial, Bytea, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from core.data_classes import classified
from plugins.assets.inventory.tables import Asset


@classified(
    internal=("id", "asset", "at", "kind", "words", "photos", "closed_at", "answer", "version"),
    personal=("contact", "reporter_id", "reporter_name", "address_key", "closed_by_id", "closed_by_name"),
)
class Fault(Table, schema="assets", tablename="assets_fault"):
    """One report; open until closed_at. contact: how to reach whoever reported it, erased when the report is closed.

    reporter: only when somebody was logged in. address_key: keyed digest of the network address, to count reports by.
    """

    id = BigSerial(primary_key=True)
    asset = ForeignKey(Asset, on_delete=OnDelete.cascade, null=False, required=True, default=None)
    at = Timestamptz(required=True, default=None)
    kind = Varchar(length=20, required=True, default=None)
    words = Text(required=True, default=None)
    contact = Text(null=True, default=None)
    photos = Integer(required=True, default=0)
    reporter_id = BigInt(null=True, default=None)
    reporter_name = Text(null=True, default=None)
    address_key = Bytea(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    closed_by_id = BigInt(null=True, default=None)
    closed_by_name = Text(null=True, default=None)
    answer = Text(null=True, default=None)
    version = Integer(required=True, default=1)
    assets_fault_closed_v1 = Check("(closed_at IS NULL) = (answer IS NULL)")
