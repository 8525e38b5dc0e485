"""Tables of the clock. What they hold is either set by people, or can be worked out anew from the dossiers' ledgers."""

from piccolo.columns import (
    BigInt,
    BigSerial,
    Boolean,
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


@classified(
    public=("id", "day", "working", "name", "name_en", "decision", "verified"),
    internal=("added_at", "added_by", "withdrawn_at"),
)
class OfficeDay(Table, schema="onestop", tablename="onestop_office_day"):
    """A day off or a working day over `holidays.toml`. decision: number and date of who says so.

    verified: somebody has read the decision; others are shown as doubts and not applied. withdrawn_at: when it was
    taken back; a day is never deleted, so that the dates that followed from it can still be explained.
    """

    id = BigSerial(primary_key=True)
    day = Date(required=True, default=None)
    working = Boolean(required=True, default=None)
    name = Text(required=True, default=None)
    name_en = Text(required=True, default=None)
    decision = Text(required=True, default=None)
    verified = Boolean(required=True, default=False)
    added_at = Timestamptz(required=True, default=None)
    added_by = Text(required=True, default="")
    withdrawn_at = Timestamptz(null=True, default=None)


@classified(internal=("id", "version"))
class CalendarState(Table, schema="onestop", tablename="onestop_calendar"):
    """One row, whose version changes with the days, so that every process knows that it has to read them anew."""

    id = BigSerial(primary_key=True)
    version = Varchar(length=40, required=True, default=None)


@classified(
    public=(
        "id",
        "kind",
        "value",
        "unit",
        "subject",
        "procedure_code",
        "valid_from",
        "valid_to",
        "source",
        "verified",
    ),
)
class ClockRuleRow(Table, schema="onestop", tablename="onestop_clock_rule"):
    """A rule of the clock as dated data: `clock.domain.rules.ClockRule`."""

    id = BigSerial(primary_key=True)
    kind = Varchar(length=20, required=True, default=None)
    value = Integer(required=True, default=None)
    unit = Varchar(length=20, required=True, default="working_day")
    subject = Varchar(length=40, required=True, default="")
    procedure_code = Varchar(length=40, required=True, default="")
    valid_from = Date(required=True, default=None)
    valid_to = Date(null=True, default=None)
    source = Text(required=True, default=None)
    verified = Boolean(required=True, default=False)


@classified(internal=("id", "watched", "minutes", "tells", "state", "active"))
class WarningRuleRow(Table, schema="onestop", tablename="onestop_warning_rule"):
    """Who is told before or after a day: `clock.domain.warnings.WarningRule`. minutes: open time, negative: before."""

    id = BigSerial(primary_key=True)
    watched = Varchar(length=10, required=True, default=None)
    minutes = Integer(required=True, default=None)
    tells = Varchar(length=10, required=True, default=None)
    state = Varchar(length=40, required=True, default="")
    active = Boolean(required=True, default=True)


@classified(internal=("id", "dossier", "rule", "due_at", "fired_at", "told", "told_names"))
class Fired(Table, schema="onestop", tablename="onestop_warning"):
    """A warning that went out: once for each dossier, rule and due time. told: how many people."""

    id = BigSerial(primary_key=True)
    dossier = BigInt(required=True, default=None)
    rule = ForeignKey(WarningRuleRow, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    due_at = Timestamptz(required=True, default=None)
    fired_at = Timestamptz(required=True, default=None)
    told = Integer(required=True, default=0)
    told_names = Text(required=True, default="")


@classified(internal=("id", "dossier", "state", "entered_at", "due_at", "bound"))
class StepClock(Table, schema="onestop", tablename="onestop_step_clock"):
    """When the present step of a running dossier is due, for lists; worked out anew from the ledger by every sweep.

    bound: "budget" or "limit", `clock.domain.steps.StepDue`.
    """

    id = BigSerial(primary_key=True)
    dossier = BigInt(unique=True, required=True, default=None)
    state = Varchar(length=40, required=True, default=None)
    entered_at = Timestamptz(required=True, default=None)
    due_at = Timestamptz(required=True, default=None)
    bound = Varchar(length=10, required=True, default=None)
