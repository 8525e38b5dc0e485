"""What was brought into the register from files, row by row, so that it can be taken out again."""

from piccolo.columns import JSONB, BigInt, BigSerial, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from core.data_classes import classified
from plugins.assets.inventory.tables import Asset


@classified(
    internal=(
        "id", "unit_id", "unit_name", "filename", "digest", "encoding", "legacy", "headers", "signature", "mapping",
        "state", "done", "counts", "rights", "made", "problem", "created_at", "applied_at", "undone_at",
    ),
    personal=("who_id", "who_name", "username"),
)  # fmt: skip
class Import(Table, schema="assets", tablename="assets_import"):
    """One uploaded file. unit_id: whose things they are when a row does not say; digest: SHA-256 of the file.

    legacy: column -> legacy encoding it was converted from. mapping: field of each column, "" for none. counts: rows
    by verdict. rights: units in which whoever applied it may write, null for all. made: ids of makers, models and
    places that the import added to the catalogues. problem: why a background run stopped.
    """

    id = BigSerial(primary_key=True)
    unit_id = BigInt(required=True, default=None)
    unit_name = Text(required=True, default=None)
    filename = Text(required=True, default=None)
    digest = Varchar(length=64, required=True, default=None)
    encoding = Varchar(length=20, required=True, default=None)
    legacy = JSONB(required=True, default=None)
    headers = JSONB(required=True, default=None)
    signature = Varchar(length=64, required=True, default=None)
    mapping = JSONB(required=True, default=None)
    state = Varchar(length=12, required=True, default=None)
    done = Integer(required=True, default=0)
    counts = JSONB(required=True, default=None)
    rights = JSONB(null=True, default=None)
    made = JSONB(required=True, default="{}")
    problem = Text(null=True, default=None)
    who_id = BigInt(null=True, default=None)
    who_name = Text(required=True, default=None)
    username = Text(required=True, default=None)
    created_at = Timestamptz(required=True, default=None)
    applied_at = Timestamptz(null=True, default=None)
    undone_at = Timestamptz(null=True, default=None)
    assets_import_state_v1 = Check("state IN ('draft', 'applying', 'applied', 'undoing', 'undone', 'dropped')")


@classified(
    internal=(
        "id",
        "batch",
        "line",
        "verdict",
        "reason",
        "digest",
        "asset",
        "code",
        "version",
        "written_at",
        "outcome",
    ),
    personal=("cells", "before", "changes"),
)
class ImportRow(Table, schema="assets", tablename="assets_import_row"):
    """One row of a file. line: where it stands in the file. verdict: "new", "update", "unchanged" or "wrong".

    asset, code: the thing that it is. changes: field -> [before, after], as shown to people. before: columns of the
    thing as they were, for undoing. version: the thing's version after the row was written. digest: of the values of a
    row without a key, so that the same row in another file is known. outcome: null, "written", "undone" or "conflict".
    """

    id = BigSerial(primary_key=True)
    batch = ForeignKey(Import, on_delete=OnDelete.cascade, null=False, required=True, default=None)
    line = Integer(required=True, default=None)
    cells = JSONB(required=True, default=None)
    verdict = Varchar(length=12, required=True, default=None)
    reason = Text(null=True, default=None)
    digest = Varchar(length=64, null=True, default=None)
    asset = ForeignKey(Asset, on_delete=OnDelete.set_null, null=True, default=None)
    code = Varchar(length=13, null=True, default=None)
    changes = JSONB(null=True, default=None)
    before = JSONB(null=True, default=None)
    version = Integer(null=True, default=None)
    outcome = Varchar(length=12, null=True, default=None)
    written_at = Timestamptz(null=True, default=None)


@classified(internal=("id", "asset", "unit_id", "number", "search_key"))
class OldNumber(Table, schema="assets", tablename="assets_old_number"):
    """The number of a thing in the books that were kept before; (unit_id, search_key) is unique."""

    id = BigSerial(primary_key=True)
    asset = ForeignKey(Asset, on_delete=OnDelete.cascade, null=False, unique=True, required=True, default=None)
    unit_id = BigInt(required=True, default=None)
    number = Text(required=True, default=None)
    search_key = Text(required=True, default=None)


@classified(internal=("id", "signature", "mapping", "updated_at"))
class Mapping(Table, schema="assets", tablename="assets_import_mapping"):
    """Which field each column of a set of headers is, as somebody last set it; offered again for the same headers."""

    id = BigSerial(primary_key=True)
    signature = Varchar(length=64, unique=True, required=True, default=None)
    mapping = JSONB(required=True, default=None)
    updated_at = Timestamptz(required=True, default=None)
