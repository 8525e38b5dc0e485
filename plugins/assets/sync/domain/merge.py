"""Two sides of one object and what both agreed on last: which side gets what, and what nobody may decide. Pure."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from msgspec import Struct

Direction = Literal["pull", "push", "both"]
Side = Literal["ours", "theirs"]
Values = Mapping[str, Any]
Owner = Callable[[str], Side | None]


class Conflict(Struct, frozen=True):
    """A field, or with field "" the whole object, that both sides want otherwise. None: not there."""

    field: str
    ours: Any
    theirs: Any


class Decision(Struct, frozen=True):
    """What to write on each side, and what waits for a person. create: on which side the object is made.

    agreed: what both sides have afterwards, the base of the next run; fields in conflict keep their old base.
    """

    create: Side | None
    to_ours: Values
    to_theirs: Values
    conflicts: tuple[Conflict, ...]
    agreed: Values


def merge(
    base: Values | None, ours: Values | None, theirs: Values | None, direction: Direction, owner: Owner
) -> Decision:
    """Return what makes both sides equal. base: None when they never met; ours, theirs: None where it is not there.

    What only one side changed goes to the other one, unless the direction says that this side does not listen: then
    the listening side is set back. What was deleted on one side is never deleted on the other without a person.
    """
    if ours is None or theirs is None:
        return _one_sided(base, ours, theirs, direction)
    to_ours: dict[str, Any] = {}
    to_theirs: dict[str, Any] = {}
    agreed: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    for field in ours.keys() & theirs.keys():
        mine, other = ours[field], theirs[field]
        if mine == other:
            agreed[field] = mine
            continue
        winner = _winner(field, base, mine, other, direction, owner)
        if winner is None:
            conflicts.append(Conflict(field, mine, other))
            if base is not None and field in base:
                agreed[field] = base[field]
        elif winner == "ours":
            to_theirs[field] = agreed[field] = mine
        else:
            to_ours[field] = agreed[field] = other
    return Decision(None, to_ours, to_theirs, tuple(sorted(conflicts, key=lambda one: one.field)), agreed)


def _one_sided(base: Values | None, ours: Values | None, theirs: Values | None, direction: Direction) -> Decision:
    there = ours if ours is not None else theirs
    if there is None:
        return Decision(None, {}, {}, (), {})
    if base is not None:  # it was on both sides once
        return Decision(None, {}, {}, (Conflict("", ours and dict(ours), theirs and dict(theirs)),), base)
    side: Side = "theirs" if ours is not None else "ours"
    listens = {"pull": "ours", "push": "theirs"}.get(direction, side)
    if listens != side:
        return Decision(None, {}, {}, (), {})
    return Decision(side, there if side == "ours" else {}, there if side == "theirs" else {}, (), there)


def _winner(field: str, base: Values | None, mine: Any, other: Any, direction: Direction, owner: Owner) -> Side | None:
    if direction != "both":
        return "ours" if direction == "push" else "theirs"
    if base is None or field not in base:
        filled = [side for side, value in (("ours", mine), ("theirs", other)) if value not in {None, ""}]
        return filled[0] if len(filled) == 1 else owner(field)  # type: ignore[return-value]
    if base[field] == other:
        return "ours"
    if base[field] == mine:
        return "theirs"
    return owner(field)
