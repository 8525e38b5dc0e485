"""Tables of papers. A number is never given twice and never lost; a paper is cancelled, not deleted."""

from piccolo.columns import (
    JSONB,
    BigInt,
    BigSerial,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from core.data_classes import classified
from plugins.onestop.tables import Dossier


@classified(internal=("id", "authority_id", "book", "year", "last"))
class PaperCounter(Table, schema="onestop", tablename="onestop_paper_counter"):
    """The last number that an authority gave in a book of a year (the local year of issue)."""

    id = BigSerial(primary_key=True)
    authority_id = BigInt(required=True, default=None)
    book = Varchar(length=20, required=True, default=None)
    year = SmallInt(required=True, default=None)
    last = Integer(required=True, default=None)


@classified(
    internal=(
        "id",
        "dossier",
        "kind",
        "event",
        "set_code",
        "authority_id",
        "unit_id",
        "book",
        "year",
        "number",
        "issued_at",
        "issued_by",
        "issued_by_name",
        "copies",
        "printed_at",
        "cancelled_at",
        "cancelled_by_name",
        "cancel_reason",
    ),
    sensitive=("particulars",),
)
class IssuedPaper(Table, schema="onestop", tablename="onestop_issued_paper"):
    """One paper that was issued. dossier: None for papers about several. event: the ledger line it is about, or 0.

    number: within book and year of the authority, None for papers that have no number. particulars: what somebody wrote
    for this paper (reasons, papers asked for, who took the result), kept so that a reprint says the same; the rest is
    read from the dossier. copies: how often it was printed. A cancelled paper keeps its number and its reason.
    """

    id = BigSerial(primary_key=True)
    dossier = ForeignKey(Dossier, on_delete=OnDelete.restrict, null=True, required=True, default=None)
    kind = Varchar(length=20, required=True, default=None)
    event = BigInt(required=True, default=0)
    set_code = Varchar(length=20, required=True, default="")
    authority_id = BigInt(required=True, default=None)
    unit_id = BigInt(required=True, default=None)
    book = Varchar(length=20, required=True, default="")
    year = SmallInt(required=True, default=None)
    number = Integer(null=True, default=None)
    particulars = JSONB(required=True, default=None)
    issued_at = Timestamptz(required=True, default=None)
    issued_by = BigInt(null=True, default=None)
    issued_by_name = Text(required=True, default="")
    copies = Integer(required=True, default=0)
    printed_at = Timestamptz(null=True, default=None)
    cancelled_at = Timestamptz(null=True, default=None)
    cancelled_by_name = Text(required=True, default="")
    cancel_reason = Text(required=True, default="")


@classified(
    internal=("id", "authority_id", "set_code", "kind", "version", "source", "note", "saved_at", "saved_by_name")
)
class TemplateVersion(Table, schema="onestop", tablename="onestop_template_version"):
    """One version of an office's own wording of a form; never changed. source: typst; None: the shipped one again."""

    id = BigSerial(primary_key=True)
    authority_id = BigInt(required=True, default=None)
    set_code = Varchar(length=20, required=True, default="")
    kind = Varchar(length=20, required=True, default=None)
    version = Integer(required=True, default=None)
    source = Text(null=True, default=None)
    note = Text(required=True, default="")
    saved_at = Timestamptz(required=True, default=None)
    saved_by_name = Text(required=True, default="")


@classified(
    internal=(
        "id",
        "dossier",
        "paper",
        "attachment_id",
        "media_type",
        "size",
        "issued_on",
        "reused_from",
        "added_at",
        "added_by_name",
        "removed_at",
        "removed_by_name",
    ),
    personal=("title",),
    sensitive=("owner_mark",),
)
class PaperScan(Table, schema="onestop", tablename="onestop_paper_scan"):
    """A digitised paper. paper: its place in the procedure's list from 1, None for another. issued_on: its own day.

    owner_mark: keyed digest of the owner's identity number, by which the same person's papers are found again; empty
    when the dossier has no number. reused_from: the scan of another dossier that it was taken over from.
    """

    id = BigSerial(primary_key=True)
    dossier = ForeignKey(Dossier, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    paper = SmallInt(null=True, default=None)
    title = Text(required=True, default=None)
    attachment_id = BigInt(required=True, default=None)
    media_type = Varchar(length=60, required=True, default=None)
    size = BigInt(required=True, default=None)
    issued_on = Date(null=True, default=None)
    owner_mark = Bytea(required=True, default=b"")
    reused_from = BigInt(null=True, default=None)
    added_at = Timestamptz(required=True, default=None)
    added_by_name = Text(required=True, default="")
    removed_at = Timestamptz(null=True, default=None)
    removed_by_name = Text(required=True, default="")
