"""Conditions: each kind holds exactly when it says so, and all that is missing is told at once."""

import pytest

from plugins.onestop.domain.conditions import Condition, Known, unmet, value_fits


@pytest.mark.parametrize(
    ("condition", "known", "holds"),
    [
        (Condition("fee_paid"), Known(fee_open=0), True),
        (Condition("fee_paid"), Known(fee_open=1), False),
        (Condition("papers_complete"), Known(papers={"Tờ khai": "complete", "Giấy khác": "absent"}), True),
        (Condition("papers_complete"), Known(papers={"Tờ khai": "short"}), False),
        (Condition("paper", "to khai"), Known(papers={"Tờ khai theo mẫu": "complete"}), True),
        (Condition("paper", "Tờ khai"), Known(papers={"Tờ khai theo mẫu": "absent"}), False),
        (Condition("paper", "Tờ khai"), Known(), False),
        (Condition("result_number"), Known(result_number="12/UBND"), True),
        (Condition("result_number"), Known(result_number="  "), False),
        (Condition("digitised"), Known(digitised=True), True),
        (Condition("digitised"), Known(), False),
        (Condition("channel", "post"), Known(channel="post"), True),
        (Condition("channel", "post"), Known(channel="counter"), False),
        (Condition("case", "Có yếu tố nước ngoài"), Known(case="có yếu tố nước ngoài"), True),
        (Condition("case", "Có yếu tố nước ngoài"), Known(), False),
        (Condition("fewer_times", "2"), Known(times={"ask": 1}), True),
        (Condition("fewer_times", "2"), Known(times={"ask": 2}), False),
    ],
)
def test_a_condition_holds(condition: Condition, known: Known, holds: bool) -> None:
    assert (unmet((condition,), (), "ask", known) == ()) is holds


def test_everything_that_is_missing_is_told_at_once() -> None:
    asked = (Condition("fee_paid"), Condition("digitised"))
    found = unmet(asked, ("Giấy ủy quyền",), "x", Known(fee_open=5))
    assert found == (*asked, Condition("paper", "Giấy ủy quyền"))


@pytest.mark.parametrize(
    ("condition", "fits"),
    [
        (Condition("fee_paid"), True),
        (Condition("fee_paid", "x"), False),
        (Condition("fewer_times", "3"), True),
        (Condition("fewer_times", "0"), False),
        (Condition("fewer_times", "²"), False),
        (Condition("fewer_times", ""), False),
        (Condition("channel", "online"), True),
        (Condition("channel", "pigeon"), False),
        (Condition("case", " "), False),
        (Condition("paper", "Tờ khai"), True),
    ],
)
def test_a_condition_needs_the_value_of_its_kind(condition: Condition, fits: bool) -> None:
    assert value_fits(condition) is fits
