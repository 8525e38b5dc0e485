"""Past steps walked through the real workflows: the ledger, the pauses and the end follow from the moves."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.onestop.domain.ledger import LedgerLine, pauses
from plugins.onestop.domain.workflow import BACK, Workflow
from plugins.onestop.domain.workflows import LEADER_SIGNS, SHIPPED, SPECIALIST_SETTLES
from plugins.onestop.history.domain.journey import pausing, returning, settling
from plugins.onestop.history.domain.walk import TAKEN_OVER, Step, walk, ways_of

AT = datetime(2017, 8, 1, 1, tzinfo=UTC)


def hour(number: int) -> datetime:
    return AT + timedelta(hours=number)


def test_the_whole_way() -> None:
    steps = [Step(hour(n), a) for n, a in enumerate(("hand_over", "start", "submit", "sign", "to_desk", "return"), 1)]
    done = walk(ways_of(LEADER_SIGNS), AT, "Lan", steps)
    assert (done.state.code, done.settled_at, done.closed_at) == ("returned", hour(5), hour(6))
    assert [line.action for line in done.lines if line.kind == "clock"] == ["stop"]


def test_pauses_are_what_the_ledger_says() -> None:
    names = ("hand_over", "start", "ask_supplement", "supplemented", "ask_supplement")
    done = walk(ways_of(LEADER_SIGNS), AT, "Lan", [Step(hour(n), a) for n, a in enumerate(names, 1)])
    assert done.pauses == ((hour(3), hour(4)),)
    ledger = [LedgerLine(0, x.at, x.kind, x.action, x.source, x.target, None, "", "", "", None) for x in done.lines]
    assert pauses(ledger, hour(9)) == [(hour(3), hour(4)), (hour(5), hour(9))]


@pytest.mark.parametrize(
    "steps",
    [
        [Step(hour(1), "sign")],
        [Step(hour(-1), "hand_over")],
        [Step(hour(1), "withdraw"), Step(hour(2), "hand_over")],
        [Step(hour(1), TAKEN_OVER, target="nowhere")],
    ],
)
def test_what_cannot_have_been_is_refused(steps: list[Step]) -> None:
    with pytest.raises(ValueError, match="not possible"):
        walk(ways_of(LEADER_SIGNS), AT, "Lan", steps)


@given(st.sampled_from(SHIPPED), st.integers(0, 10**6))
def test_any_walk_ends_where_its_last_line_says(workflow: Workflow, seed: int) -> None:
    chance, ways = Random(seed), ways_of(workflow)
    came = here = ways.start.code
    steps, at = [], AT
    for _ in range(chance.randint(0, 12)):
        offered = workflow.exits(here)
        if not offered or ways.states[here].final:  # what is over stays so; corrections are not told of in old files
            break
        move = chance.choice(offered)
        at += timedelta(minutes=chance.randint(0, 900))
        target = came if move.target == BACK else move.target
        steps.append(Step(at, move.action, target=target))
        came, here = here, target
    done = walk(ways, AT, "", steps)
    assert done.state.code == here
    assert len([line for line in done.lines if line.kind == "move"]) == len(steps) + 1
    assert (done.closed_at is not None) == done.state.final
    assert all(start <= end for start, end in done.pauses)


@pytest.mark.parametrize("workflow", [LEADER_SIGNS, SPECIALIST_SETTLES])
def test_there_is_a_way_to_settle_to_return_and_to_wait(workflow: Workflow) -> None:
    ways = ways_of(workflow)
    moves = [*settling(ways), *returning(ways, settling(ways)[-1].target)]
    done = walk(ways, AT, "", [Step(hour(n), move.action) for n, move in enumerate(moves)])
    assert done.state.final
    assert done.settled_at is not None
    waiting = walk(ways, AT, "", [Step(hour(n), move.action) for n, move in enumerate(pausing(ways))])
    assert waiting.state.clock == "paused"
