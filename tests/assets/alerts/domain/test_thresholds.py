"""Thresholds begin and end with their confirmation; the shipped rules are sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import ValidationError, convert

from plugins.assets.alerts.domain.thresholds import CALM, Rule, advance, looks
from plugins.assets.alerts.rules import rules


def rule(**facts: object) -> Rule:
    usual = {"key": "k", "figure": "cpu", "above": 90, "clear": 70, "confirm": 2, "severity": "info"}
    return convert(usual | {"title": "t", "title_en": "t"} | facts, Rule)


def replay(one: Rule, values: list[float]) -> list[str]:
    condition, turns = CALM, []
    for number, value in enumerate(values):
        condition, turn = advance(one, condition, value)
        if turn:
            turns.append(f"{number} {turn}")
    return turns


@pytest.mark.parametrize(
    ("facts", "values", "turns"),
    [
        ({}, [95], []),
        ({}, [95, 95], ["1 raised"]),
        ({}, [95, 80, 95], []),
        ({}, [95, 95, 80, 80, 80], ["1 raised"]),  # between the levels nothing ends
        ({}, [95, 95, 70, 80, 70, 70], ["1 raised", "5 cleared"]),
        ({"confirm": 1}, [90, 70, 90], ["0 raised", "1 cleared", "2 raised"]),
        ({"above": None, "below": 10, "clear": 20}, [9, 8, 15, 25, 25], ["1 raised", "4 cleared"]),
    ],
)
def test_begin_and_end(facts: dict[str, object], values: list[float], turns: list[str]) -> None:
    assert replay(rule(**facts), values) == turns


@given(values=st.lists(st.sampled_from([60.0, 70.0, 80.0, 90.0, 95.0]), max_size=60), confirm=st.integers(1, 4))
def test_against_a_reader_of_the_whole_course(values: list[float], confirm: int) -> None:
    """The oracle looks back over the last polls instead of counting."""
    expected, active, since = [], False, 0
    for number in range(len(values)):
        last = values[max(since, number - confirm + 1) : number + 1]
        turned = all(value <= 70 for value in last) if active else all(value >= 90 for value in last)
        if len(last) == confirm and turned:
            active, since = not active, number + 1
            expected.append(f"{number} {'raised' if active else 'cleared'}")
    assert replay(rule(confirm=confirm), values) == expected


@pytest.mark.parametrize(
    "facts", [{"above": None}, {"below": 5}, {"clear": 90}, {"above": None, "below": 5, "clear": 5}, {"confirm": 0}]
)
def test_rules_that_could_never_end_are_refused(facts: dict[str, object]) -> None:
    with pytest.raises((ValidationError, ValueError)):
        rule(**facts)


def test_each_figure_has_one_rule() -> None:
    found = looks(rules().rule, {"supply.1": 50.0, "ups.charge": 90.0, "pages": 5.0, "error.jammed": 1.0})
    assert [(look.rule.key, look.figure) for look in found] == [
        ("supply_low", "supply.1"), ("charge_low", "ups.charge"), ("printer_stopped", "error.jammed"),
    ]  # fmt: skip
