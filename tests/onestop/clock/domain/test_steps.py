"""A step's budget never overrides the limit of the whole."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contracts.procedures import Limit, Unit
from core.worktime import Pause
from plugins.onestop.clock.domain.steps import StepDue, budgets_on_the_way, entered, overdrawn, step_due
from plugins.onestop.domain.promise import Terms
from tests.onestop.clock.cases import OFFICE, at, line, within


@pytest.mark.parametrize(
    ("budget", "latest", "due"),
    [
        (Limit(4, "hour"), "24T10:00", StepDue(at("20T15:30"), "budget")),
        (Limit(1, "working_day"), "24T10:00", StepDue(at("21T10:00"), "budget")),
        (Limit(1, "working_day"), "20T16:00", StepDue(at("20T16:00"), "limit")),
        (None, "20T16:00", StepDue(at("20T16:00"), "limit")),
        (Limit(30, "minute"), None, StepDue(at("20T10:30"), "budget")),
        (None, None, None),
    ],
)
def test_the_smaller_of_budget_and_what_remains(budget: Limit | None, latest: str | None, due: StepDue | None) -> None:
    assert step_due(OFFICE, at("20T10:00"), budget, at(latest) if latest else None, []) == due


def test_a_pause_within_the_step_moves_its_end() -> None:
    pause = [Pause(at("20T10:30"), at("21T10:30"))]
    assert step_due(OFFICE, at("20T10:00"), Limit(1, "hour"), None, pause) == StepDue(at("21T11:00"), "budget")


@given(
    value=st.integers(1, 60),
    unit=st.sampled_from(["minute", "hour", "working_day"]),
    minutes=st.integers(0, 30_000),
)
def test_a_step_is_never_due_after_the_whole(value: int, unit: Unit, minutes: int) -> None:
    latest: datetime = at("20T10:00") + timedelta(minutes=minutes)
    due = step_due(OFFICE, at("20T10:00"), Limit(value, unit), latest, [])
    assert due is not None
    assert due.due_at <= latest


def test_a_step_begins_with_the_last_move_else_with_the_reception() -> None:
    moves = [line("receive", "20T10:00", kind="move"), line("hand_over", "20T14:00", kind="move")]
    assert entered([*moves, line("pause", "21T10:00")], at("20T10:00")) == at("20T14:00")
    assert entered([], at("20T10:00")) == at("20T10:00")


# the internal process of a real same-day procedure: 2 + 3 + 2 + 1 hours, exactly one working day
@pytest.mark.parametrize(
    ("terms", "hours", "over"),
    [
        (Terms(rule="same_day_15"), (2, 3, 2, 1), None),
        (Terms(rule="same_day_15"), (2, 3, 2, 2), (9, 8)),
        (within(2), (8, 8), None),
        (within(2), (8, 9), (17, 16)),
        (within(3, "hour"), (4,), (4, 3)),
        (within(10, "calendar_day"), (800,), None),
        (within(None), (800,), None),
    ],
)
def test_budgets_that_exceed_the_limit_are_reported(
    terms: Terms, hours: tuple[int, ...], over: tuple[int, int] | None
) -> None:
    found = overdrawn(OFFICE, terms, [Limit(value, "hour") for value in hours])
    told = None if found is None else (found.budgets // timedelta(hours=1), found.limit // timedelta(hours=1))
    assert told == over


def test_each_state_on_the_way_counts_once() -> None:
    budgets = {"a": Limit(1, "hour"), "b": Limit(2, "hour")}
    assert budgets_on_the_way(["a", "b", "a", "x"], budgets) == [Limit(1, "hour"), Limit(2, "hour")]
