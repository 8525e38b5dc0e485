"""What an office may change of a transition, and what it may not: pure.

The course of things (where it leads, who holds the thing afterwards, who the other party is) is the product's.
Words, conditions, what is asked for and who signs are the office's; what the law or the course needs can't be dropped.
"""

from collections.abc import Collection
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from core.text.i18n import lazy
from plugins.assets.custody.domain.engine import NEEDS, Party, Transition

Wrong = tuple[str, Literal["no_begin", "gone", "unknown", "law", "held", "nobody"]]
"""A field of a change and what is wrong with it."""
FREE_FACTS: Final = ("place", "reason", "condition", "council", "way", "wiped", "decision", "decided_on")
"""Facts that an office may ask for anywhere. The others change the course: other, to_unit, due_on."""
KEPT_FACTS: Final = frozenset({"other", "to_unit", "due_on", "decision", "decided_on"})
"""Once the shipped transition requires them they stay required: the course or the law needs them."""


class Change(Struct, frozen=True, kw_only=True):
    """A transition as an office wants it. required, optional: facts; version: that which was read; note: why."""

    title: Annotated[str, Meta(min_length=1, max_length=60, extra={"label": lazy("Tên việc")})]
    title_en: Annotated[str, Meta(min_length=1, max_length=60, extra={"label": lazy("Tên tiếng Anh")})]
    paper: Annotated[str, Meta(min_length=1, max_length=120, extra={"label": lazy("Tên biên bản")})]
    begins: Annotated[list[str], Meta(extra={"label": lazy("Bắt đầu từ tình trạng")})] = []
    required: Annotated[list[str], Meta(extra={"label": lazy("Bắt buộc ghi")})] = []
    optional: Annotated[list[str], Meta(extra={"label": lazy("Có thể ghi")})] = []
    needs: Annotated[list[str], Meta(extra={"label": lazy("Điều kiện")})] = []
    signs: Annotated[list[Party], Meta(extra={"label": lazy("Ai ký")})] = []
    off: Annotated[bool, Meta(extra={"label": lazy("Tạm không dùng")})] = False
    version: int
    note: Annotated[str, Meta(min_length=1, max_length=300, extra={"label": lazy("Lý do sửa")})]


def edited(shipped: Transition, change: Change, statuses: Collection[str]) -> Transition | list[Wrong]:
    """Return the transition as changed, or what is wrong with the change. statuses: where a thing can still be used."""
    faults = [
        *_faults_of_begins(shipped, change, statuses),
        *_faults_of_facts(shipped, change),
        *_faults_of_rest(shipped, change),
    ]
    if faults:
        return faults
    kept = [ask for ask in shipped.asks if ask.removesuffix("?") not in FREE_FACTS]
    required = [fact for fact in FREE_FACTS if fact in change.required]
    optional = [f"{fact}?" for fact in FREE_FACTS if fact in change.optional and fact not in change.required]
    return replace(
        shipped,
        title=change.title,
        title_en=change.title_en,
        paper=change.paper,
        begins=tuple(status for status in dict.fromkeys([*shipped.begins, *statuses]) if status in change.begins),
        asks=(*kept, *required, *optional),
        needs=tuple(need for need in NEEDS if need in change.needs),
        signs=tuple(party for party in ("giver", "receiver") if party in change.signs),
        off=change.off,
    )


def _faults_of_begins(shipped: Transition, change: Change, statuses: Collection[str]) -> list[Wrong]:
    if not change.begins:
        return [("begins", "no_begin")]
    if set(change.begins) - {*shipped.begins, *statuses}:
        return [("begins", "gone")]
    return []


def _faults_of_facts(shipped: Transition, change: Change) -> list[Wrong]:
    found: list[Wrong] = []
    if {*change.required, *change.optional} - set(FREE_FACTS):
        found.append(("required", "unknown"))
    dropped = (set(shipped.required) & KEPT_FACTS & set(FREE_FACTS)) - set(change.required)
    if dropped:
        found.append(("required", "law"))
    return found


def _faults_of_rest(shipped: Transition, change: Change) -> list[Wrong]:
    found: list[Wrong] = []
    if set(change.needs) - NEEDS.keys():
        found.append(("needs", "unknown"))
    if "held" in shipped.needs and "held" not in change.needs:
        found.append(("needs", "held"))
    if change.signs and not shipped.other:
        found.append(("signs", "nobody"))
    return found
