"""How far each bulk load has come: what makes it resumable."""

from piccolo.columns import BigSerial, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from core.data_classes import classified


@classified(
    internal=("id", "digest", "title", "total", "done", "loaded", "skipped", "started_at", "finished_at", "started_by")
)
class Batch(Table, schema="onestop", tablename="onestop_batch"):
    """One bulk load. digest: SHA-256 of what is loaded; done: rows worked off, in their order; loaded + skipped = done.

    The rows of a piece and this count are written in one transaction, so a load that was killed goes on where it was.
    """

    id = BigSerial(primary_key=True)
    digest = Varchar(length=64, unique=True, required=True, default=None)
    title = Text(required=True, default=None)
    total = Integer(required=True, default=None)
    done = Integer(required=True, default=0)
    loaded = Integer(required=True, default=0)
    skipped = Integer(required=True, default=0)
    started_at = Timestamptz(required=True, default=None)
    finished_at = Timestamptz(null=True, default=None)
    started_by = Text(required=True, default="")
