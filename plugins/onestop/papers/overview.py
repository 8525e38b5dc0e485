"""The papers of one dossier at a glance: what was issued, and what can be made now."""

from msgspec import Struct

from core.acting import Act
from core.clock import VIETNAM
from plugins.onestop.domain.ledger import LedgerLine
from plugins.onestop.papers.access import maker_of
from plugins.onestop.papers.domain.forms import Form
from plugins.onestop.papers.domain.occasions import Occasion, may_make, occasions
from plugins.onestop.papers.forms import form_for, form_of, forms
from plugins.onestop.papers.queries import papers
from plugins.onestop.papers.queries.papers import Issued
from plugins.onestop.papers.schemas import PARTICULARS, Nothing
from plugins.onestop.queries.dossiers import Sheet


class PaperLine(Struct, frozen=True):
    """One paper that was issued, or that is called for. asks: somebody has to write something for it first."""

    form: Form
    occasion: Occasion | None
    issued: Issued | None
    may: bool
    asks: bool


async def paper_lines(sheet: Sheet, ledger: list[LedgerLine], act: Act) -> list[PaperLine]:
    """Return what was issued, oldest first, then what is called for and not issued yet and may be made by this person.

    The slip has a place of its own on the page of a dossier and is left out until it was printed.
    """
    maker = maker_of(sheet, ledger, act)
    issued = await papers.of_dossier(sheet.id)
    lines = [
        PaperLine(form_of(p.kind, p.set_code), None, p, may_make(p.kind, maker) and p.cancelled_at is None, asks=False)
        for p in issued
    ]
    living = {(p.kind, p.event) for p in issued if p.cancelled_at is None}
    known_forms = {form.spec.kind for form in forms().forms(sheet.received_at.astimezone(VIETNAM).date())}
    for occasion in called_for(sheet, ledger):
        there = (occasion.kind, occasion.event) in living or occasion.kind == "receipt"
        if there or occasion.kind not in known_forms or not may_make(occasion.kind, maker):
            continue
        form = form_for(occasion.kind, sheet.received_at)
        asks = PARTICULARS[occasion.kind] is not Nothing
        lines.append(PaperLine(form, occasion, None, may=True, asks=asks))
    return lines


def called_for(sheet: Sheet, ledger: list[LedgerLine]) -> tuple[Occasion, ...]:
    """Return what a dossier calls for now."""
    return occasions(sheet.workflow, ledger, promised=sheet.promised_at is not None, closed=sheet.closed_at is not None)
