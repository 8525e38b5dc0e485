"""Tables of filing from home."""

from piccolo.columns import (
    JSON,
    JSONB,
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from core.data_classes import classified


@classified(
    public=("id", "procedure_code", "version", "definition", "source", "verified", "published_at"),
    internal=("published_by_name",),
)
class OnlineForm(Table, schema="onestop", tablename="onestop_online_form"):
    """One published form of a procedure; never changed afterwards, because filings keep theirs.

    definition: `online.domain.forms.FormDefinition`. source: what it was made after; verified: somebody compared it
    with the law's own form.
    """

    id = BigSerial(primary_key=True)
    procedure_code = Varchar(length=40, required=True, default=None)
    version = Integer(required=True, default=None)
    definition = JSON(required=True, default=None)
    source = Text(required=True, default="")
    verified = Boolean(required=True, default=False)
    published_at = Timestamptz(required=True, default=None)
    published_by_name = Text(required=True, default="")


@classified(
    internal=(
        "id",
        "number",
        "form",
        "procedure_code",
        "procedure_name",
        "unit_id",
        "unit_name",
        "state",
        "revision",
        "round",
        "language",
        "created_at",
        "changed_at",
        "filed_at",
        "answer_due_at",
        "answered_at",
        "answered_by_name",
        "remark",
        "result_way",
        "dossier_id",
        "dossier_code",
        "secret_digest",
        "address_key",
        "code_digest",
        "code_sent_at",
        "code_tries",
    ),
    personal=("applicant", "applicant_key", "email", "phone", "post_address"),
    sensitive=("as_typed",),
)
class Filing(Table, schema="onestop", tablename="onestop_filing"):
    """One filing from home, from the first answer to the desk's.

    as_typed: answers as they were typed, by question. unit_id: the desk that answers. secret_digest: of the secret that
    opens it, which follows from the id and is kept nowhere. round: how often it was filed. answer_due_at: until when
    the desk has to answer the present round. result_way: desk | post. code_*: the code that confirms an e-mail address.
    remark: the desk's last word.
    """

    id = BigSerial(primary_key=True)
    number = Varchar(length=30, unique=True, required=True, default=None)
    form = ForeignKey(OnlineForm, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    procedure_code = Varchar(length=40, required=True, default=None)
    procedure_name = Text(required=True, default=None)
    unit_id = BigInt(required=True, default=None)
    unit_name = Text(required=True, default=None)
    state = Varchar(length=20, required=True, default="draft")
    revision = Integer(required=True, default=1)
    round = Integer(required=True, default=0)
    language = Varchar(length=5, required=True, default="vi")
    as_typed = JSONB(required=True, default="{}")
    applicant = Text(required=True, default="")
    applicant_key = Text(required=True, default="")
    email = Text(required=True, default="")
    phone = Varchar(length=20, required=True, default="")
    result_way = Varchar(length=10, required=True, default="desk")
    post_address = Text(required=True, default="")
    created_at = Timestamptz(required=True, default=None)
    changed_at = Timestamptz(required=True, default=None)
    filed_at = Timestamptz(null=True, default=None)
    answer_due_at = Timestamptz(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    answered_by_name = Text(required=True, default="")
    remark = Text(required=True, default="")
    dossier_id = BigInt(null=True, default=None)
    dossier_code = Varchar(length=64, required=True, default="")
    secret_digest = Bytea(unique=True, required=True, default=None)
    address_key = Bytea(null=True, default=None)
    code_digest = Bytea(null=True, default=None)
    code_sent_at = Timestamptz(null=True, default=None)
    code_tries = Integer(required=True, default=0)


@classified(internal=("id", "filing", "round", "filed_at"), sensitive=("answers", "files"))
class FilingVersion(Table, schema="onestop", tablename="onestop_filing_version"):
    """What was filed in one round; never changed. answers: typed, by question; files: `online.domain.filings.Sent`."""

    id = BigSerial(primary_key=True)
    filing = ForeignKey(Filing, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    round = Integer(required=True, default=None)
    answers = JSONB(required=True, default=None)
    files = JSONB(required=True, default=None)
    filed_at = Timestamptz(required=True, default=None)


@classified(
    internal=("id", "filing", "paper", "attachment_id", "size", "sha256", "added_at", "removed"), personal=("name",)
)
class FilingFile(Table, schema="onestop", tablename="onestop_filing_file"):
    """A file sent with a filing. removed: taken away again after it had been filed, and kept for the comparison."""

    id = BigSerial(primary_key=True)
    filing = ForeignKey(Filing, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    paper = Varchar(length=60, required=True, default=None)
    attachment_id = BigInt(unique=True, required=True, default=None)
    name = Text(required=True, default=None)
    size = BigInt(required=True, default=None)
    sha256 = Varchar(length=64, required=True, default=None)
    added_at = Timestamptz(required=True, default=None)
    removed = Boolean(required=True, default=False)


@classified(internal=("id", "filing", "round", "subject"), personal=("text",))
class FilingRemark(Table, schema="onestop", tablename="onestop_filing_remark"):
    """What the desk asked to mend in one round. subject: name of the question, or key of the paper."""

    id = BigSerial(primary_key=True)
    filing = ForeignKey(Filing, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    round = Integer(required=True, default=None)
    subject = Varchar(length=60, required=True, default=None)
    text = Text(required=True, default=None)


@classified(internal=("id", "filing", "at", "action", "person_name"), personal=("text",))
class FilingNote(Table, schema="onestop", tablename="onestop_filing_note"):
    """The append-only history of a filing. action: a step, or "started"."""

    id = BigSerial(primary_key=True)
    filing = ForeignKey(Filing, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    at = Timestamptz(required=True, default=None)
    action = Varchar(length=20, required=True, default=None)
    person_name = Text(required=True, default="")
    text = Text(required=True, default="")
