"""Workflows: who may do what, and that no dossier can get lost in one."""

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from core.contracts.dossiers import Duty
from plugins.onestop.domain.workflow import BACK, Flaw, Mover, Transition, Workflow, decide, flaws, judge, offers
from plugins.onestop.domain.workflows import LEADER_SIGNS, LONG_WAY, SHIPPED, SPECIALIST_SETTLES

ALL: frozenset[Duty] = frozenset({"reception", "specialist", "head", "leader", "registry"})


@pytest.mark.parametrize("workflow", SHIPPED, ids=lambda workflow: workflow.name)
def test_shipped_workflows_have_no_flaw(workflow: Workflow) -> None:
    assert flaws(workflow) == ()


def without(workflow: Workflow, *actions: str) -> Workflow:
    return replace(workflow, transitions=tuple(m for m in workflow.transitions if m.action not in actions))


@pytest.mark.parametrize(
    ("broken", "flaw"),
    [
        (without(LEADER_SIGNS, "sign"), Flaw("unreachable", "signed")),
        (without(LEADER_SIGNS, "return"), Flaw("dead_end", "at_desk")),
        (replace(LEADER_SIGNS, states=()), Flaw("no_states", "leader_signs")),
        (replace(LEADER_SIGNS, states=(*LEADER_SIGNS.states, LEADER_SIGNS.states[0])), Flaw("twice", "accepted")),
        (
            replace(LEADER_SIGNS, transitions=(*LEADER_SIGNS.transitions, LEADER_SIGNS.transitions[0])),
            Flaw("twice", "accepted/hand_over"),
        ),
        (
            replace(
                LEADER_SIGNS,
                transitions=(*LEADER_SIGNS.transitions, Transition("accepted", "x", "moon", "X", ("leader",))),
            ),
            Flaw("unknown_state", "moon"),
        ),
        (
            replace(
                LEADER_SIGNS,
                transitions=(*LEADER_SIGNS.transitions, Transition("returned", "x", "at_desk", "X", ("leader",))),
            ),
            Flaw("exit_from_final", "returned"),
        ),
        (
            replace(
                LEADER_SIGNS,
                transitions=(*LEADER_SIGNS.transitions, Transition("accepted", "x", "assigned", "X", ("citizen",))),
            ),
            Flaw("no_duty", "accepted/x"),
        ),
    ],
)
def test_flaws_are_found(broken: Workflow, flaw: Flaw) -> None:
    assert flaw in flaws(broken)


@pytest.mark.parametrize(
    ("where", "duties", "did", "reason", "outcome"),
    [
        ("accepted/hand_over", {"reception"}, (), "", "assigned"),
        ("accepted/hand_over", {"specialist"}, (), "", "not_your_duty"),
        ("accepted/sign", ALL, (), "", "no_such_action"),
        ("accepted/refuse", {"reception"}, (), "  ", "reason_missing"),
        ("accepted/refuse", {"reception"}, (), "Không đúng thẩm quyền", "refused"),
        ("submitted/sign", {"leader"}, (), "", "signed"),
        ("submitted/sign", ALL, ("submit",), "", "own_work"),
        ("submitted/refuse", ALL, ("submit",), "Thiếu căn cứ", "own_work"),
        ("returned/return", ALL, (), "", "no_such_action"),
        ("moon/return", ALL, (), "", "no_such_action"),
    ],
)
def test_decide(where: str, duties: set[Duty], did: tuple[str, ...], reason: str, outcome: str) -> None:
    found = decide(LEADER_SIGNS, *where.split("/"), Mover(frozenset(duties), frozenset(did)), reason)
    assert (found.target if isinstance(found, Transition) else found) == outcome


def test_a_dossier_settled_by_the_specialist_is_never_at_the_leader() -> None:
    assert not {"submitted", "signed"} & {state.code for state in SPECIALIST_SETTLES.states}


@pytest.mark.parametrize(
    ("number", "came_from", "outcome"),
    [("", "", "number_missing"), (" ", "", "number_missing"), ("5/QĐ", "", "issued")],
)
def test_a_result_is_not_issued_without_its_number(number: str, came_from: str, outcome: str) -> None:
    decided = judge(LONG_WAY, "approved", "issue", Mover(ALL), number=number, came_from=came_from)
    assert (decided.move.target if decided.move else decided.denial) == outcome


@pytest.mark.parametrize(
    ("came_from", "target"), [("needs_supplement", "needs_supplement"), ("", None), ("moon", None)]
)
def test_a_way_back_leads_to_where_it_came_from(came_from: str, target: str | None) -> None:
    [back] = [m for m in LEADER_SIGNS.exits("withdraw_requested") if m.target == BACK]
    mover = Mover(ALL)
    decided = judge(LEADER_SIGNS, "withdraw_requested", back.action, mover, reason="Không rút", came_from=came_from)
    assert (decided.move.target if decided.move else None) == target
    assert "needs_supplement" in LEADER_SIGNS.targets(back)


@pytest.mark.parametrize(
    ("duties", "holds", "outcome"),
    [
        ({"specialist"}, True, "submitted"),
        ({"specialist"}, False, "held_by_other"),
        ({"leader"}, False, "not_your_duty"),
    ],
)
def test_what_somebody_holds_his_peers_do_not_move(duties: set[Duty], holds: bool, outcome: str) -> None:
    found = decide(LEADER_SIGNS, "appraising", "submit", Mover(frozenset(duties), holds=holds))
    assert (found.target if isinstance(found, Transition) else found) == outcome


def test_the_desk_may_take_a_wish_to_withdraw_whoever_holds_it() -> None:
    mover = Mover(frozenset({"reception"}), holds=False)
    assert isinstance(decide(LEADER_SIGNS, "appraising", "ask_withdraw", mover, "Xin rút"), Transition)


def test_old_versions_stay_readable() -> None:
    """What was published before there were conditions, budgets and ways back reads as having none."""
    old = b"""{"name": "w", "title": "W",
               "states": [{"code": "a", "title": "A", "public_title": "A", "holder": "reception"}],
               "transitions": [{"source": "a", "action": "x", "target": "a", "title": "X", "duties": ["reception"]}]}"""
    workflow = msgspec.json.decode(old, type=Workflow)
    assert (workflow.states[0].budget_minutes, workflow.transitions[0].conditions) == (0, ())


class Dossier(RuleBasedStateMachine):
    """People do anything at all; whatever is allowed leads on, and whatever happened stands in the ledger."""

    @initialize(workflow=st.sampled_from(SHIPPED))
    def take_in(self, workflow: Workflow) -> None:
        self.workflow = workflow
        self.state = workflow.states[0].code
        self.ledger = [(self.state, "receive", "")]
        self.did: dict[int, set[str]] = {}
        self.came_from: dict[str, str] = {}

    @rule(
        person=st.integers(0, 2),
        duties=st.frozensets(st.sampled_from(sorted(ALL))),
        action=st.sampled_from(sorted({move.action for flow in SHIPPED for move in flow.transitions})),
        reason=st.sampled_from(["", "Thiếu giấy tờ"]),
    )
    def try_to_move(self, person: int, duties: frozenset[Duty], action: str, reason: str) -> None:
        mover = Mover(duties, frozenset(self.did.get(person, ())))
        came_from = self.came_from.get(self.state, "")
        move = judge(self.workflow, self.state, action, mover, reason=reason, number="1", came_from=came_from).move
        if move is None:
            return
        assert not move.needs_reason or reason
        self.ledger.append((move.target, action, reason))
        self.did.setdefault(person, set()).add(action)
        if action != "reject_withdrawal":
            self.came_from[move.target] = self.state
        self.state = move.target

    @invariant()
    def the_ledger_tells_the_state(self) -> None:
        if hasattr(self, "state"):
            assert self.ledger[-1][0] == self.state
            steps = zip(self.ledger, self.ledger[1:], strict=False)
            known = {(m.source, m.action, end) for m in self.workflow.transitions for end in self.workflow.targets(m)}
            assert all((before[0], after[1], after[0]) in known for before, after in steps)

    @invariant()
    def somebody_can_go_on(self) -> None:
        if hasattr(self, "state"):
            final = self.workflow.state(self.state).final
            onward = [move for move in offers(self.workflow, self.state, Mover(ALL)) if not move.reopens]
            assert bool(onward) != final

    @invariant()
    def nobody_signs_what_he_appraised(self) -> None:
        for did in getattr(self, "did", {}).values():
            assert "sign" not in did or not did & {"start", "submit", "propose", "endorse"}


TestDossier = Dossier.TestCase
TestDossier.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
