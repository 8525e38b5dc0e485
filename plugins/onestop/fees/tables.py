"""Receipts for phí and lệ phí. What was charged, paid and refunded stands in the dossier's ledger."""

from piccolo.columns import BigInt, BigSerial, ForeignKey, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from core.data_classes import classified
from plugins.onestop.tables import Dossier


@classified(
    internal=(
        "id",
        "dossier",
        "authority_id",
        "unit_id",
        "series",
        "year",
        "number",
        "phi",
        "le_phi",
        "method",
        "note",
        "issued_at",
        "issued_by",
        "issued_by_name",
        "copies",
        "cancelled_at",
        "cancelled_by_name",
        "cancel_reason",
    ),
    personal=("payer_name", "payer_address"),
)
class FeeReceipt(Table, schema="onestop", tablename="onestop_fee_receipt"):
    """One receipt: number without gaps within series and year of the authority. Amounts in VND.

    A cancelled receipt stays, with its number and its reason.
    """

    id = BigSerial(primary_key=True)
    dossier = ForeignKey(Dossier, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    authority_id = BigInt(required=True, default=None)
    unit_id = BigInt(required=True, default=None)
    series = Varchar(length=20, required=True, default=None)
    year = SmallInt(required=True, default=None)
    number = Integer(required=True, default=None)
    payer_name = Text(required=True, default=None)
    payer_address = Text(required=True, default="")
    phi = BigInt(required=True, default=0)
    le_phi = BigInt(required=True, default=0)
    method = Varchar(length=10, required=True, default="cash")
    note = Text(required=True, default="")
    issued_at = Timestamptz(required=True, default=None)
    issued_by = BigInt(null=True, default=None)
    issued_by_name = Text(required=True, default="")
    copies = Integer(required=True, default=0)
    cancelled_at = Timestamptz(null=True, default=None)
    cancelled_by_name = Text(required=True, default="")
    cancel_reason = Text(required=True, default="")
