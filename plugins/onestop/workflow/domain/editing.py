"""Change a draft row by row: every function returns a new workflow and refuses nothing that `review` can name."""

from collections.abc import Sequence
from typing import TypeVar

from msgspec.structs import replace

from plugins.onestop.domain.workflow import State, Transition, Workflow

T = TypeVar("T")


def put_state(workflow: Workflow, state: State, was: str = "") -> Workflow:
    """Return the workflow with a state added, or in place of the one whose code was `was`; moves follow its name."""
    if not was or workflow.find(was) is None:
        return replace(workflow, states=(*workflow.states, state))
    states = tuple(state if one.code == was else one for one in workflow.states)
    moves = tuple(
        replace(
            move,
            source=state.code if move.source == was else move.source,
            target=state.code if move.target == was else move.target,
        )
        for move in workflow.transitions
    )
    return replace(workflow, states=states, transitions=moves)


def drop_state(workflow: Workflow, code: str) -> Workflow:
    """Return the workflow without a state and without the moves that begin or end there."""
    states = tuple(state for state in workflow.states if state.code != code)
    kept = tuple(move for move in workflow.transitions if code not in {move.source, move.target})
    return replace(workflow, states=states, transitions=_forgetting(kept))


def put_move(workflow: Workflow, move: Transition, was: tuple[str, str] | None = None) -> Workflow:
    """Return the workflow with a move added, or in the place of the one with this source and action."""
    if was is None or find_move(workflow, *was) is None:
        return replace(workflow, transitions=(*workflow.transitions, move))
    return replace(
        workflow, transitions=tuple(move if (one.source, one.action) == was else one for one in workflow.transitions)
    )


def drop_move(workflow: Workflow, source: str, action: str) -> Workflow:
    """Return the workflow without a move."""
    kept = tuple(move for move in workflow.transitions if (move.source, move.action) != (source, action))
    return replace(workflow, transitions=_forgetting(kept))


def _forgetting(moves: tuple[Transition, ...]) -> tuple[Transition, ...]:
    """Return the moves without mention of actions that none of them is any more."""
    actions = {move.action for move in moves}
    return tuple(replace(move, unless_did=tuple(name for name in move.unless_did if name in actions)) for move in moves)


def find_move(workflow: Workflow, source: str, action: str) -> Transition | None:
    """Return the move with this source and action, None when there is none."""
    return next((move for move in workflow.exits(source) if move.action == action), None)


def shift_state(workflow: Workflow, code: str, by: int) -> Workflow:
    """Return the workflow with a state further up (-1) or down (1); the first one is where dossiers start."""
    places = [place for place, state in enumerate(workflow.states) if state.code == code]
    return replace(workflow, states=_shifted(workflow.states, places, by))


def shift_move(workflow: Workflow, source: str, action: str, by: int) -> Workflow:
    """Return the workflow with a move offered earlier (-1) or later (1)."""
    moves = workflow.transitions
    places = [place for place, move in enumerate(moves) if (move.source, move.action) == (source, action)]
    return replace(workflow, transitions=_shifted(moves, places, by))


def _shifted(items: Sequence[T], places: Sequence[int], by: int) -> tuple[T, ...]:
    found = list(items)
    if places and 0 <= places[0] + by < len(found):
        found.insert(places[0] + by, found.pop(places[0]))
    return tuple(found)
