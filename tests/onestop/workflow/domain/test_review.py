"""The review names everything at once: what forbids publishing, and what somebody should look at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from plugins.onestop.domain.conditions import Condition
from plugins.onestop.domain.workflow import BACK, State, Transition, Workflow
from plugins.onestop.domain.workflows import LEADER_SIGNS, LONG_WAY, SHIPPED
from plugins.onestop.workflow.domain.review import Finding, main_way, review

ALL = ("reception", "specialist", "head", "leader", "registry")


def without(workflow: Workflow, *rows: str) -> Workflow:
    kept = tuple(m for m in workflow.transitions if f"{m.source}/{m.action}" not in rows)
    return replace(workflow, transitions=kept)


def changed(workflow: Workflow, row: str, **values: object) -> Workflow:
    moves = tuple(replace(m, **values) if f"{m.source}/{m.action}" == row else m for m in workflow.transitions)
    return replace(workflow, transitions=moves)


@pytest.mark.parametrize("workflow", SHIPPED, ids=lambda workflow: workflow.name)
def test_what_ships_has_nothing_doubtful(workflow: Workflow) -> None:
    assert review(workflow, staffed=ALL, limit_minutes=5 * 480) == ()


@pytest.mark.parametrize(
    ("broken", "kind", "subject", "error"),
    [
        (without(LEADER_SIGNS, "submitted/sign"), "unreachable", "signed", True),
        (without(LEADER_SIGNS, "accepted/refuse", "submitted/refuse"), "no_refusal", "leader_signs", False),
        (without(LEADER_SIGNS, "needs_supplement/stop"), "waits_for_ever", "needs_supplement", False),
        (without(LEADER_SIGNS, "signed/to_desk"), "no_return", "leader_signs", False),
        (changed(LEADER_SIGNS, "submitted/sign", unless_did=()), "not_separated", "submitted/sign", False),
        (changed(LEADER_SIGNS, "submitted/sign", unless_did=("dance",)), "unknown_action", "submitted/sign", True),
        (changed(LEADER_SIGNS, "submitted/refuse", tells_citizen=False), "refusal_untold", "submitted/refuse", False),
        (changed(LEADER_SIGNS, "submitted/sign", duties=("wizard",)), "unknown_duty", "submitted/sign", True),
        (changed(LEADER_SIGNS, "submitted/sign", duties=("citizen",)), "no_duty", "submitted/sign", True),
        (
            changed(LEADER_SIGNS, "submitted/sign", conditions=(Condition("fewer_times", "x"),)),
            "bad_value",
            "submitted/sign",
            True,
        ),
        (changed(LONG_WAY, "endorsing/endorse", unless_did=()), "not_separated", "endorsing/endorse", False),
    ],
)
def test_findings(broken: Workflow, kind: str, subject: str, error: bool) -> None:
    found = [finding for finding in review(broken) if (finding.kind, finding.subject) == (kind, subject)]
    assert [finding.error for finding in found] == [error]


def test_errors_come_first_and_all_at_once() -> None:
    broken = without(LEADER_SIGNS, "submitted/sign", "needs_supplement/stop", "at_desk/return")
    found = review(broken)
    assert [one.error for one in found] == sorted((one.error for one in found), reverse=True)
    assert {"unreachable", "dead_end", "waits_for_ever"} <= {one.kind for one in found}


def test_budgets_must_fit_into_the_limit() -> None:
    total = sum(LONG_WAY.state(code).budget_minutes for code in main_way(LONG_WAY))
    assert total > 0
    assert review(LONG_WAY, limit_minutes=total) == ()
    [finding] = review(LONG_WAY, limit_minutes=total - 1)
    assert (finding.kind, finding.error) == ("budget_over_limit", True)


def test_a_duty_that_nobody_holds_is_named() -> None:
    found = review(LONG_WAY, staffed=("reception", "specialist", "head", "leader"))
    assert {one.subject for one in found if one.kind == "nobody_there"} == {"approved/issue", "refusal_signed/issue"}


def test_the_usual_way_is_that_of_a_granted_wish() -> None:
    expected = ("accepted", "assigned", "appraising", "endorsing", "submitted", "approved", "issued", "at_desk")
    assert main_way(LONG_WAY) == expected


codes = st.sampled_from(["a", "b", "c", "d", "e"])
states = st.builds(
    State,
    codes,
    st.just("X"),
    st.just("X"),
    st.sampled_from(["reception", "specialist", "leader", "citizen", "nobody"]),
    st.sampled_from(["runs", "paused", "stopped"]),
    settles=st.booleans(),
    final=st.booleans(),
)
moves = st.builds(
    Transition,
    codes,
    st.sampled_from(["go", "back_off", "sign"]),
    st.one_of(codes, st.just(BACK)),
    st.just("T"),
    st.lists(st.sampled_from(ALL), max_size=2).map(tuple),
    needs_reason=st.booleans(),
)
tangles = st.builds(
    Workflow,
    st.just("w"),
    st.just("W"),
    st.lists(states, max_size=6).map(tuple),
    st.lists(moves, max_size=12).map(tuple),
)


@given(tangles)
def test_no_tangle_breaks_the_review(workflow: Workflow) -> None:
    for finding in review(workflow, staffed=ALL, limit_minutes=60):
        assert isinstance(finding, Finding)


@given(tangles)
def test_where_nothing_is_an_error_every_dossier_can_end(workflow: Workflow) -> None:
    if any(finding.error for finding in review(workflow)):
        return
    final = {state.code for state in workflow.states if state.final}
    for start in {state.code for state in workflow.states}:
        here, seen = {start}, set()
        while here:
            seen |= here
            here = {target for source, target in workflow.edges() if source in here} - seen
        assert seen & final
