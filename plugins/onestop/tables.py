"""Tables of the one-stop desk. Rows of other plugins and parts are named by id and a label, never by foreign key."""

from piccolo.columns import (
    JSONB,
    Array,
    BigInt,
    BigSerial,
    Boolean,
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


@classified(public=("id", "name", "sensitive"))
class Field(Table, schema="onestop", tablename="onestop_field"):
    """A field of administration (civil status, land...). sensitive: its dossiers show no procedure in public."""

    id = BigSerial(primary_key=True)
    name = Text(unique=True, required=True, default=None)
    sensitive = Boolean(required=True, default=True)


@classified(public=("id", "name", "version", "definition", "published_at", "note"), internal=("published_by",))
class WorkflowVersion(Table, schema="onestop", tablename="onestop_workflow"):
    """One published workflow; never changed afterwards, because running dossiers keep theirs."""

    id = BigSerial(primary_key=True)
    name = Varchar(length=60, required=True, default=None)
    version = Integer(required=True, default=None)
    definition = JSONB(required=True, default=None)
    published_at = Timestamptz(required=True, default=None)
    published_by = Text(required=True, default="")
    note = Text(required=True, default="")


@classified(public=("id", "code", "name", "search_key", "field", "workflow", "case_workflows"))
class Procedure(Table, schema="onestop", tablename="onestop_procedure"):
    """A procedure through all its versions. name and field: those of the newest version; workflow: for new dossiers.

    case_workflows: code of a case -> the workflow of its new dossiers, where that is another one.
    """

    id = BigSerial(primary_key=True)
    code = Varchar(length=40, unique=True, required=True, default=None)
    name = Text(required=True, default=None)
    search_key = Text(required=True, default=None)
    field = ForeignKey(Field, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    workflow = Varchar(length=60, required=True, default="leader_signs")
    case_workflows = JSONB(required=True, default="{}")


@classified(
    public=("id", "procedure", "number", "effective_from", "effective_to", "facts", "texts", "imported_at"),
    internal=("fingerprint", "faults"),
)
class ProcedureVersion(Table, schema="onestop", tablename="onestop_procedure_version"):
    """The facts of a procedure as published from a day on; effective_to is the first day on which they no longer hold.

    facts: `core.contracts.procedures.Facts` with its limits, fees and papers as JSON; it is never changed, so that a
    dossier keeps the papers, the fee and the limit under which it was taken. texts: `core.contracts.procedures.Texts`,
    the long ones, kept apart so that an intake does not load them. faults: what the import doubted.
    """

    id = BigSerial(primary_key=True)
    procedure = ForeignKey(Procedure, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    number = Integer(required=True, default=None)
    effective_from = Date(required=True, default=None)
    effective_to = Date(null=True, default=None)
    facts = JSONB(required=True, default=None)
    fingerprint = Varchar(length=64, required=True, default=None)
    faults = JSONB(required=True, default=None)
    imported_at = Timestamptz(required=True, default=None)
    texts = JSONB(required=True, default="{}")


@classified(internal=("id", "agency", "day", "last"))
class Counter(Table, schema="onestop", tablename="onestop_counter"):
    """The last dossier number that an agency gave on a local day; one row per (agency, day)."""

    id = BigSerial(primary_key=True)
    agency = Varchar(length=35, required=True, default=None)
    day = Date(required=True, default=None)
    last = Integer(required=True, default=None)


@classified(
    public=("id", "code", "unit_name", "state", "clock", "holder_duty"),
    internal=(
        "procedure",
        "version",
        "workflow",
        "unit_id",
        "authority_id",
        "unit_ids",
        "channel",
        "revision",
        "holder_id",
        "holder_name",
        "received_at",
        "taken_by",
        "taken_by_name",
        "budget_value",
        "budget_unit",
        "rule",
        "promised_at",
        "settled_at",
        "closed_at",
        "slip_version",
        "slip_digest",
        "fee_due",
        "fee_paid",
        "result_number",
        "delivery",
        "digitised",
    ),
    personal=(
        "owner_name",
        "owner_key",
        "owner_phone",
        "owner_address",
        "submitter_name",
        "submitter_phone",
        "request",
    ),
    sensitive=("owner_identity", "submitter_identity"),
)
class Dossier(Table, schema="onestop", tablename="onestop_dossier"):
    """One application, from reception to the result handed over.

    unit_id: the desk that took it; authority_id: the People's Committee behind the desk, whose name is unit_name;
    unit_ids: the desk and every unit that had it since, who all may see it. owner: whose matter it is; submitter: who
    stood at the counter (the same person when both are equal). revision: grows with every change, for optimistic
    locking. clock: what the state does to the time for settling. budget and rule: the time limit under which it was
    taken; promised_at follows from them and from the pauses in the ledger, None when no limit is known. settled_at:
    when the result lay at the desk. closed_at: when nothing more follows. Fees in VND. delivery and digitised: the axes
    of `domain/axes.py`. result_number: as entered when the result was issued.
    """

    id = BigSerial(primary_key=True)
    code = Varchar(length=64, unique=True, required=True, default=None)
    procedure = ForeignKey(Procedure, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    version = ForeignKey(ProcedureVersion, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    workflow = ForeignKey(WorkflowVersion, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    unit_id = BigInt(required=True, default=None)
    authority_id = BigInt(required=True, default=None)
    unit_ids = Array(BigInt(), required=True, default=None)
    unit_name = Text(required=True, default=None)
    channel = Varchar(length=10, required=True, default=None)
    revision = Integer(required=True, default=1)
    state = Varchar(length=40, required=True, default=None)
    clock = Varchar(length=10, required=True, default=None)
    holder_duty = Varchar(length=20, required=True, default=None)
    holder_id = BigInt(null=True, default=None)
    holder_name = Text(required=True, default="")
    received_at = Timestamptz(required=True, default=None)
    taken_by = BigInt(null=True, default=None)
    taken_by_name = Text(required=True, default="")
    budget_value = Integer(null=True, default=None)
    budget_unit = Varchar(length=20, null=True, default=None)
    rule = Varchar(length=30, required=True, default="")
    promised_at = Timestamptz(null=True, default=None)
    settled_at = Timestamptz(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    slip_version = Integer(required=True, default=1)
    slip_digest = Bytea(unique=True, required=True, default=None)
    fee_due = BigInt(required=True, default=0)
    fee_paid = BigInt(required=True, default=0)
    owner_name = Text(required=True, default=None)
    owner_key = Text(required=True, default=None)
    owner_identity = Varchar(length=20, required=True, default="")
    owner_phone = Varchar(length=20, required=True, default="")
    owner_address = Text(required=True, default="")
    submitter_name = Text(required=True, default=None)
    submitter_identity = Varchar(length=20, required=True, default="")
    submitter_phone = Varchar(length=20, required=True, default="")
    request = Text(required=True, default="")
    result_number = Varchar(length=60, required=True, default="")
    delivery = Varchar(length=10, required=True, default="none")
    digitised = Varchar(length=10, required=True, default="none")


@classified(
    internal=("id", "dossier", "line", "paper", "name", "originals", "certified", "photocopies"), personal=("remark",)
)
class DossierPaper(Table, schema="onestop", tablename="onestop_dossier_paper"):
    """One line of the matrix of papers. paper: its place in the procedure's list from 1, None for another paper."""

    id = BigSerial(primary_key=True)
    dossier = ForeignKey(Dossier, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    line = SmallInt(required=True, default=None)
    paper = SmallInt(null=True, default=None)
    name = Text(required=True, default=None)
    originals = SmallInt(required=True, default=0)
    certified = SmallInt(required=True, default=0)
    photocopies = SmallInt(required=True, default=0)
    remark = Text(required=True, default="")


@classified(
    internal=(
        "id",
        "dossier",
        "at",
        "kind",
        "action",
        "source",
        "target",
        "person_id",
        "person_name",
        "holder_name",
        "amount",
        "on_behalf_of",
        "on_behalf_name",
    ),
    personal=("reason",),
)
class DossierEvent(Table, schema="onestop", tablename="onestop_dossier_event"):
    """The append-only ledger of a dossier: moves, clock (pause, resume), slips printed, money.

    kind: move | clock | slip | fee | hold | version | correct | delivery | digitised. amount: VND of a fee event.
    reason: as written by the mover. on_behalf_of: the absent person for whom a substitute acted.
    """

    id = BigSerial(primary_key=True)
    dossier = ForeignKey(Dossier, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    at = Timestamptz(required=True, default=None)
    kind = Varchar(length=10, required=True, default=None)
    action = Varchar(length=40, required=True, default=None)
    source = Varchar(length=40, required=True, default="")
    target = Varchar(length=40, required=True, default="")
    person_id = BigInt(null=True, default=None)
    person_name = Text(required=True, default="")
    holder_name = Text(required=True, default="")
    reason = Text(required=True, default="")
    amount = BigInt(null=True, default=None)
    on_behalf_of = BigInt(null=True, default=None)
    on_behalf_name = Text(required=True, default="")
