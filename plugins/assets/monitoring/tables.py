"""Monitoring: how to ask a device, what it is like now, one row for each poll, and when its state changed."""

from typing import Any

from piccolo.columns import (
    JSONB,
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
from plugins.assets.inventory.tables import Asset


@classified(
    internal=(
        "id",
        "asset",
        "parent",
        "address",
        "port",
        "device_class",
        "interval_s",
        "failures_to_down",
        "enabled",
        "next_at",
        "version",
        "created_at",
    ),
    sensitive=("credential",),
)
class Device(Table, schema="assets", tablename="assets_device"):
    """An asset that is asked over the network; at most one for each asset.

    parent: the device of the same unit through which it is reached, None: straight from the unit's line.
    credential: the community or the SNMPv3 user, sealed by `monitoring.secrets`; it is never shown again. address None:
    known to be on the network, not asked yet. device_class: what it is expected to be ("printer", "switch"...).
    failures_to_down: failed polls in a row until it counts as down. next_at: when its next poll is due.
    """

    id = BigSerial(primary_key=True)
    asset = ForeignKey(Asset, on_delete=OnDelete.cascade, null=False, unique=True, required=True, default=None)
    parent: Any = ForeignKey("self", on_delete=OnDelete.set_null, null=True, default=None)
    address = Text(null=True, default=None)
    port = Integer(required=True, default=161)
    credential = Text(null=True, default=None)
    device_class = Varchar(length=30, required=True, default=None)
    interval_s = Integer(required=True, default=300)
    failures_to_down = SmallInt(required=True, default=3)
    enabled = Boolean(required=True, default=True)
    next_at = Timestamptz(required=True, default=None)
    version = Integer(required=True, default=1)
    created_at = Timestamptz(required=True, default=None)
    assets_device_port_v1 = Check("port BETWEEN 1 AND 65535")
    assets_device_interval_v1 = Check("interval_s BETWEEN 60 AND 86400")
    assets_device_failures_v1 = Check("failures_to_down BETWEEN 1 AND 20")
    assets_device_pollable_v1 = Check("NOT enabled OR (address IS NOT NULL AND credential IS NOT NULL)")


@classified(
    internal=(
        "id",
        "device",
        "state",
        "since",
        "polled_at",
        "seen_at",
        "answering_since",
        "failures",
        "failing_since",
        "hidden",
        "alerted",
        "told",
        "failure",
        "rtt_ms",
        "reading",
        "read_at",
    )
)
class DeviceState(Table, schema="assets", tablename="assets_device_state"):
    """What a device is like now (`domain.states.Standing`); apart from `Device` because every poll rewrites it.

    failure: the last failed poll's reason. reading: the whole last `Reading` as JSON, taken at read_at.
    """

    id = BigSerial(primary_key=True)
    device = ForeignKey(Device, on_delete=OnDelete.cascade, null=False, unique=True, required=True, default=None)
    state = Varchar(length=10, required=True, default="unknown")
    since = Timestamptz(null=True, default=None)
    polled_at = Timestamptz(null=True, default=None)
    seen_at = Timestamptz(null=True, default=None)
    answering_since = Timestamptz(null=True, default=None)
    failures = Integer(required=True, default=0)
    failing_since = Timestamptz(null=True, default=None)
    hidden = Varchar(length=10, null=True, default=None)
    alerted = Boolean(required=True, default=False)
    told = Array(base_column=Timestamptz(), required=True, default=list)
    failure = Varchar(length=40, null=True, default=None)
    rtt_ms = DoublePrecision(null=True, default=None)
    reading = JSONB(null=True, default=None)
    read_at = Timestamptz(null=True, default=None)
    assets_device_state_v1 = Check("state IN ('unknown', 'up', 'down')")


@classified(internal=("id", "device", "at", "up", "rtt_ms", "figures"))
class Sample(Table, schema="assets", tablename="assets_sample"):
    """One poll. at: the moment it was due, so that two pollers of one cycle meet in (device, at), which is unique.

    figures: the few numbers that are drawn over time ("pages", "supply.black"), None when there was no answer.
    """

    id = BigSerial(primary_key=True)
    device = ForeignKey(Device, on_delete=OnDelete.cascade, null=False, required=True, default=None)
    at = Timestamptz(required=True, default=None)
    up = Boolean(required=True, default=None)
    rtt_ms = DoublePrecision(null=True, default=None)
    figures = JSONB(null=True, default=None)


@classified(internal=("id", "device", "at", "before", "after", "reason"))
class StateChange(Table, schema="assets", tablename="assets_state_change"):
    """A device went from one state to another; (device, at, after) is unique. reason: why it failed, or empty."""

    id = BigSerial(primary_key=True)
    device = ForeignKey(Device, on_delete=OnDelete.cascade, null=False, required=True, default=None)
    at = Timestamptz(required=True, default=None)
    before = Varchar(length=10, required=True, default=None)
    after = Varchar(length=10, required=True, default=None)
    reason = Varchar(length=40, required=True, default="")


@classified(internal=("id", "unit_id", "due_at", "started_at", "ended_at", "asked", "answered"))
class Cycle(Table, schema="assets", tablename="assets_cycle"):
    """The last poll cycle of a commune: when it was due, when it ran, how many devices were asked and answered."""

    id = BigSerial(primary_key=True)
    unit_id = BigInt(unique=True, required=True, default=None)
    due_at = Timestamptz(required=True, default=None)
    started_at = Timestamptz(required=True, default=None)
    ended_at = Timestamptz(required=True, default=None)
    asked = Integer(required=True, default=None)
    answered = Integer(required=True, default=None)
