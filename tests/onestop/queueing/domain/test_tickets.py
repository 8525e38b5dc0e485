"""The life of a ticket: every way through it ends well, and its times are in order."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from plugins.onestop.queueing.domain.tickets import (
    OVER,
    STATES,
    STEPS,
    Caller,
    Ticket,
    after,
    label,
    spoken,
    step_for,
    steps_at,
)

START = datetime(2017, 11, 22, 1, tzinfo=UTC)
CLERK = Caller(1, 7, "Người gọi")


def ticket() -> Ticket:
    return Ticket(id=1, unit_id=1, origin=1, service=1, day=date(2017, 11, 22), number=1, label="A001", taken_at=START)


@pytest.mark.parametrize(("number", "words"), [(1, "A001"), (99, "A099"), (999, "A999"), (1000, "A1000")], ids=str)
def test_a_label_has_at_least_three_digits(number: int, words: str) -> None:
    assert label("A", number) == words


def test_a_label_is_read_sign_by_sign() -> None:
    assert spoken("B012") == "B, 0, 1, 2"


def test_no_state_is_a_dead_end_but_those_that_are_over() -> None:
    assert {state for state in STATES if not steps_at(state)} == OVER


def test_every_state_is_reached_and_no_step_is_written_twice() -> None:
    assert {step.target for step in STEPS} == set(STATES)
    pairs = [(step.source, step.action) for step in STEPS]
    assert len(set(pairs)) == len(pairs)


def test_a_ticket_finished_without_a_start_counts_from_its_call() -> None:
    called = after(ticket(), step_for("waiting", "call") or STEPS[0], START + timedelta(minutes=5), CLERK)
    done = after(called, step_for("called", "finish") or STEPS[0], START + timedelta(minutes=9), CLERK)
    assert (done.started_at, done.ended_at) == (START + timedelta(minutes=5), START + timedelta(minutes=9))


class Life(RuleBasedStateMachine):
    """Somebody does whatever is offered, in any order; an oracle keeps the history by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.ticket = ticket()
        self.now = START
        self.history: list[tuple[str, datetime]] = []

    @rule(minutes=st.integers(0, 30))
    def wait(self, minutes: int) -> None:
        """Let time pass."""
        self.now += timedelta(minutes=minutes)

    @precondition(lambda self: self.ticket.state not in OVER)
    @rule(choice=st.data())
    def act(self, choice: st.DataObject) -> None:
        """Take one of the steps that are offered."""
        step = choice.draw(st.sampled_from(steps_at(self.ticket.state)))
        before = self.ticket
        self.ticket = after(before, step, self.now, CLERK)
        self.history.append((step.action, self.now))
        assert self.ticket.state == step.target
        assert self.ticket.revision == before.revision + 1
        # what names the ticket never changes
        assert [getattr(self.ticket, n) for n in ("id", "origin", "number", "label", "taken_at", "priority")] == [
            getattr(before, n) for n in ("id", "origin", "number", "label", "taken_at", "priority")
        ]

    @rule(action=st.sampled_from(sorted({step.action for step in STEPS})))
    def impossible_steps_are_none(self, action: str) -> None:
        """What is not offered is not possible."""
        offered = {step.action for step in steps_at(self.ticket.state)}
        assert (step_for(self.ticket.state, action) is not None) == (action in offered)  # type: ignore[arg-type]

    @invariant()
    def times_are_in_order(self) -> None:
        """Taken, first called, called, started, ended."""
        it = self.ticket
        first = [it.taken_at, *filter(None, [it.first_called_at, it.called_at])]
        assert first == sorted(first)
        if it.started_at and it.ended_at:
            assert it.taken_at <= it.started_at <= it.ended_at

    @invariant()
    def the_history_explains_the_ticket(self) -> None:
        """The first call, the place at a counter and the end are what the history says."""
        calls = [at for action, at in self.history if action == "call"]
        assert self.ticket.first_called_at == (calls[0] if calls else None)
        assert (self.ticket.counter is not None) or self.ticket.state in {"waiting", "left"}
        assert (self.ticket.ended_at is not None) == (self.ticket.state in {"done", "left", "absent"})


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
