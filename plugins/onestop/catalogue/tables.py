"""Uploaded catalogue files, kept between the preview and the import and afterwards as the proof of what came in."""

from piccolo.columns import BigInt, BigSerial, Bytea, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from core.data_classes import classified


@classified(
    internal=(
        "id",
        "name",
        "content",
        "sha256",
        "effective_from",
        "uploaded_at",
        "uploaded_by",
        "uploaded_by_name",
        "rows",
        "created",
        "changed",
        "left_out",
        "imported_at",
        "imported_by_name",
    )
)
class CatalogueUpload(Table, schema="onestop", tablename="onestop_catalogue_upload"):
    """One uploaded file. rows, created, changed, left_out: counts of the import, of its preview until then.

    effective_from: first day of the versions it makes. imported_at: None while it was only looked at.
    """

    id = BigSerial(primary_key=True)
    name = Text(required=True, default=None)
    content = Bytea(required=True, default=None)
    sha256 = Varchar(length=64, required=True, default=None)
    effective_from = Date(required=True, default=None)
    uploaded_at = Timestamptz(required=True, default=None)
    uploaded_by = BigInt(null=True, default=None)
    uploaded_by_name = Text(required=True, default=None)
    rows = Integer(required=True, default=0)
    created = Integer(required=True, default=0)
    changed = Integer(required=True, default=0)
    left_out = Integer(required=True, default=0)
    imported_at = Timestamptz(null=True, default=None)
    imported_by_name = Text(required=True, default="")
