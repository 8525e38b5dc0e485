"""What follows from a dossier's ledger: who did what, when the clock stood still, whose the dossier is next."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from core.worktime import Pause
from plugins.onestop.domain.workflow import ClockEffect, Transition, Workflow


class LedgerLine(Struct, frozen=True):
    """One event of a dossier, in the order in which they happened. kind: move | clock | slip | fee; amount: VND."""

    id: int
    at: datetime
    kind: str
    action: str
    source: str
    target: str
    person_id: int | None
    person_name: str
    holder_name: str
    reason: str
    amount: int | None
    on_behalf_of: int | None = None
    on_behalf_name: str = ""


class Holder(Struct, frozen=True):
    """Who has a dossier; nobody in particular when the id is None: whoever has the duty may take it."""

    id: int | None = None
    name: str = ""


NOBODY = Holder()


def moves(ledger: Sequence[LedgerLine]) -> list[LedgerLine]:
    """Return the moves only."""
    return [line for line in ledger if line.kind == "move"]


def did(ledger: Sequence[LedgerLine], *people: int | None) -> frozenset[str]:
    """Return the actions that these people took on the dossier, themselves or through somebody who stood in for them.

    Nobody's when there is no person.
    """
    known = {person for person in people if person is not None}
    return frozenset(line.action for line in moves(ledger) if known & {line.person_id, line.on_behalf_of})


def pauses(ledger: Sequence[LedgerLine], now: datetime) -> list[Pause]:
    """Return the stretches in which the clock stood still; one that is still on ends now."""
    found: list[Pause] = []
    since: datetime | None = None
    for line in ledger:
        if line.kind == "clock" and line.action == "pause" and since is None:
            since = line.at
        elif line.kind == "clock" and line.action == "resume" and since is not None:
            found.append(Pause(since, line.at))
            since = None
    return found if since is None else [*found, Pause(since, max(since, now))]


def clock_action(before: ClockEffect, after: ClockEffect) -> str:
    """Return what a move does to the clock: "pause", "resume", "stop", or "" for nothing."""
    if before == after:
        return ""
    return {"runs": "resume", "paused": "pause", "stopped": "stop"}[after]


def next_holder(
    workflow: Workflow, move: Transition, mover: Holder, receiver: Holder | None, ledger: Sequence[LedgerLine]
) -> Holder:
    """Return whose the dossier is after a move.

    The one it was handed to; the mover who took it; on its way back to the specialist the one who had it before, so
    that nobody has to look for it; else nobody in particular.
    """
    if move.hands_over and receiver is not None:
        return receiver
    if move.takes:
        return mover
    if workflow.state(move.target).holder != "specialist":
        return NOBODY
    for line in reversed(moves(ledger)):
        source = next((state for state in workflow.states if state.code == line.source), None)
        if source is not None and source.holder == "specialist" and line.person_id is not None:
            return Holder(line.person_id, line.person_name)
    return mover
