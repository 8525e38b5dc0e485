"""Events of monitoring: what is wrong, since when, who has seen it; and when nobody wants to be told."""

from piccolo.columns import (
    Array,
    BigInt,
    BigSerial,
    Boolean,
    DoublePrecision,
    ForeignKey,
    Integer,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from core.data_classes import classified
from plugins.assets.monitoring.tables import Device


@classified(
    internal=(
        "id", "unit_id", "unit_name", "device", "kind", "figure", "detail", "severity", "cause", "value", "behind",
        "opened_at", "closed_at", "seen_at", "note", "steps_done",
    ),
    personal=("seen_by",),
)  # fmt: skip
class Event(Table, schema="assets", tablename="assets_event"):
    """Something that is or was wrong. At most one open event for each device, kind and figure, and for each line.

    kind: "down", "line" (of a whole unit; device None) or the key of a rule. figure: which one. cause: "power" when a
    UPS told of it before. behind: ids of the devices that stand behind a cut line. seen_by: who has confirmed it.
    steps_done: how many steps of escalation were taken.
    """

    id = BigSerial(primary_key=True)
    unit_id = BigInt(required=True, default=None)
    unit_name = Text(required=True, default=None)
    device = ForeignKey(Device, on_delete=OnDelete.cascade, null=True, default=None)
    kind = Varchar(length=30, required=True, default=None)
    figure = Text(required=True, default="")
    detail = Text(required=True, default="")
    severity = Varchar(length=10, required=True, default=None)
    cause = Varchar(length=10, required=True, default="")
    value = DoublePrecision(null=True, default=None)
    behind = Array(base_column=BigInt(), required=True, default=list)
    opened_at = Timestamptz(required=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    seen_by = Text(null=True, default=None)
    seen_at = Timestamptz(null=True, default=None)
    note = Text(required=True, default="")
    steps_done = SmallInt(required=True, default=0)
    assets_event_severity_v1 = Check("severity IN ('critical', 'warning', 'info')")
    assets_event_line_v1 = Check("(kind = 'line') = (device IS NULL)")


@classified(internal=("id", "device", "rule", "figure", "active", "streak"))
class Condition(Table, schema="assets", tablename="assets_condition"):
    """Where a rule stands for a figure of a device; no row: calm. (device, rule, figure) is unique."""

    id = BigSerial(primary_key=True)
    device = ForeignKey(Device, on_delete=OnDelete.cascade, null=False, required=True, default=None)
    rule = Varchar(length=30, required=True, default=None)
    figure = Text(required=True, default=None)
    active = Boolean(required=True, default=False)
    streak = Integer(required=True, default=0)


@classified(internal=("id", "unit_id", "dark_since", "alerted", "told"))
class Line(Table, schema="assets", tablename="assets_line"):
    """The line of a unit: since when it is cut, whether that was told, when the last messages went out."""

    id = BigSerial(primary_key=True)
    unit_id = BigInt(unique=True, required=True, default=None)
    dark_since = Timestamptz(null=True, default=None)
    alerted = Boolean(required=True, default=False)
    told = Array(base_column=Timestamptz(), required=True, default=list)


@classified(
    internal=("id", "unit_id", "device", "starts_at", "ends_at", "repeats", "until", "reason", "ended_at"),
    personal=("made_by",),
)
class Window(Table, schema="assets", tablename="assets_window"):
    """A time of maintenance of a unit or of one device; ended_at: somebody ended it for good before its time."""

    id = BigSerial(primary_key=True)
    unit_id = BigInt(required=True, default=None)
    device = ForeignKey(Device, on_delete=OnDelete.cascade, null=True, default=None)
    starts_at = Timestamptz(required=True, default=None)
    ends_at = Timestamptz(required=True, default=None)
    repeats = Varchar(length=10, required=True, default="never")
    until = Timestamptz(null=True, default=None)
    reason = Text(required=True, default="")
    made_by = Text(required=True, default="")
    ended_at = Timestamptz(null=True, default=None)
    assets_window_order_v1 = Check("ends_at > starts_at")
    assets_window_repeats_v1 = Check("repeats IN ('never', 'daily', 'weekly')")
