"""Three-way merge: cases by name, and properties that hold for any three sides."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.assets.sync.domain.merge import Decision, Direction, Side, merge

BASE = {"name": "pc", "serial": "A"}


def nobody(_field: str) -> Side | None:
    return None


@pytest.mark.parametrize(
    ("why", "base", "ours", "theirs", "direction", "to_ours", "to_theirs", "conflicts"),
    [
        ("equal", BASE, BASE, BASE, "both", {}, {}, []),
        ("ours changed", BASE, BASE | {"serial": "B"}, BASE, "both", {}, {"serial": "B"}, []),
        ("theirs changed", BASE, BASE, BASE | {"serial": "B"}, "both", {"serial": "B"}, {}, []),
        ("both the same way", BASE, BASE | {"serial": "B"}, BASE | {"serial": "B"}, "both", {}, {}, []),
        ("both otherwise", BASE, BASE | {"serial": "B"}, BASE | {"serial": "C"}, "both", {}, {}, ["serial"]),
        ("pull sets ours back", BASE, BASE | {"serial": "B"}, BASE, "pull", {"serial": "A"}, {}, []),
        ("push sets theirs back", BASE, BASE, BASE | {"serial": "B"}, "push", {}, {"serial": "A"}, []),
        ("first meeting, one is empty", None, BASE | {"serial": ""}, BASE, "both", {"serial": "A"}, {}, []),
        ("first meeting, both filled", None, BASE | {"serial": "B"}, BASE, "both", {}, {}, ["serial"]),
        ("gone there", BASE, BASE, None, "both", {}, {}, [""]),
        ("gone here", BASE, None, BASE, "push", {}, {}, [""]),
        ("gone on both sides", BASE, None, None, "both", {}, {}, []),
    ],
)
def test_rules(
    why: str,
    base: Any,
    ours: Any,
    theirs: Any,
    direction: Direction,
    to_ours: Any,
    to_theirs: Any,
    conflicts: list[str],
) -> None:
    made = merge(base, ours, theirs, direction, nobody)
    assert (made.create, made.to_ours, made.to_theirs) == (None, to_ours, to_theirs), why
    assert [one.field for one in made.conflicts] == conflicts, why


@pytest.mark.parametrize(
    ("ours", "theirs", "direction", "create"),
    [
        (BASE, None, "push", "theirs"), (BASE, None, "both", "theirs"), (BASE, None, "pull", None),
        (None, BASE, "pull", "ours"), (None, BASE, "both", "ours"), (None, BASE, "push", None),
    ],
)  # fmt: skip
def test_what_is_new_is_made_where_the_direction_leads(
    ours: Any, theirs: Any, direction: Direction, create: Side | None
) -> None:
    assert merge(None, ours, theirs, direction, nobody).create == create


def test_an_owner_decides_what_both_changed() -> None:
    made = merge(BASE, BASE | {"serial": "B"}, BASE | {"serial": "C"}, "both", {"serial": "theirs"}.get)  # type: ignore[arg-type]
    assert (made.to_ours, made.conflicts) == ({"serial": "C"}, ())


SIDES = st.fixed_dictionaries({"a": st.sampled_from(["", "x", "y"]), "b": st.sampled_from([None, 1, 2])})


def applied(side: dict[str, Any], changes: Any) -> dict[str, Any]:
    return side | dict(changes)


@given(base=st.none() | SIDES, ours=SIDES, theirs=SIDES, direction=st.sampled_from(["pull", "push", "both"]))
def test_a_second_run_has_nothing_to_do_but_the_same_conflicts(
    base: Any, ours: Any, theirs: Any, direction: Direction
) -> None:
    first = merge(base, ours, theirs, direction, nobody)
    second: Decision = merge(
        first.agreed, applied(ours, first.to_ours), applied(theirs, first.to_theirs), direction, nobody
    )
    assert (second.to_ours, second.to_theirs) == ({}, {})
    assert [one.field for one in second.conflicts] == [one.field for one in first.conflicts]
    assert second.agreed == first.agreed


@given(base=SIDES, ours=SIDES, theirs=SIDES)
def test_no_change_is_lost_and_none_is_made_up(base: Any, ours: Any, theirs: Any) -> None:
    made = merge(base, ours, theirs, "both", nobody)
    held = {one.field for one in made.conflicts}
    for field in base:
        values = {applied(ours, made.to_ours)[field], applied(theirs, made.to_theirs)[field]}
        changed = {side[field] for side in (ours, theirs) if side[field] != base[field]}
        assert (field in held) == (len(changed) == 2)
        assert field in held or values == (changed or {base[field]})
