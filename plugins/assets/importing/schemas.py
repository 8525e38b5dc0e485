"""What goes in and out of importing."""

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct

from core.text.i18n import lazy

Facts = dict[str, Any]


class Upload(Struct, frozen=True, kw_only=True):
    """A file to be imported. unit_id: whose things they are when a row does not say. again: although it is in."""

    unit_id: Annotated[int, Meta(ge=1, extra={"label": lazy("Đơn vị")})]
    again: bool = False


class Batch(Struct, frozen=True):
    """One import as its page shows it; the fields of `tables.Import`."""

    id: int
    unit_id: int
    unit_name: str
    filename: str
    digest: str
    encoding: str
    legacy: dict[str, str]
    headers: list[str]
    signature: str
    mapping: list[str]
    state: str
    done: int
    counts: dict[str, int]
    rights: list[int] | None
    made: dict[str, list[int]]
    problem: str | None
    who_id: int | None
    who_name: str
    username: str
    created_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None


class Line(Struct, frozen=True):
    """One row of an import. changes: field -> [before, after]; see `tables.ImportRow`."""

    line: int
    cells: list[str]
    verdict: str
    reason: str | None
    code: str | None
    changes: dict[str, list[Any]] | None
    outcome: str | None


class Thing(Struct, frozen=True, kw_only=True):
    """A thing of the register that a row may mean. facts: as history keeps them; columns: its record as it is now."""

    id: int
    code: str
    unit_id: int
    version: int
    meaning: str
    maker_key: str
    model_key: str
    facts: Facts
    columns: Facts
    old_key: str | None
    digests: list[str]


class Verdict(Struct, frozen=True, kw_only=True):
    """What a row does. kind: "new", "update", "unchanged" or "wrong" (then `reason` says why).

    facts: what the thing is afterwards, as history keeps it; holder_id, owner_id: the people in it; old_number: to be
    kept beside it. digest: of a row without a key.
    """

    kind: str
    reason: str | None = None
    unit_id: int = 0
    thing: Thing | None = None
    facts: Facts = {}
    changes: dict[str, list[Any]] = {}
    holder_id: int | None = None
    owner_id: int | None = None
    old_number: str | None = None
    digest: str | None = None
