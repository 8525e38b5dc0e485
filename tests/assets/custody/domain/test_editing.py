"""What an office may make of a transition: any change that is accepted keeps the course of things and the law."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.assets.custody.domain.editing import FREE_FACTS, KEPT_FACTS, Change, edited
from plugins.assets.custody.domain.engine import NEEDS, Transition
from plugins.assets.custody.rules import transitions

USABLE = ("in_use", "in_store", "broken", "in_repair", "to_liquidate")
ANY_FACT = st.lists(st.sampled_from([*FREE_FACTS, "other", "to_unit", "due_on"]), max_size=4)
CHANGES = st.builds(
    Change,
    title=st.just("Việc"),
    title_en=st.just("Act"),
    paper=st.just("Biên bản"),
    begins=st.lists(st.sampled_from([*USABLE, "lost", "liquidated"]), max_size=3),
    required=ANY_FACT,
    optional=ANY_FACT,
    needs=st.lists(st.sampled_from(sorted(NEEDS)), max_size=2),
    signs=st.lists(st.sampled_from(["giver", "receiver"]), max_size=2),
    off=st.booleans(),
    version=st.just(0),
    note=st.just("n"),
)


def as_it_is(one: Transition, **other: Any) -> Change:
    """Return the change that changes nothing, but for what is named."""
    facts: dict[str, Any] = {
        "title": one.title,
        "title_en": one.title_en,
        "paper": one.paper,
        "begins": list(one.begins),
        "required": [fact for fact in one.required if fact in FREE_FACTS],
        "optional": [fact for fact in one.optional if fact in FREE_FACTS],
        "needs": list(one.needs),
        "signs": list(one.signs),
        "version": 0,
        "note": "n",
    }
    return Change(**(facts | other))


@pytest.mark.parametrize("key", sorted(transitions()))
def test_a_change_that_changes_nothing_is_accepted(key: str) -> None:
    one = transitions()[key]
    same = edited(one, as_it_is(one), USABLE)
    assert isinstance(same, Transition)
    assert msgspec.structs.replace(same, asks=one.asks) == one
    assert sorted(same.asks) == sorted(one.asks)


@given(key=st.sampled_from(sorted(transitions())), change=CHANGES)
def test_what_is_accepted_keeps_its_course(key: str, change: Change) -> None:
    one = transitions()[key]
    new = edited(one, change, USABLE)
    if isinstance(new, list):
        assert new
        return
    assert (new.key, new.to, new.other, new.holder, new.mark) == (one.key, one.to, one.other, one.holder, one.mark)
    assert KEPT_FACTS & set(one.required) <= set(new.required)
    assert {"other", "to_unit", "due_on"} & {*new.required, *new.optional} == {"other", "to_unit", "due_on"} & {
        *one.required,
        *one.optional,
    }
    assert "liquidated" not in new.begins
    assert not set(new.required) & set(new.optional)
    assert one.other or not new.signs
    assert msgspec.json.decode(msgspec.json.encode(new), type=Transition) == new  # as it is kept


@pytest.mark.parametrize(
    ("key", "other", "fault"),
    [
        ("hand_over", {"begins": []}, ("begins", "no_begin")),
        ("hand_over", {"begins": ["liquidated"]}, ("begins", "gone")),
        ("hand_over", {"required": ["due_on"]}, ("required", "unknown")),
        ("liquidate", {"required": ["way"]}, ("required", "law")),
        ("return", {"needs": []}, ("needs", "held")),
        ("lose", {"signs": ["giver"]}, ("signs", "nobody")),
    ],
)
def test_what_is_refused(key: str, other: dict[str, Any], fault: tuple[str, str]) -> None:
    one = transitions()[key]
    assert edited(one, as_it_is(one, **other), USABLE) == [fault]
