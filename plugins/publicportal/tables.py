from piccolo.columns import BigSerial, Bytea, Text, Timestamptz, Varchar
from piccolo.table import Table

from core.data_classes import classified


@classified(
    internal=("id", "at", "channel", "outcome", "number_key", "address_key"),
    personal=("code",),
)
class Lookup(Table, schema="publicportal", tablename="publicportal_lookup"):
    """One look-up of a dossier by somebody without a log-in; never the token or the factor that was shown.

    channel: slip | typed | kiosk | api | filing. outcome: trying | found | refused | closed.
    number_key, address_key: keyed digests, to count tries by; code: the dossier that was found,
    so that its holder can be told who looked when.
    """

    id = BigSerial(primary_key=True)
    at = Timestamptz(required=True, default=None)
    channel = Varchar(length=10, required=True, default=None)
    outcome = Varchar(length=10, required=True, default=None)
    number_key = Bytea(null=True, default=None)
    address_key = Bytea(null=True, default=None)
    code = Text(required=True, default="")
