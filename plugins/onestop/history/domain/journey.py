"""The steps that take a dossier through whatever workflow it has, at moments of open time."""

from collections import deque
from collections.abc import Callable
from datetime import datetime

from core.worktime import Calendar
from plugins.onestop.domain.workflow import State, Transition
from plugins.onestop.history.domain.walk import Step, Ways


def shortest(ways: Ways, start: str, goal: Callable[[State], bool], *, reasons: bool = False) -> list[Transition]:
    """Return the fewest moves from a state to one that fits, without moves that need a reason unless they may.

    Raises ValueError when no way leads there.
    """
    reached: dict[str, list[Transition]] = {start: []}
    border = deque([start])
    while border:
        here = border.popleft()
        if goal(ways.states[here]) and here != start:
            return reached[here]
        for (source, _action), move in ways.moves.items():
            if source == here and move.target not in reached and (reasons or not move.needs_reason):
                reached[move.target] = [*reached[here], move]
                border.append(move.target)
    raise ValueError(f"no way from {start!r}")


def settling(ways: Ways) -> list[Transition]:
    """Return the moves from reception to a result that waits to be collected."""
    return shortest(ways, ways.start.code, lambda state: state.settles and not state.final)


def returning(ways: Ways, source: str) -> list[Transition]:
    """Return the moves from the result at the desk to the citizen's hand."""
    return shortest(ways, source, lambda state: state.final)


def pausing(ways: Ways) -> list[Transition]:
    """Return the moves from reception to a state that waits for the citizen."""
    return shortest(ways, ways.start.code, lambda state: state.clock == "paused", reasons=True)


def steps_between(
    calendar: Calendar, moves: list[Transition], start: datetime, end: datetime, person: str, reason: str = ""
) -> list[Step]:
    """Return the moves as steps spread over the open time after start, the last of them at the end."""
    opened, whole = calendar.position(start), calendar.position(end) - calendar.position(start)
    found: list[Step] = []
    for number, move in enumerate(moves, start=1):
        at = end
        if number < len(moves):
            at = min(end, max(start, calendar.latest(opened + whole * number // len(moves)).replace(microsecond=0)))
        found.append(Step(at, move.action, person, reason if move.needs_reason else ""))
    return found
