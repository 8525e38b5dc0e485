"""What the form of a paper shows before anybody wrote in it: what the dossier and its ledger know already."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.acting import Act
from core.clock import VIETNAM
from core.text.i18n import gettext as _
from plugins.onestop.clock.domain.reckoning import reappointments
from plugins.onestop.domain.checklist import Handed, Line, matrix
from plugins.onestop.domain.ledger import LedgerLine
from plugins.onestop.papers.domain.forms import Kind
from plugins.onestop.papers.domain.occasions import Occasion
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.returns.queries import collector


async def prefilled(kind: Kind, sheet: Sheet, occasion: Occasion, act: Act) -> dict[str, Any]:
    """Return field -> value; `lines` is the matrix of papers, for the forms that choose among them."""
    common: dict[str, Any] = {"reason": occasion.reason, "contact": act.who.display_name}
    if kind == "apology":
        day = new_day(await dossiers.ledger(sheet.id))
        return common | {"new_due_at": day.astimezone(VIETNAM) if day else None}
    if kind == "supplement":
        return common | {"lines": await _matrix(sheet)}
    if kind == "result_receipt":
        proxy = await collector(sheet.id)
        return {
            "receiver_name": proxy.name if proxy else sheet.submitter_name,
            "receiver_identity": proxy.identity if proxy else sheet.submitter_identity,
            "authority": proxy.authorisation if proxy else "",
            "document_number": sheet.result_number,
            "document": sheet.facts.results[0].name[:300] if sheet.facts.results else sheet.facts.name[:300],
            "document_date": sheet.settled_at.astimezone(VIETNAM).date() if sheet.settled_at else None,
            "originals_back": _originals(await _matrix(sheet)),
        }
    return common


def new_day(ledger: Sequence[LedgerLine]) -> datetime | None:
    """Return the day that was promised anew last, None when none was."""
    given = reappointments(ledger)
    return given[-1].day if given else None


async def _matrix(sheet: Sheet) -> tuple[Line, ...]:
    handed = [
        Handed(p.name, p.paper, p.originals, p.certified, p.photocopies, p.remark)
        for p in await dossiers.papers(sheet.id)
    ]
    return matrix(sheet.facts.papers, handed)


def _originals(lines: tuple[Line, ...]) -> str:
    """Return the originals that lie in the dossier, one a line, to be struck out as needed."""
    kept = [line for line in lines if line.handed.originals]
    return "\n".join(_("%(name)s: %(count)s bản", name=line.name, count=line.handed.originals) for line in kept)[:1000]
