"""Table of ratings."""

from piccolo.columns import BigInt, BigSerial, ForeignKey, SmallInt, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from core.data_classes import classified
from plugins.onestop.tables import Dossier


@classified(
    internal=("id", "dossier", "unit_id", "unit_name", "clerk_id", "clerk_name", "handler_id", "handler_name", "at"),
    public=("score",),
    personal=("comment",),
)
class Rating(Table, schema="onestop", tablename="onestop_rating"):
    """What the holder of a slip says of a dossier that is over; one for each dossier, never changed.

    score: 1 (very bad) to 5 (very good). clerk: who took it in; handler: the specialist who settled it.
    """

    id = BigSerial(primary_key=True)
    dossier = ForeignKey(Dossier, on_delete=OnDelete.restrict, unique=True, null=False, required=True, default=None)
    unit_id = BigInt(required=True, default=None)
    unit_name = Text(required=True, default=None)
    clerk_id = BigInt(null=True, default=None)
    clerk_name = Text(required=True, default="")
    handler_id = BigInt(null=True, default=None)
    handler_name = Text(required=True, default="")
    score = SmallInt(required=True, default=None)
    comment = Text(required=True, default="")
    at = Timestamptz(required=True, default=None)
