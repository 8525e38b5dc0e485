"""Who gave a dossier to whom: the rows of the control sheet."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from core.contracts.dossiers import Duty
from plugins.onestop.domain.ledger import LedgerLine, moves
from plugins.onestop.domain.workflow import Workflow


class Hop(Struct, frozen=True):
    """One hand-over. Names are empty when nobody in particular gave or got it: then the duty says who.

    settles: with this hand-over the result was there.
    """

    at: datetime
    giver: str
    giver_duty: Duty
    receiver: str
    receiver_duty: Duty
    reason: str
    settles: bool


def hops(workflow: Workflow, ledger: Sequence[LedgerLine]) -> tuple[Hop, ...]:
    """Return the hand-overs, oldest first: the reception, then every move that gives the dossier into other hands.

    A move inside the same hands (a specialist who begins to work) is no hand-over, nor is the end of a dossier that
    waits for the citizen. What ends in other ways goes to the citizen.
    """
    states = {state.code: state for state in workflow.states}
    found: list[Hop] = []
    for line in moves(ledger):
        target = states.get(line.target)
        if target is None:
            continue
        source = states.get(line.source)
        before: Duty = source.holder if source else "citizen"
        if found and before == target.holder and line.holder_name in {"", found[-1].receiver, line.person_name}:
            continue
        if target.holder == "nobody" and before == "citizen":
            continue
        giver = "" if source is None or before == "citizen" else line.person_name
        receiver = line.person_name if source is None else line.holder_name
        found.append(Hop(line.at, giver, before, receiver, _taker(target.holder), line.reason, target.settles))
    return tuple(found)


def _taker(duty: Duty) -> Duty:
    return "citizen" if duty == "nobody" else duty
