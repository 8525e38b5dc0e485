"""A dossier that lies with another agency: sent, with a budget of its own, and back; all in the ledger."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final, cast, get_args

from msgspec import Struct, structs

from core.contracts.procedures import Limit, Unit
from core.worktime import Calendar
from plugins.onestop.domain.ledger import LedgerLine
from plugins.onestop.domain.promise import Promise, Terms, promise

_TERMS: Final = re.compile(r"(excluded|counted)(?:/(\d+)/([a-z_]+))?(?:/u(\d+))?")


class Away(Struct, frozen=True):
    """One errand. number: from 1 for each dossier. counted: the dossier's own clock runs on meanwhile.

    budget: the agency's own limit, None for none. unit_id: when it is an office of this installation.
    """

    number: int
    agency: str
    question: str
    sent_at: datetime
    sent_by: str
    counted: bool
    budget: Limit | None = None
    unit_id: int | None = None
    back_at: datetime | None = None
    answer: str = ""

    def due(self, calendar: Calendar) -> Promise:
        """Return when the agency has to answer by its own clock, which starts when it was sent the dossier."""
        return promise(calendar, self.sent_at, Terms(self.budget))


def written_terms(*, counted: bool, budget: Limit | None, unit_id: int | None) -> str:
    """Return an errand's terms as the ledger holds them, such as "excluded/5/working_day/u12"; at most 40 signs."""
    text = "counted" if counted else "excluded"
    if budget is not None:
        text += f"/{budget.value}/{budget.unit}"
    return text if unit_id is None else f"{text}/u{unit_id}"


def errands(ledger: Sequence[LedgerLine]) -> list[Away]:
    """Return every errand of a dossier, oldest first."""
    found: dict[int, Away] = {}
    for line in ledger:
        if line.kind == "clock" and line.action == "agency_out" and (sent := _sent(line)) is not None:
            found[sent.number] = sent
        elif line.kind == "clock" and line.action == "agency_back" and line.target.isdecimal():
            number = int(line.target)
            if number in found:
                found[number] = structs.replace(found[number], back_at=line.at, answer=line.reason)
    return list(found.values())


def _sent(line: LedgerLine) -> Away | None:
    terms = _TERMS.fullmatch(line.source)
    if terms is None or not line.target.isdecimal():
        return None
    unit = cast("Unit", terms[3]) if terms[3] in get_args(Unit) else None
    return Away(
        number=int(line.target),
        agency=line.holder_name,
        question=line.reason,
        sent_at=line.at,
        sent_by=line.person_name,
        counted=terms[1] == "counted",
        budget=Limit(int(terms[2]), unit) if unit is not None else None,
        unit_id=int(terms[4]) if terms[4] else None,
    )
