"""Tables of the way of a result to the citizen."""

from piccolo.columns import BigInt, BigSerial, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from core.data_classes import classified
from plugins.onestop.tables import Dossier


@classified(
    internal=("id", "dossier", "checked_by", "checked_by_name", "checked_at"),
    personal=("name", "authorisation"),
    sensitive=("identity",),
)
class Proxy(Table, schema="onestop", tablename="onestop_proxy"):
    """Who fetches a result for its owner, as checked at the desk. authorisation: the paper that was shown."""

    id = BigSerial(primary_key=True)
    dossier = ForeignKey(Dossier, on_delete=OnDelete.restrict, unique=True, null=False, required=True, default=None)
    name = Text(required=True, default=None)
    identity = Varchar(length=20, required=True, default=None)
    authorisation = Text(required=True, default=None)
    checked_by = BigInt(null=True, default=None)
    checked_by_name = Text(required=True, default="")
    checked_at = Timestamptz(required=True, default=None)


@classified(
    internal=("id", "dossier", "unit_id", "state", "revision", "carrier", "tracking_number", "changed_at"),
    personal=("recipient", "phone", "address"),
)
class Parcel(Table, schema="onestop", tablename="onestop_parcel"):
    """A result that goes by post. state: see `returns.domain.parcels`; unit_id: the desk that sends it."""

    id = BigSerial(primary_key=True)
    dossier = ForeignKey(Dossier, on_delete=OnDelete.restrict, unique=True, null=False, required=True, default=None)
    unit_id = BigInt(required=True, default=None)
    state = Varchar(length=20, required=True, default="requested")
    revision = Integer(required=True, default=1)
    recipient = Text(required=True, default=None)
    phone = Varchar(length=20, required=True, default="")
    address = Text(required=True, default=None)
    carrier = Text(required=True, default="")
    tracking_number = Varchar(length=60, required=True, default="")
    changed_at = Timestamptz(required=True, default=None)


@classified(internal=("id", "parcel", "at", "action", "target", "person_name", "text"))
class ParcelEvent(Table, schema="onestop", tablename="onestop_parcel_event"):
    """The append-only history of a parcel. text: tracking number, or why it came back."""

    id = BigSerial(primary_key=True)
    parcel = ForeignKey(Parcel, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    at = Timestamptz(required=True, default=None)
    action = Varchar(length=20, required=True, default=None)
    target = Varchar(length=20, required=True, default=None)
    person_name = Text(required=True, default="")
    text = Text(required=True, default="")
