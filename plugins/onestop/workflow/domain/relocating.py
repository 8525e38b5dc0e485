"""Move running dossiers to another version of their workflow: which can, which cannot and why."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from plugins.onestop.domain.workflow import BACK, State, Workflow

Obstacle = Literal["state_missing", "would_end", "would_settle", "would_unsettle", "no_way_back", "gone"]


class Runner(Struct, frozen=True):
    """A running dossier. came_from: the state before its present one, "" when it is where it began."""

    id: int
    code: str
    state: str
    came_from: str = ""


class Placement(Struct, frozen=True):
    """Where a dossier would be in the other version, or why it has to stay."""

    target: State | None = None
    obstacle: Obstacle | None = None


def place(old: Workflow, new: Workflow, states: Mapping[str, str], runner: Runner) -> Placement:
    """Return where a dossier goes. states: old code -> new code; a code that is not named keeps its name.

    Being moved never ends a dossier, never gives it a result, and never takes one away.
    """
    target = new.find(states.get(runner.state, runner.state))
    source = old.find(runner.state)
    if target is None or source is None:
        return Placement(obstacle="state_missing")
    if target.final:
        return Placement(obstacle="would_end")
    if target.settles != source.settles:
        return Placement(obstacle="would_settle" if target.settles else "would_unsettle")
    if any(move.target == BACK for move in new.exits(target.code)):
        before = states.get(runner.came_from, runner.came_from)
        if new.find(before) is None:
            return Placement(obstacle="no_way_back")
    return Placement(target)


def suggested(old: Workflow, new: Workflow) -> dict[str, str]:
    """Return old code -> new code for the open states; "" where the new version has none of that name."""
    return {state.code: state.code if new.find(state.code) else "" for state in old.states if not state.final}
