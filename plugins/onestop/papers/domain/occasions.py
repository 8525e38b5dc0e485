"""When a paper is called for, and who may have it made."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct

from core.contracts.dossiers import Duty
from plugins.onestop.domain.ledger import LedgerLine, moves
from plugins.onestop.domain.workflow import Transition, Workflow
from plugins.onestop.papers.domain.forms import Kind

# The notice of a move tells what it means, whatever an office calls its steps.
_NOTICES: Final[dict[Kind, tuple[str, ...]]] = {
    "supplement": ("supplement",),
    "refusal": ("refused",),
    "stop": ("stopped", "withdrawn"),
}
_ALWAYS: Final[tuple[Kind, ...]] = ("receipt", "control")
_DESK_ONLY: Final[tuple[Kind, ...]] = ("receipt", "result_receipt", "fee_receipt")


class Occasion(Struct, frozen=True):
    """What a paper is made for. event: id of the ledger line, 0 when it is made for the dossier as a whole.

    reason: as written at the move; at: when it happened, None for the dossier as a whole.
    """

    kind: Kind
    event: int = 0
    reason: str = ""
    at: datetime | None = None


class Maker(Struct, frozen=True):
    """Who asks for a paper: the duties held for the dossier, whether he has it or had a hand in it."""

    duties: frozenset[Duty]
    had_it: bool = False


def occasions(
    workflow: Workflow, ledger: Sequence[LedgerLine], *, promised: bool, closed: bool
) -> tuple[Occasion, ...]:
    """Return the papers that a dossier calls for now, in the order of the forms.

    A paper about a move belongs to the latest such move: each round of supplements gets a paper of its own, and each
    new day an apology.
    promised: there is a due date to apologise for. closed: nothing more follows.
    """
    found = [Occasion(kind) for kind in _ALWAYS]
    for kind, notices in _NOTICES.items():
        line = next((line for line in reversed(moves(ledger)) if _notice(workflow, line) in notices), None)
        if line is not None:
            found.append(Occasion(kind, line.id, line.reason, line.at))
    given = next((line for line in reversed(ledger) if (line.kind, line.action) == ("clock", "reappointed")), None)
    if given is not None:
        found.append(Occasion("apology", given.id, given.reason, given.at))
    elif promised and not closed:
        found.append(Occasion("apology"))
    if any(_settles(workflow, line) for line in moves(ledger)):
        found.append(Occasion("result_receipt"))
    return tuple(found)


def may_make(kind: Kind, maker: Maker) -> bool:
    """Tell whether somebody may have a paper made: the desk; a specialist or leader for a dossier that is his.

    Papers of the counter (slip, money, result) are the desk's alone.
    """
    if "reception" in maker.duties:
        return True
    return kind not in _DESK_ONLY and maker.had_it and bool(maker.duties & {"specialist", "leader"})


def _move(workflow: Workflow, line: LedgerLine) -> Transition | None:
    return next((m for m in workflow.transitions if (m.source, m.action) == (line.source, line.action)), None)


def _notice(workflow: Workflow, line: LedgerLine) -> str:
    move = _move(workflow, line)
    return move.notice if move else ""


def _settles(workflow: Workflow, line: LedgerLine) -> bool:
    state = next((state for state in workflow.states if state.code == line.target), None)
    return state is not None and state.settles and not (state.final and _notice(workflow, line) == "refused")
