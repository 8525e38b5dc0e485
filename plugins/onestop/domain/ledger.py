"""What follows from a dossier's ledger: who did what, when the clock stood still, whose the dossier is next."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct, structs

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


class Standstill(Struct, frozen=True):
    """A stretch in which the clock stood still; end None: it still does.

    cause: the state that the dossier waited in, or "agency" while another agency, who, had it.
    """

    cause: str
    start: datetime
    end: datetime | None = None
    who: str = ""

    def until(self, now: datetime) -> Pause:
        """Return the stretch as a pause; one that is still on ends now."""
        return Pause(self.start, max(self.start, now) if self.end is None else self.end)


def standstills(ledger: Sequence[LedgerLine]) -> list[Standstill]:
    """Return every stretch in which the clock stood still, in the order of their beginnings; they may overlap.

    The workflow's own: from "pause" to "resume", or to another "pause" for another cause. Each agency that has the
    dossier while that time is not counted: from "agency_out" to the "agency_back" of the same number. Either ends
    earlier where "cap_used" says so: at the moment (source) at which the cap on its cause (target) was used up.
    """
    found: list[Standstill] = []
    running: dict[str, int] = {}
    for line in (line for line in ledger if line.kind == "clock"):
        number = line.target if line.action.startswith("agency_") else ""
        if line.action == "pause":
            if number in running:
                found[running[number]] = structs.replace(found[running[number]], end=line.at)
            running[number] = len(found)
            found.append(Standstill(line.target, line.at))
        elif line.action == "agency_out" and line.source.startswith("excluded"):
            running[number] = len(found)
            found.append(Standstill("agency", line.at, None, line.holder_name))
        elif line.action in {"resume", "agency_back"} and number in running:
            place = running.pop(number)
            found[place] = structs.replace(found[place], end=line.at)
        elif line.action == "cap_used":
            for number, place in list(running.items()):
                if found[place].cause == line.target:
                    end = max(found[place].start, min(datetime.fromisoformat(line.source), line.at))
                    found[place] = structs.replace(found[place], end=end)
                    del running[number]
    return found


def pauses(ledger: Sequence[LedgerLine], now: datetime) -> list[Pause]:
    """Return the stretches in which the clock stood still; one that is still on ends now."""
    return [stretch.until(now) for stretch in standstills(ledger)]


def clock_in(state_clock: ClockEffect, ledger: Sequence[LedgerLine]) -> ClockEffect:
    """Return how the clock is in a state: it stands, too, while an agency has the dossier and that is not counted."""
    away = any(stretch.cause == "agency" and stretch.end is None for stretch in standstills(ledger))
    return "paused" if state_clock == "runs" and away else state_clock


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
