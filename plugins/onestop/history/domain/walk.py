"""A past dossier's steps walked through its workflow: where it stands, and the ledger that says how it got there."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct

from core.worktime import Pause
from plugins.onestop.domain.ledger import clock_action
from plugins.onestop.domain.workflow import State, Transition, Workflow

TAKEN_OVER = "taken_over"
# gc=False: bulk loads make hundreds of thousands of these, none of which can be part of a cycle


class Step(Struct, frozen=True, gc=False):
    """One step: an action of the workflow, or with a target a jump, where an old file does not say how it went."""

    at: datetime
    action: str
    person: str = ""
    reason: str = ""
    target: str = ""


class Line(Struct, frozen=True, gc=False):
    """A line for the ledger. kind: move | clock."""

    at: datetime
    kind: str
    action: str
    source: str
    target: str
    person: str
    reason: str


class Walked(Struct, frozen=True, gc=False):
    """Where the steps led. settled_at, closed_at: see the dossier's columns. pauses: stretches that are over."""

    state: State
    settled_at: datetime | None
    closed_at: datetime | None
    pauses: tuple[Pause, ...]
    lines: tuple[Line, ...]


class Ways(Struct, frozen=True):
    """A workflow, ready for many walks."""

    start: State
    states: Mapping[str, State]
    moves: Mapping[tuple[str, str], Transition]


def ways_of(workflow: Workflow) -> Ways:
    """Return a workflow with its states and moves by name."""
    return Ways(
        workflow.states[0],
        {state.code: state for state in workflow.states},
        {(move.source, move.action): move for move in workflow.transitions},
    )


def walk(ways: Ways, received_at: datetime, person: str, steps: Iterable[Step]) -> Walked:
    """Return where the steps lead from reception on. Raises ValueError for a step that the workflow does not know."""
    here, last = ways.start, received_at
    lines = [Line(received_at, "move", "receive", "", here.code, person, "")]
    settled_at = closed_at = paused_at = None
    pauses: list[Pause] = []
    for step in steps:
        move = ways.moves.get((here.code, step.action))
        there = ways.states.get(step.target or (move.target if move else ""))
        if there is None or step.at < last or closed_at is not None:
            raise ValueError(f"{step.action}: not possible at {step.at.isoformat()} from {here.code!r}")
        lines.append(Line(step.at, "move", step.action, here.code, there.code, step.person, step.reason))
        clock = clock_action(here.clock, there.clock)
        if clock:
            lines.append(Line(step.at, "clock", clock, here.code, there.code, step.person, ""))
        if clock == "pause":
            paused_at = step.at
        elif paused_at is not None and clock:
            pauses.append(Pause(paused_at, step.at))
            paused_at = None
        settled_at = step.at if there.settles else settled_at
        closed_at = step.at if there.final else None
        here, last = there, step.at
    return Walked(here, settled_at, closed_at, tuple(pauses), tuple(lines))
