"""The simulator goes by the true rules: who may, what is missing, what the clock does."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import VIETNAM
from core.contracts.procedures import Limit
from core.worktime import office_hours, vietnamese_calendar
from plugins.onestop.domain.promise import Terms
from plugins.onestop.domain.workflow import Workflow
from plugins.onestop.domain.workflows import LEADER_SIGNS, LONG_WAY, SHIPPED
from plugins.onestop.due import USUAL_HOURS
from plugins.onestop.office import holidays
from plugins.onestop.workflow.domain.playing import PEOPLE, Play, Table, Try, known_with, play

MONDAY = datetime(2017, 11, 20, 7, 30, tzinfo=VIETNAM)
DESK, SPECIALIST, HEAD, LEADER, REGISTRY, ALL = (one.id for one in PEOPLE)
CALENDAR = vietnamese_calendar(office_hours(USUAL_HOURS), holidays())


def run(workflow: Workflow, *tries: tuple[int, str] | Try, **facts: str) -> Play:
    table = Table(workflow, CALENDAR, Terms(Limit(5, "working_day")), known_with(workflow, facts), MONDAY)
    return play(table, [one if isinstance(one, Try) else Try(*one) for one in tries])


def denials(played: Play) -> list[str | None]:
    return [turn.decided.denial for turn in played.turns]


def test_the_usual_way() -> None:
    way = [
        (DESK, "hand_over"),
        (SPECIALIST, "start"),
        (SPECIALIST, "submit"),
        (LEADER, "sign"),
        (SPECIALIST, "to_desk"),
    ]
    played = run(LEADER_SIGNS, *way, (DESK, "return"))
    assert denials(played) == [None] * 6
    assert (played.state.code, played.delivery) == ("returned", "returned")
    assert played.used.total_seconds() == 10 * 3600  # the hours until the result lay there


@pytest.mark.parametrize(
    ("tries", "denial"),
    [
        ([(SPECIALIST, "hand_over")], "not_your_duty"),
        ([(DESK, "sign")], "no_such_action"),
        ([Try(DESK, "refuse", silent=True)], "reason_missing"),
        ([(ALL, "hand_over"), (ALL, "start"), (ALL, "submit"), (ALL, "sign")], "own_work"),
        ([(DESK, "hand_over"), (ALL, "start")], None),
    ],
)
def test_what_is_refused_and_why(tries: list[tuple[int, str] | Try], denial: str | None) -> None:
    played = run(LEADER_SIGNS, *tries)
    # somebody with every duty comes with more than the holder's, and so is not kept out by the lock
    assert denials(played)[-1] in {denial, "held_by_other" if denial is None else denial}


def test_conditions_are_named() -> None:
    way = [(DESK, "hand_over"), (SPECIALIST, "start"), (SPECIALIST, "propose"), (HEAD, "endorse"), (LEADER, "sign")]
    short = run(LONG_WAY, *way)
    assert [one.kind for one in short.turns[-1].decided.unmet] == ["papers_complete"]
    enough = run(LONG_WAY, *way, (REGISTRY, "issue"), (REGISTRY, "to_desk"), (DESK, "return"), papers="1")
    assert denials(enough)[:-1] == [None] * 7
    assert [one.kind for one in enough.turns[-1].decided.unmet] == ["fee_paid"]


def test_a_supplement_moves_the_day() -> None:
    way = [(DESK, "hand_over"), (SPECIALIST, "start"), (SPECIALIST, "ask_supplement")]
    before, after = run(LEADER_SIGNS, *way), run(LEADER_SIGNS, *way, Try(DESK, "supplemented", 16))
    assert before.state.clock == "paused"
    assert after.turns[-1].clock == "resume"
    assert (before.due_at, after.due_at) == (
        datetime(2017, 11, 24, 17, 0, tzinfo=VIETNAM),
        datetime(2017, 11, 28, 17, 0, tzinfo=VIETNAM),
    )
    assert after.used == before.used


def test_an_overdrawn_step_is_told() -> None:
    played = run(LONG_WAY, Try(DESK, "hand_over", 6))
    assert played.turns[0].budget_over == 2 * 60


@given(
    st.sampled_from(SHIPPED),
    st.lists(
        st.builds(
            Try,
            st.integers(0, 9),
            st.sampled_from(sorted({move.action for flow in SHIPPED for move in flow.transitions})),
            st.integers(0, 40),
            st.booleans(),
        ),
        max_size=25,
    ),
    st.sampled_from(["", "1"]),
)
def test_whatever_is_tried_the_ledger_tells_the_state(workflow: Workflow, tries: list[Try], tick: str) -> None:
    played = run(workflow, *tries, fee=tick, papers=tick)
    assert len(played.turns) == len(tries)
    moves = [line for line in played.ledger if line.kind == "move"]
    assert moves[-1].target == played.state.code
    assert [line.action for line in moves[1:]] == [t.tried.action for t in played.turns if t.decided.move]
    assert played.at >= played.received_at
    assert (played.settled_at is not None) or played.delivery == "none"
