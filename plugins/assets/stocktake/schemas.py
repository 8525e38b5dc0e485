"""What people and phones send about a stocktake, and how it is shown."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from core.text.i18n import lazy
from plugins.assets.stocktake.domain.outcome import Condition, Line

Uuid = Annotated[str, Meta(pattern="^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$")]


class NewStocktake(Struct, frozen=True, kw_only=True):
    """A stocktake as the form has it. committee: a person a line."""

    unit_id: Annotated[int, Meta(extra={"label": lazy("Đơn vị")})]
    title: Annotated[str, Meta(min_length=1, max_length=200, extra={"label": lazy("Tên đợt kiểm kê")})]
    decision: Annotated[str, Meta(max_length=100, extra={"label": lazy("Số quyết định")})] = ""
    committee: Annotated[str, Meta(max_length=2000, extra={"label": lazy("Ban kiểm kê")})] = ""
    categories: list[str] = []
    blind: bool = False


class Counted(Struct, frozen=True, kw_only=True):
    """One scan on a phone. at: by the phone's clock, which may be wrong."""

    uuid: Uuid
    seq: Annotated[int, Meta(ge=1)]
    code: Annotated[str, Meta(min_length=1, max_length=200)]
    place: Annotated[str, Meta(max_length=100)] = ""
    condition: Condition = "good"
    note: Annotated[str, Meta(max_length=500)] = ""
    at: datetime | None = None


class Batch(Struct, frozen=True, kw_only=True):
    """What a phone sends. high_seq: how many events it ever made here; pending: how many wait after this batch."""

    device: Uuid
    high_seq: Annotated[int, Meta(ge=0)]
    pending: Annotated[int, Meta(ge=0)] = 0
    events: Annotated[list[Counted], Meta(max_length=100)] = []


class Answer(Struct, frozen=True):
    """What became of an event: stored, duplicate (stored before) or refused, with the reason."""

    uuid: str
    result: Literal["stored", "duplicate", "refused"]
    reason: str = ""


class Evidence(Struct, frozen=True):
    """An act of counting as it was taken. device_at: by the phone's clock; late: it came after the end."""

    id: int
    uuid: str
    code: str
    place: str | None
    condition: str
    note: str
    source: str
    yes: bool
    person: str
    device: str
    seq: int
    device_at: datetime | None
    received_at: datetime
    late: bool


class StocktakeView(Struct, frozen=True):
    """A stocktake as it stands."""

    id: int
    unit_id: int
    unit: str
    title: str
    blind: bool
    decision: str | None
    committee: str
    state: Literal["open", "closed"]
    snapshot_at: datetime
    made_by: str
    closed_at: datetime | None
    closed_by: str | None
    override: str | None


class Item(Struct, frozen=True):
    """A thing of the frozen list. seen_on_network: when monitoring or its agent last saw it."""

    asset_id: int
    code: str
    name: str
    model: str
    category: str
    place: str | None
    holder_id: int | None
    holder: str | None
    status: str
    used_since: int | None
    cost: int | None
    seen_on_network: datetime | None


class Outcome(Struct, frozen=True):
    """A line of the outcome with the thing that it is about, as far as it is known. done: the register follows it."""

    line: Line
    item: Item | None
    name: str
    done: str | None
