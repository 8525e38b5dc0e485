"""The way of a dossier as data: states, and who may move it from one to the next.

A workflow is a versioned document kept in the database; a running dossier keeps the version under which it was
taken. The two that ship are in `workflows.py`. Only the business axis is here: money, hand-over of the result and
digitising are separate.
"""

from collections.abc import Collection, Iterable
from typing import Literal

from msgspec import Struct

from core.contracts.dossiers import Duty

ClockEffect = Literal["runs", "paused", "stopped"]
Denial = Literal["no_such_action", "not_your_duty", "reason_missing", "own_work"]


class State(Struct, frozen=True):
    """Where a dossier can be. title: for staff; public_title: for the citizen; asks: what the citizen has to do now.

    holder: whose turn it is. clock: whether the time for settling runs in this state. settles: the result is there when
    the dossier arrives (a refusal is a result too). final: nothing follows.
    """

    code: str
    title: str
    public_title: str
    holder: Duty
    clock: ClockEffect = "runs"
    asks: str = ""
    settles: bool = False
    final: bool = False


class Transition(Struct, frozen=True):
    """One allowed move. unless_did: actions after which the same person may not do this one (separation of duties).

    tells_citizen: the reason is shown on the public page, so it has to be written for the citizen.
    hands_over: the move names a person who receives the dossier. takes: the mover becomes the holder.
    notice: name of the notice sent to the citizen, empty for none.
    """

    source: str
    action: str
    target: str
    title: str
    duties: tuple[Duty, ...]
    needs_reason: bool = False
    tells_citizen: bool = False
    hands_over: bool = False
    takes: bool = False
    unless_did: tuple[str, ...] = ()
    notice: str = ""


class Workflow(Struct, frozen=True):
    """A complete table; the first state is where an accepted dossier starts."""

    name: str
    title: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]

    def state(self, code: str) -> State:
        """Return a state by its code. Raises KeyError."""
        for state in self.states:
            if state.code == code:
                return state
        raise KeyError(code)

    def exits(self, source: str) -> tuple[Transition, ...]:
        """Return the moves that lead out of a state, in the order in which they are offered."""
        return tuple(move for move in self.transitions if move.source == source)


class Mover(Struct, frozen=True):
    """Who wants to move a dossier: the duties held in its unit, and what the same person already did to it."""

    duties: frozenset[Duty]
    did: frozenset[str] = frozenset()


def decide(workflow: Workflow, source: str, action: str, mover: Mover, reason: str = "") -> Transition | Denial:
    """Return the move if it is allowed, else why it is not."""
    offered = [move for move in workflow.exits(source) if move.action == action]
    if not offered:
        return "no_such_action"
    move = offered[0]
    if not mover.duties.intersection(move.duties):
        return "not_your_duty"
    if mover.did.intersection(move.unless_did):
        return "own_work"
    if move.needs_reason and not reason.strip():
        return "reason_missing"
    return move


def offers(workflow: Workflow, source: str, mover: Mover) -> tuple[Transition, ...]:
    """Return the moves that this person may make now, a reason provided."""
    return tuple(
        move
        for move in workflow.exits(source)
        if mover.duties.intersection(move.duties) and not mover.did.intersection(move.unless_did)
    )


class Flaw(Struct, frozen=True):
    """Why a workflow may not be published; subject is a state, or state/action."""

    kind: Literal["no_states", "twice", "unknown_state", "unreachable", "dead_end", "exit_from_final", "no_duty"]
    subject: str


def flaws(workflow: Workflow) -> tuple[Flaw, ...]:
    """Return everything that would let a dossier get lost: names used twice, unknown ends, dead ends, nobody to act."""
    codes = [state.code for state in workflow.states]
    if not codes:
        return (Flaw("no_states", workflow.name),)
    found = [Flaw("twice", code) for code in _doubles(codes)]
    found += [Flaw("twice", name) for name in _doubles(f"{move.source}/{move.action}" for move in workflow.transitions)]
    known = set(codes)
    for move in workflow.transitions:
        found += [Flaw("unknown_state", end) for end in (move.source, move.target) if end not in known]
        if not set(move.duties) - {"citizen", "nobody"}:
            found.append(Flaw("no_duty", f"{move.source}/{move.action}"))
    reachable = _closure({codes[0]}, ((move.source, move.target) for move in workflow.transitions))
    final = {state.code for state in workflow.states if state.final}
    ending = _closure(final, ((move.target, move.source) for move in workflow.transitions))
    found += [Flaw("unreachable", code) for code in codes if code not in reachable]
    found += [Flaw("dead_end", code) for code in codes if code not in ending]
    found += [Flaw("exit_from_final", code) for code in codes if code in final and workflow.exits(code)]
    return tuple(found)


def _doubles(names: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [name for name in names if name in seen or seen.add(name)]  # type: ignore[func-returns-value]


def _closure(start: Collection[str], edges: Iterable[tuple[str, str]]) -> set[str]:
    """Return everything that can be reached from start along the edges."""
    pairs = list(edges)
    reached, border = set(start), list(start)
    while border:
        here = border.pop()
        for source, target in pairs:
            if source == here and target not in reached:
                reached.add(target)
                border.append(target)
    return reached
