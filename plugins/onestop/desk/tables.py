"""Tables of quick work: what was done to many dossiers at once, line by line, to be shown and taken back."""

from piccolo.columns import BigInt, BigSerial, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from core.data_classes import classified


@classified(
    internal=(
        "id",
        "at",
        "unit_id",
        "kind",
        "title",
        "person_id",
        "person_name",
        "receiver_id",
        "receiver_name",
        "undone_at",
    )
)
class DeskBatch(Table, schema="onestop", tablename="onestop_desk_batch"):
    """One piece of work on many dossiers. kind: an action of the workflow, or "reassign". title: as the clerk read it.

    unit_id: the unit of the person who did it. receiver: who got the dossiers, if anybody did.
    """

    id = BigSerial(primary_key=True)
    at = Timestamptz(required=True, default=None)
    unit_id = BigInt(null=True, default=None)
    kind = Varchar(length=40, required=True, default=None)
    title = Text(required=True, default="")
    person_id = BigInt(null=True, default=None)
    person_name = Text(required=True, default="")
    receiver_id = BigInt(null=True, default=None)
    receiver_name = Text(required=True, default="")
    undone_at = Timestamptz(null=True, default=None)


@classified(
    internal=(
        "id",
        "batch",
        "line",
        "dossier",
        "code",
        "done",
        "message",
        "revision",
        "state",
        "clock",
        "holder_duty",
        "holder_id",
        "holder_name",
        "promised_at",
    )
)
class DeskLine(Table, schema="onestop", tablename="onestop_desk_line"):
    """What became of one dossier. done: False says `message`. revision: after the work; the rest: how it was before.

    dossier: id, None for a scan that is none of the unit's; not a foreign key, since dossiers may be partitioned.
    """

    id = BigSerial(primary_key=True)
    batch = ForeignKey(DeskBatch, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    line = Integer(required=True, default=None)
    dossier = BigInt(null=True, default=None)
    code = Varchar(length=300, required=True, default=None)
    done = Boolean(required=True, default=None)
    message = Text(required=True, default="")
    revision = Integer(required=True, default=0)
    state = Varchar(length=40, required=True, default="")
    clock = Varchar(length=10, required=True, default="")
    holder_duty = Varchar(length=20, required=True, default="")
    holder_id = BigInt(null=True, default=None)
    holder_name = Text(required=True, default="")
    promised_at = Timestamptz(null=True, default=None)


TABLES = (DeskBatch, DeskLine)
