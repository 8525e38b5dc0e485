from piccolo.columns import BigInt, BigSerial, Text, Timestamptz
from piccolo.table import Table

from core.data_classes import classified


@classified(
    internal=(
        "id",
        "subject_type",
        "subject_id",
        "unit_id",
        "stored_name",
        "media_type",
        "size",
        "sha256",
        "state",
        "created_by",
        "created_at",
    ),
    personal=("name",),
)
class FilesAttachment(Table, schema="files", tablename="files_attachment"):
    """One attached file; its content lies in the files folder under stored_name.

    state: "ok", or "quarantined" while the virus scanner has not said that it is clean. size: bytes.
    """

    id = BigSerial(primary_key=True)
    subject_type = Text(required=True, default=None)
    subject_id = BigInt(required=True, default=None)
    unit_id = BigInt(null=True, default=None)
    name = Text(required=True, default=None)
    stored_name = Text(required=True, default=None)
    media_type = Text(required=True, default=None)
    size = BigInt(required=True, default=None)
    sha256 = Text(required=True, default=None)
    state = Text(required=True, default=None)
    created_by = BigInt(null=True, default=None)
    created_at = Timestamptz(required=True, default=None)
