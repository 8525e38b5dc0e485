"""What monitoring takes in and gives out."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from core.text.i18n import lazy
from plugins.assets.domain.readings import Reading
from plugins.assets.monitoring.domain.states import State

Address = Annotated[str, Meta(min_length=1, max_length=253, extra={"label": lazy("Địa chỉ IP hoặc tên máy")})]
Port = Annotated[int, Meta(ge=1, le=65535, extra={"label": lazy("Cổng")})]
Protocol = Annotated[Literal["1", "2c", "3"], Meta(extra={"label": lazy("Phiên bản SNMP")})]
Secret = Annotated[str, Meta(max_length=400, extra={"label": lazy("Community hoặc người dùng SNMPv3")})] | None
DeviceClass = Annotated[str, Meta(max_length=30, extra={"label": lazy("Loại thiết bị mạng")})]
Interval = Annotated[int, Meta(ge=1, le=1440, extra={"label": lazy("Chu kỳ hỏi (phút)")})]
Through = Annotated[str, Meta(pattern="^([0-9]{13})?$", extra={"label": lazy("Nối qua thiết bị (mã nhãn)")})]
Failures = Annotated[int, Meta(ge=1, le=20, extra={"label": lazy("Số lần lỗi thì báo mất kết nối")})]


class Watch(Struct, frozen=True, kw_only=True):
    """How a device is to be asked.

    secret: the community, for version 3 NAME:AUTH:KEY:PRIV:KEY; None keeps the one that is stored. version: the one
    that the writer saw, 0 for a thing that was not monitored. through: label code of the device of the same unit by
    which it is reached, "" for straight from the unit's line.
    """

    address: Address
    port: Port = 161
    protocol: Protocol = "2c"
    secret: Secret = None
    version: int = 0
    device_class: DeviceClass = "other"
    interval_min: Interval = 5
    failures_to_down: Failures = 3
    through: Through = ""


class Target(Struct, frozen=True):
    """A device that is to be asked now; credential: still sealed."""

    device_id: int
    asset_id: int
    code: str
    name: str
    unit_id: int
    unit: str
    address: str
    port: int
    credential: str
    failures_to_down: int


class Outcome(Struct, frozen=True, kw_only=True):
    """What asking a device brought: a reading (JSON) with its figures, or a failure's kind.

    rtt_ms: how long the first answer took. conditions: what thresholds look at, with names for some of it.
    """

    target: Target
    at: datetime
    failure: str = ""
    rtt_ms: float | None = None
    reading: bytes | None = None
    figures: dict[str, float] = {}
    conditions: dict[str, float] = {}
    names: dict[str, str] = {}

    @property
    def up(self) -> bool:
        """Tell whether the device answered."""
        return self.reading is not None


class DeviceView(Struct, frozen=True):
    """A monitored device as its page shows it; never its credential. reading: the last one, taken at read_at."""

    id: int
    address: str | None
    port: int
    device_class: str
    interval_s: int
    failures_to_down: int
    enabled: bool
    next_at: datetime
    version: int
    through: str | None
    state: State
    since: datetime | None
    polled_at: datetime | None
    seen_at: datetime | None
    failures: int
    hidden: str | None
    failure: str | None
    rtt_ms: float | None
    reading: Reading | None
    read_at: datetime | None


class ChangeLine(Struct, frozen=True):
    """A change of state, for a device's page and the list of events."""

    at: datetime
    before: State
    after: State
    reason: str
