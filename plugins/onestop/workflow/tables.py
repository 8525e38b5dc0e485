"""Tables of the workflow feature: drafts, moves of running dossiers to another version, supplements, corrections."""

from piccolo.columns import JSONB, BigInt, BigSerial, ForeignKey, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from core.data_classes import classified
from plugins.onestop.tables import Dossier, WorkflowVersion


@classified(internal=("id", "name", "base_version", "definition", "revision", "changed_at", "changed_by"))
class WorkflowDraft(Table, schema="onestop", tablename="onestop_workflow_draft"):
    """A workflow that is being edited and that no dossier uses; at most one for each name.

    base_version: the version that it was copied from, 0 for a new workflow. revision: grows with every change.
    """

    id = BigSerial(primary_key=True)
    name = Varchar(length=60, unique=True, required=True, default=None)
    base_version = Integer(required=True, default=0)
    definition = JSONB(required=True, default=None)
    revision = Integer(required=True, default=1)
    changed_at = Timestamptz(required=True, default=None)
    changed_by = Text(required=True, default="")


@classified(
    internal=("id", "workflow", "target", "states", "reason", "asked_at", "asked_by", "asked_by_name", "done_at"),
)
class Relocation(Table, schema="onestop", tablename="onestop_relocation"):
    """An order to move the running dossiers of one version to another one. states: old code -> new code."""

    id = BigSerial(primary_key=True)
    workflow = ForeignKey(WorkflowVersion, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    target = ForeignKey(WorkflowVersion, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    states = JSONB(required=True, default=None)
    reason = Text(required=True, default="")
    asked_at = Timestamptz(required=True, default=None)
    asked_by = BigInt(null=True, default=None)
    asked_by_name = Text(required=True, default="")
    done_at = Timestamptz(null=True, default=None)


@classified(internal=("id", "relocation", "dossier", "source", "target", "obstacle", "at"))
class RelocationLine(Table, schema="onestop", tablename="onestop_relocation_line"):
    """What became of one dossier of an order. obstacle: why it stayed, "" when it was moved."""

    id = BigSerial(primary_key=True)
    relocation = ForeignKey(Relocation, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    dossier = ForeignKey(Dossier, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    source = Varchar(length=40, required=True, default="")
    target = Varchar(length=40, required=True, default="")
    obstacle = Varchar(length=40, required=True, default="")
    at = Timestamptz(required=True, default=None)


@classified(
    internal=("id", "dossier", "round", "asked_at", "asked_by_name", "deadline_at", "closed_at", "outcome"),
    personal=("items", "note"),
)
class Supplement(Table, schema="onestop", tablename="onestop_supplement"):
    """One round of asking for what is missing, with everything at once.

    items: `[{"paper", "text"}]`. deadline_at: until when it is awaited, None when no day was set. outcome: the action
    that ended the waiting ("supplemented", "stop"...).
    """

    id = BigSerial(primary_key=True)
    dossier = ForeignKey(Dossier, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    round = SmallInt(required=True, default=1)
    items = JSONB(required=True, default=None)
    note = Text(required=True, default="")
    asked_at = Timestamptz(required=True, default=None)
    asked_by_name = Text(required=True, default="")
    deadline_at = Timestamptz(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    outcome = Varchar(length=40, required=True, default="")


@classified(
    internal=("id", "dossier", "standing", "asked_at", "asked_by", "asked_by_name", "decided_at", "decided_by_name"),
    personal=("reason", "decision"),
    sensitive=("changes",),
)
class Correction(Table, schema="onestop", tablename="onestop_correction"):
    """A wish to correct what a dossier says of its people. changes: field -> [value before, value wanted].

    standing: asked | approved | rejected. Only an approved one changes the dossier.
    """

    id = BigSerial(primary_key=True)
    dossier = ForeignKey(Dossier, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    changes = JSONB(required=True, default=None)
    reason = Text(required=True, default="")
    standing = Varchar(length=10, required=True, default="asked")
    asked_at = Timestamptz(required=True, default=None)
    asked_by = BigInt(null=True, default=None)
    asked_by_name = Text(required=True, default="")
    decided_at = Timestamptz(null=True, default=None)
    decided_by_name = Text(required=True, default="")
    decision = Text(required=True, default="")
