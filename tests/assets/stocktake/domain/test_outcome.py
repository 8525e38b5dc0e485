"""The outcome of a stocktake: cases by name; order and repetition never matter."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.assets.stocktake.domain.outcome import WORST, Event, Expected, outcome

LIST = [Expected("A", "Phòng 1"), Expected("B", None)]


def event(number: int, code: str = "A", **facts: Any) -> Event:
    usual: dict[str, Any] = {"id": number, "uuid": f"u{number}", "code": code, "known": True, "person": "Khoa"}
    return Event(**(usual | facts))


@pytest.mark.parametrize(
    ("why", "events", "verdict", "place", "condition", "disputed"),
    [
        ("nobody saw it", [], "missing", None, None, ()),
        ("seen where it belongs", [{"place": "phòng 1"}], "found", "phòng 1", "good", ()),
        ("seen, no place said", [{}], "found", None, "good", ()),
        ("seen elsewhere", [{"place": "Phòng 2"}], "misplaced", "Phòng 2", "good", ()),
        ("the last place counts", [{"place": "Phòng 2"}, {"place": "Phòng 1"}], "found", "Phòng 1", "good", ("place",)),
        ("the worse counts", [{"condition": "broken"}, {}], "wrong_condition", None, "broken", ("condition",)),
        ("its holder says yes", [{"source": "self"}], "found", None, "good", ()),
        ("its holder says no", [{"source": "self", "yes": False}], "missing", None, None, ("holder",)),
        ("denied, but seen", [{"source": "self", "yes": False}, {}], "found", None, "good", ("holder",)),
    ],
)  # fmt: skip
def test_a_listed_thing(
    why: str, events: list[dict[str, Any]], verdict: str, place: Any, condition: Any, disputed: Any
) -> None:
    line = outcome(LIST, [event(number, **facts) for number, facts in enumerate(events, start=1)])[0]
    assert (line.verdict, line.place, line.condition, line.disputed) == (verdict, place, condition, disputed), why


def test_what_is_not_on_the_list_is_kept() -> None:
    lines = outcome(LIST, [event(1, "X", known=False), event(2, "C")])
    assert [(line.code, line.verdict) for line in lines] == [
        ("A", "missing"), ("B", "missing"), ("C", "elsewhere"), ("X", "unknown"),
    ]  # fmt: skip


EVENTS = st.lists(
    st.builds(
        lambda number, code, place, condition, source, yes: Event(
            number, f"u{number}", code, code in "ABC", place, condition, f"p{number % 3}", source, yes
        ),
        st.integers(1, 12),
        st.sampled_from("ABCX"),
        st.sampled_from([None, "Phòng 1", "Phòng 2"]),
        st.sampled_from(sorted(WORST)),
        st.sampled_from(["count", "self"]),
        st.booleans(),
    ),
    max_size=20,
    unique_by=lambda one: one.id,
)


@given(events=EVENTS, seed=st.integers(0, 1000))
def test_order_and_repetition_do_not_matter(events: list[Event], seed: int) -> None:
    again = [*events, *random.Random(seed).choices(events, k=5)] if events else []
    random.Random(seed).shuffle(again)
    assert outcome(LIST, again) == outcome(LIST, events)


@given(events=EVENTS)
def test_nothing_seen_is_missing_and_nothing_is_lost(events: list[Event]) -> None:
    lines = {line.code: line for line in outcome(LIST, events)}
    assert set(lines) == {"A", "B"} | {one.code for one in events}
    for one in events:
        if one.source == "count":
            assert lines[one.code].verdict != "missing"
            assert one.person in lines[one.code].people
