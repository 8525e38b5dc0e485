"""The way of a dossier as data: states, and who may move it from one to the next.

A workflow is a versioned document kept in the database; a running dossier keeps the version under which it was
taken. Those that ship are in `workflows.py`. Only the business axis is here: money, hand-over of the result and
digitising are separate (`axes.py`). New fields have defaults, so that old versions stay readable.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from core.contracts.dossiers import Duty
from plugins.onestop.domain.conditions import Condition, Known, unmet

ClockEffect = Literal["runs", "paused", "stopped"]
Denial = Literal[
    "no_such_action", "not_your_duty", "own_work", "held_by_other", "reason_missing", "number_missing", "unmet"
]

BACK: Final = "back"
"""Target of a move that leads to where the dossier was before it came into its present state."""


class State(Struct, frozen=True):
    """Where a dossier can be. title: for staff; public_title: for the citizen; asks: what the citizen has to do now.

    holder: whose turn it is. clock: whether the time for settling runs in this state. settles: the result is there when
    the dossier arrives (a refusal is a result too). final: nothing follows, unless it is reopened.
    budget_minutes: open time that the step may take, 0 for none; it never moves the promised day. national: code of
    the national status set, 0: derived (`national.py`).
    """

    code: str
    title: str
    public_title: str
    holder: Duty
    clock: ClockEffect = "runs"
    asks: str = ""
    settles: bool = False
    final: bool = False
    budget_minutes: int = 0
    national: int = 0


class Transition(Struct, frozen=True):
    """One allowed move. target: a state, or BACK. unless_did: actions after which the same person may not do this one.

    tells_citizen: the reason is shown on the public page, so it has to be written for the citizen.
    hands_over: the move names a person who receives the dossier. takes: the mover becomes the holder.
    notice: name of the notice sent to the citizen, empty for none. conditions and papers: what must hold, and which
    papers must be there. lists_papers: the reason is a list of what is missing, with a day until which it is awaited.
    needs_number: the move enters the number of the result. reopens: leads out of a final state.
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
    conditions: tuple[Condition, ...] = ()
    papers: tuple[str, ...] = ()
    lists_papers: bool = False
    needs_number: bool = False
    reopens: bool = False


class Workflow(Struct, frozen=True):
    """A complete table; the first state is where an accepted dossier starts."""

    name: str
    title: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]

    def state(self, code: str) -> State:
        """Return a state by its code. Raises KeyError."""
        found = self.find(code)
        if found is None:
            raise KeyError(code)
        return found

    def find(self, code: str) -> State | None:
        """Return a state by its code, None when there is none."""
        return next((state for state in self.states if state.code == code), None)

    def exits(self, source: str) -> tuple[Transition, ...]:
        """Return the moves that lead out of a state, in the order in which they are offered."""
        return tuple(move for move in self.transitions if move.source == source)

    def targets(self, move: Transition) -> tuple[str, ...]:
        """Return where a move can lead: its target, or for BACK every state from which its source is entered."""
        if move.target != BACK:
            return (move.target,)
        return tuple(dict.fromkeys(m.source for m in self.transitions if m.target == move.source))

    def edges(self) -> tuple[tuple[str, str], ...]:
        """Return every (source, target) that a dossier can go."""
        return tuple((move.source, target) for move in self.transitions for target in self.targets(move))


class Mover(Struct, frozen=True):
    """Who wants to move a dossier: the duties held in its unit, and what was already done to it by or for that person.

    holds: the dossier lies with this person, or with somebody this person stands in for, or with nobody in particular.
    """

    duties: frozenset[Duty]
    did: frozenset[str] = frozenset()
    holds: bool = True


class Decided(Struct, frozen=True):
    """The outcome of a try: the move with its true target, or why not. unmet: every condition that does not hold."""

    move: Transition | None = None
    denial: Denial | None = None
    unmet: tuple[Condition, ...] = ()


def decide(workflow: Workflow, source: str, action: str, mover: Mover, reason: str = "") -> Transition | Denial:
    """Return the move if this person may make it, else why not; conditions are not looked at (see `judge`)."""
    move = next((move for move in workflow.exits(source) if move.action == action), None)
    if move is None:
        return "no_such_action"
    denial = _personal(workflow.state(source), move, mover)
    if denial:
        return denial
    return "reason_missing" if move.needs_reason and not reason.strip() else move


def judge(
    workflow: Workflow,
    source: str,
    action: str,
    mover: Mover,
    *,
    reason: str = "",
    number: str = "",
    known: Known | None = None,
    came_from: str = "",
) -> Decided:
    """Return the move with everything looked at. known: facts of the dossier; came_from: the state before this one."""
    found = decide(workflow, source, action, mover, reason)
    if not isinstance(found, Transition):
        return Decided(denial=found)
    if found.needs_number and not number.strip():
        return Decided(denial="number_missing")
    missing = unmet(found.conditions, found.papers, found.action, known) if known is not None else ()
    if missing:
        return Decided(denial="unmet", unmet=missing)
    if found.target != BACK:
        return Decided(found)
    if workflow.find(came_from) is None:
        return Decided(denial="no_such_action")
    return Decided(replace(found, target=came_from))


def offers(workflow: Workflow, source: str, mover: Mover) -> tuple[Transition, ...]:
    """Return the moves that this person may make now, a reason provided and the conditions met."""
    if workflow.find(source) is None:
        return ()
    state = workflow.state(source)
    return tuple(move for move in workflow.exits(source) if _personal(state, move, mover) is None)


def _personal(state: State, move: Transition, mover: Mover) -> Denial | None:
    """Return why this person may not make a move.

    Whoever comes with another duty than the holder's (the desk that takes a request to withdraw) need not hold it.
    """
    able = mover.duties.intersection(move.duties)
    if not able:
        return "not_your_duty"
    if mover.did.intersection(move.unless_did):
        return "own_work"
    return "held_by_other" if not mover.holds and able == {state.holder} else None


_OUTSIDE: Final[frozenset[Duty]] = frozenset({"citizen", "agency", "nobody"})


class Flaw(Struct, frozen=True):
    """Why a workflow may not be published; subject is a state, or state/action."""

    kind: Literal[
        "no_states", "twice", "unknown_state", "unknown_action", "unreachable", "dead_end", "exit_from_final", "no_duty"
    ]
    subject: str


def flaws(workflow: Workflow) -> tuple[Flaw, ...]:
    """Return everything that would let a dossier get lost: names used twice, unknown ends, dead ends, nobody to act."""
    codes = [state.code for state in workflow.states]
    if not codes:
        return (Flaw("no_states", workflow.name),)
    edges = workflow.edges()
    found = [Flaw("twice", code) for code in _doubles(codes)]
    found += [Flaw("twice", name) for name in _doubles(f"{move.source}/{move.action}" for move in workflow.transitions)]
    known, actions = set(codes), {move.action for move in workflow.transitions}
    for move in workflow.transitions:
        found += [Flaw("unknown_state", end) for end in (move.source, move.target) if end not in {*known, BACK}]
        if set(move.unless_did) - actions:
            found.append(Flaw("unknown_action", f"{move.source}/{move.action}"))
        if not set(move.duties) - _OUTSIDE:
            found.append(Flaw("no_duty", f"{move.source}/{move.action}"))
    reachable = _closure({codes[0]}, edges)
    final = {state.code for state in workflow.states if state.final}
    ending = _closure(final, [(target, source) for source, target in edges])
    found += [Flaw("unreachable", code) for code in codes if code not in reachable]
    found += [Flaw("dead_end", code) for code in codes if code not in ending]
    found += [
        Flaw("exit_from_final", code)
        for code in codes
        if code in final and any(not move.reopens for move in workflow.exits(code))
    ]
    return tuple(found)


def _doubles(names: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [name for name in names if name in seen or seen.add(name)]  # type: ignore[func-returns-value]


def _closure(start: Collection[str], pairs: Sequence[tuple[str, str]]) -> set[str]:
    """Return everything that can be reached from start along the pairs."""
    reached, border = set(start), list(start)
    while border:
        here = border.pop()
        for source, target in pairs:
            if source == here and target not in reached:
                reached.add(target)
                border.append(target)
    return reached
