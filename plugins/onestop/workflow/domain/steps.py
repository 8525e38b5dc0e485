"""What follows from a step besides the state, and which step may be taken back by the one who made it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from plugins.onestop.domain.ledger import LedgerLine
from plugins.onestop.domain.workflow import BACK, State, Workflow

RecallDenial = Literal["nothing_to_recall", "not_yours", "begun", "told", "ended"]

RECALL = "recall"
_SIGNIFICANT = frozenset({"move", "hold", "version", "correct"})


def settled_after(source: State, target: State, before: datetime | None, at: datetime) -> datetime | None:
    """Return since when the result is there, after a move.

    The first time counts: a correction after the return changes nothing. Taken back to work before the end, the result
    is not there any more.
    """
    if target.settles:
        return before or at
    gone = source.settles and not source.final and not target.final
    return None if gone else before


def came_from(ledger: Sequence[LedgerLine], state: str) -> str:
    """Return the state from which the dossier came into its present one, "" when the ledger does not say."""
    for line in reversed(ledger):
        entered = line.kind == "move" and line.target == state and line.source not in {"", state}
        if entered and line.action != RECALL:
            return line.source
    return ""


def closes_supplement(workflow: Workflow, source: State, target: State) -> bool:
    """Tell whether a move ends the waiting for papers; a detour from which the dossier can come back does not."""
    detour = any(move.target == BACK for move in workflow.exits(target.code))
    return target.final or (source.holder == "citizen" and target.holder != "citizen" and not detour)


def recallable(
    workflow: Workflow, ledger: Sequence[LedgerLine], state: str, person_id: int | None
) -> LedgerLine | RecallDenial:
    """Return the step that this person may take back, or why there is none.

    It has to be the last thing that happened, the next step not begun (nobody claimed the dossier since), nothing told
    to the citizen, and nothing ended or settled by it: those are undone by moves of their own, with a reason.
    """
    last = next((line for line in reversed(ledger) if line.kind in _SIGNIFICANT), None)
    if last is None or (last.kind == "move" and (last.action in {RECALL, "receive"} or last.target != state)):
        return "nothing_to_recall"
    if last.kind != "move":
        return "begun"
    if person_id is None or last.person_id != person_id:
        return "not_yours"
    target = workflow.find(state)
    move = next((m for m in workflow.exits(last.source) if m.action == last.action), None)
    if target is None or move is None or workflow.find(last.source) is None:
        return "nothing_to_recall"
    if target.final or target.settles:
        return "ended"
    return "told" if move.notice or move.tells_citizen else last


def asked_for(items: Sequence[tuple[str, str]], note: str, until: str) -> str:
    """Return the reason that the citizen reads: everything that is missing, numbered, and until when it is awaited.

    items: (paper, remark). until: a sentence about the last day, "" for none.
    """
    lines = [f"{n}. {': '.join(part for part in item if part)}" for n, item in enumerate(items, start=1)]
    return "\n".join(line for line in (note.strip(), *lines, until) if line)
