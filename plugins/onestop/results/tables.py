"""Registers, their counters, the results entered in them, and what was changed afterwards."""

from piccolo.columns import (
    JSONB,
    Array,
    BigInt,
    BigSerial,
    Date,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from core.data_classes import classified
from plugins.onestop.tables import Dossier


@classified(public=("id", "code", "version", "place", "effective_from", "definition", "published_at"))
class RegisterVersion(Table, schema="onestop", tablename="onestop_register"):
    """One published version of a register; never changed, because its records keep it. place: its order on screens."""

    id = BigSerial(primary_key=True)
    code = Varchar(length=40, required=True, default=None)
    version = Integer(required=True, default=None)
    place = Integer(required=True, default=None)
    effective_from = Date(required=True, default=None)
    definition = JSONB(required=True, default=None)
    published_at = Timestamptz(required=True, default=None)


@classified(internal=("id", "authority_id", "register", "year", "last"))
class RegisterCounter(Table, schema="onestop", tablename="onestop_register_counter"):
    """The last number that an authority gave in a register's book of a year; one row each."""

    id = BigSerial(primary_key=True)
    authority_id = BigInt(required=True, default=None)
    register = Varchar(length=40, required=True, default=None)
    year = Integer(required=True, default=None)
    last = Integer(required=True, default=None)


@classified(
    internal=(
        "id",
        "dossier",
        "dossier_code",
        "version",
        "register",
        "authority_id",
        "authority_name",
        "unit_ids",
        "year",
        "number",
        "number_text",
        "signed_on",
        "signer_name",
        "signer_title",
        "retention",
        "keep_until",
        "state",
        "revision",
        "entered_at",
        "entered_by",
        "entered_by_name",
    ),
    personal=("owner_name", "search_key"),
    sensitive=("values",),
)
class Result(Table, schema="onestop", tablename="onestop_result"):
    """A result of a dossier, entered in a register under a number that nobody else has.

    authority_id: whose book it is; year: of the signature, which is the book's; keep_until: None for ever.
    state: valid | corrected | revoked; a revoked one keeps its number and its line. values: the typed record.
    """

    id = BigSerial(primary_key=True)
    dossier = ForeignKey(Dossier, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    dossier_code = Varchar(length=64, required=True, default=None)
    version = ForeignKey(RegisterVersion, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    register = Varchar(length=40, required=True, default=None)
    authority_id = BigInt(required=True, default=None)
    authority_name = Text(required=True, default=None)
    unit_ids = Array(BigInt(), required=True, default=None)
    year = Integer(required=True, default=None)
    number = Integer(required=True, default=None)
    number_text = Varchar(length=60, required=True, default=None)
    signed_on = Date(required=True, default=None)
    signer_name = Text(required=True, default=None)
    signer_title = Text(required=True, default="")
    owner_name = Text(required=True, default=None)
    values = JSONB(required=True, default=None)
    search_key = Text(required=True, default=None)
    retention = Varchar(length=40, required=True, default=None)
    keep_until = Date(null=True, default=None)
    state = Varchar(length=10, required=True, default="valid")
    revision = Integer(required=True, default=1)
    entered_at = Timestamptz(required=True, default=None)
    entered_by = BigInt(null=True, default=None)
    entered_by_name = Text(required=True, default="")


@classified(internal=("id", "result", "at", "kind", "person_id", "person_name", "reason"), sensitive=("before",))
class ResultChange(Table, schema="onestop", tablename="onestop_result_change"):
    """The append-only ledger of a result. kind: enter | correct | revoke; before: the record as it was."""

    id = BigSerial(primary_key=True)
    result = ForeignKey(Result, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    at = Timestamptz(required=True, default=None)
    kind = Varchar(length=10, required=True, default=None)
    person_id = BigInt(null=True, default=None)
    person_name = Text(required=True, default="")
    reason = Text(required=True, default="")
    before = JSONB(null=True, default=None)
