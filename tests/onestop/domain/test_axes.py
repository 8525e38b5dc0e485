"""Four axes that go their own ways; the national code is derived from the business one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.onestop.domain.axes import DELIVERY, DIGITISED, MOVES, axis_move, axis_moves, delivery_after, money
from plugins.onestop.domain.national import NATIONAL, national_status
from plugins.onestop.domain.workflow import State, Workflow
from plugins.onestop.domain.workflows import LEADER_SIGNS, LONG_WAY, SHIPPED


@pytest.mark.parametrize(
    ("due", "paid", "how"),
    [(0, 0, "none"), (30, 0, "open"), (30, 10, "partly"), (30, 30, "paid"), (30, 40, "overpaid"), (0, 10, "overpaid")],
)
def test_money(due: int, paid: int, how: str) -> None:
    assert money(due, paid) == how


@pytest.mark.parametrize(("axis", "states"), [("delivery", DELIVERY), ("digitised", DIGITISED)])
def test_an_axis_moves_between_its_own_states_only(axis: str, states: dict[str, object]) -> None:
    for move in MOVES[axis]:  # type: ignore[index]
        assert move.sources <= set(states)
        assert move.target in states
    assert {move.action for now in states for move in axis_moves(axis, now)} == {m.action for m in MOVES[axis]}  # type: ignore[arg-type, index]


def test_what_is_not_possible_is_no_move() -> None:
    assert axis_move("delivery", "none", "post") is None
    assert axis_move("delivery", "at_desk", "digitise") is None
    move = axis_move("delivery", "returned", "recall")
    assert move is not None
    assert (move.target, move.needs_reason) == ("recalled", True)


@pytest.mark.parametrize(
    ("source", "target", "before", "after"),
    [
        ("signed", "at_desk", "none", "at_desk"),
        ("at_desk", "returned", "at_desk", "returned"),
        ("at_desk", "returned", "to_post", "returned"),
        ("submitted", "refused", "none", "none"),
        ("returned", "correcting", "returned", "returned"),
        ("correction_submitted", "at_desk", "returned", "at_desk"),
        ("accepted", "assigned", "none", "none"),
    ],
)
def test_the_business_moves_the_result_along(source: str, target: str, before: str, after: str) -> None:
    flow = LEADER_SIGNS
    assert delivery_after(flow.state(source), flow.state(target), before) == after  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("workflow", "state", "code"),
    [
        (LEADER_SIGNS, "accepted", 2),
        (LEADER_SIGNS, "refused", 3),
        (LEADER_SIGNS, "appraising", 4),
        (LEADER_SIGNS, "needs_supplement", 5),
        (LEADER_SIGNS, "waiting_finance", 6),
        (LEADER_SIGNS, "withdraw_requested", 7),
        (LEADER_SIGNS, "stopped", 8),
        (LEADER_SIGNS, "withdrawn", 8),
        (LEADER_SIGNS, "at_desk", 9),
        (LEADER_SIGNS, "returned", 10),
        (LONG_WAY, "issued", 4),
    ],
)
def test_national_status(workflow: Workflow, state: str, code: int) -> None:
    assert national_status(workflow, workflow.state(state)) == code


@given(
    st.sampled_from(SHIPPED),
    st.builds(
        State,
        st.just("x"),
        st.just("X"),
        st.just("X"),
        st.sampled_from(["reception", "citizen", "nobody"]),
        st.sampled_from(["runs", "paused", "stopped"]),
        settles=st.booleans(),
        final=st.booleans(),
        national=st.integers(-1, 12),
    ),
)
def test_every_state_of_every_workflow_has_a_national_code(workflow: Workflow, state: State) -> None:
    assert national_status(workflow, state) in NATIONAL
