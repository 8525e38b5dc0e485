from piccolo.columns import BigInt, BigSerial, Text, Timestamptz
from piccolo.table import Table

from core.data_classes import classified


@classified(internal=("id", "unit_id", "came_at", "left_at", "written_by"), personal=("name", "search_key", "purpose"))
class VisitorbookVisitor(Table, schema="visitorbook", tablename="visitorbook_visitor"):
    """Somebody who came to an office. left_at None: still in the house."""

    id = BigSerial(primary_key=True)
    unit_id = BigInt(required=True, default=None, index=True)
    name = Text(required=True, default=None)
    search_key = Text(required=True, default=None)
    purpose = Text(required=True, default=None)
    came_at = Timestamptz(required=True, default=None)
    left_at = Timestamptz(null=True, default=None)
    written_by = Text(required=True, default=None)


@classified(internal=("id", "unit_id", "code", "at"))
class VisitorbookNote(Table, schema="visitorbook", tablename="visitorbook_note"):
    """A dossier that was received while somebody was in the house; its code was copied at the time."""

    id = BigSerial(primary_key=True)
    unit_id = BigInt(required=True, default=None, index=True)
    code = Text(required=True, default=None)
    at = Timestamptz(required=True, default=None)
