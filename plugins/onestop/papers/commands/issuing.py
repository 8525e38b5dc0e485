"""Issue a paper: a number and what somebody wrote for it, once for each occasion; cancel it, with a reason."""

import msgspec
from msgspec import Struct

from core import audit, db
from core.acting import Act
from core.errors import Conflict, Forbidden, Missing, Refused
from core.idempotency import once
from core.text.i18n import gettext as _
from plugins.onestop.access import RECEIVE
from plugins.onestop.papers.access import sheet_to_print
from plugins.onestop.papers.domain.forms import Form, Kind
from plugins.onestop.papers.domain.occasions import Occasion
from plugins.onestop.papers.forms import form_for
from plugins.onestop.papers.numbering import next_number, year_of
from plugins.onestop.papers.overview import called_for
from plugins.onestop.papers.prefill import new_day
from plugins.onestop.papers.queries import papers
from plugins.onestop.papers.queries.papers import Issued
from plugins.onestop.papers.sense import problems
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet

_ISSUE = """
INSERT INTO onestop.onestop_issued_paper
  (dossier, kind, event, set_code, authority_id, unit_id, book, year, number, particulars, issued_at, issued_by,
   issued_by_name, copies, cancelled_by_name, cancel_reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, '', '')
RETURNING id
"""
_CANCEL = """
UPDATE onestop.onestop_issued_paper SET cancelled_at = $2, cancelled_by_name = $3, cancel_reason = $4
WHERE id = $1 AND cancelled_at IS NULL RETURNING id
"""
LEDGER = """
INSERT INTO onestop.onestop_dossier_event
  (dossier, at, kind, action, source, target, person_id, person_name, holder_name, reason)
VALUES ($1, $2, $3, $4, '', '', $5, $6, '', $7)
"""


class IssuedId(Struct, frozen=True):
    """The answer to an issue: the paper's id and its number as printed."""

    id: int
    label: str


async def issue(code: str, kind: Kind, particulars: Struct, act: Act, key: str = "") -> IssuedId:
    """Issue a paper of a dossier, or return the one that was issued for this occasion already.

    key: idempotency key of the form. Raises Missing, Forbidden; Refused when nothing calls for such a paper now, or
    when what was written cannot be right.
    """
    request = {"code": code, "kind": kind, "particulars": particulars}
    return await once(key, act.who.username, request, lambda: _issue(code, kind, particulars, act), IssuedId)


async def _issue(code: str, kind: Kind, particulars: Struct, act: Act) -> IssuedId:
    async with db.transaction():
        sheet, ledger = await sheet_to_print(code, kind, act)
        form = form_for(kind, sheet.received_at)
        occasion = next((occasion for occasion in called_for(sheet, ledger) if occasion.kind == kind), None)
        if occasion is None:
            raise Refused(_("Hồ sơ chưa đến bước lập giấy này."))
        await db.execute("SELECT 1 FROM onestop.onestop_dossier WHERE id = $1 FOR UPDATE", sheet.id)
        there = await papers.living(sheet.id, kind, occasion.event)
        if there is None:
            Refused.if_any(problems(particulars, sheet, act.at, new_day(ledger)))
            there = await _write(sheet, occasion, form, particulars, act)
        return IssuedId(there.id, there.label)


async def _write(sheet: Sheet, occasion: Occasion, form: Form, particulars: Struct, act: Act) -> Issued:
    kind = form.spec.kind
    paper_id = await insert_paper(form, particulars, act, (sheet.authority_id, sheet.unit_id), sheet.id, occasion.event)
    there = await papers.living(sheet.id, kind, occasion.event)
    assert there is not None  # noqa: S101 -- written in this transaction
    if kind != "receipt":
        # the slip's own line says that it was printed, which is at once
        await note(sheet.id, "paper", "issued", f"{form.spec.title} {there.label}".strip(), act)
    await audit.record(
        act,
        "onestop.issue_paper",
        subject="onestop.dossier",
        subject_id=sheet.id,
        unit_id=sheet.unit_id,
        after={"paper": paper_id, "kind": kind, "number": there.label},
    )
    return there


async def insert_paper(
    form: Form, particulars: Struct, act: Act, units: tuple[int, int], dossier: int | None = None, event: int = 0
) -> int:
    """Write a paper with the next number of its book and return its id. units: the authority's id and the desk's."""
    book = form.spec.symbol
    number = await next_number(units[0], book, act.at) if book else None
    content = msgspec.json.encode(particulars).decode()
    return int(
        await db.value(
            _ISSUE,
            *(dossier, form.spec.kind, event, form.set_code, *units, book, year_of(act.at), number, content),
            *(act.at, act.who.person_id, act.who.display_name),
        )
    )


async def cancel(paper_id: int, reason: str, act: Act) -> Issued:
    """Cancel a paper: it stays, with its number; the next one gets a new number. Returns it as it was.

    Raises Missing, Forbidden, Conflict when it is cancelled already.
    """
    async with db.transaction():
        paper = await papers.locked(paper_id)
        if paper is None:
            raise Missing
        dossier = await _cancellable(paper, act)
        if await db.value(_CANCEL, paper_id, act.at, act.who.display_name, reason.strip()) is None:
            raise Conflict(_("Giấy này đã bị hủy trước đó."))
        if dossier is not None:
            await note(dossier, "paper", "cancelled", f"{paper.label}: {reason.strip()}".removeprefix(": "), act)
        await audit.record(
            act,
            "onestop.cancel_paper",
            subject="onestop.paper",
            subject_id=paper_id,
            unit_id=paper.unit_id,
            after={"kind": paper.kind, "number": paper.label, "reason": reason.strip()},
        )
    return paper


async def _cancellable(paper: Issued, act: Act) -> int | None:
    """Return the dossier's id of a paper that may be cancelled by this person, None for a list of several."""
    if paper.dossier is None:
        if not act.who.may(RECEIVE, paper.unit_id):
            raise Missing
        return None
    code = await dossiers.code_of(paper.dossier)
    sheet, _ledger = await sheet_to_print(code, paper.kind, act)
    if paper.kind == "receipt":
        raise Forbidden(_("Giấy tiếp nhận không hủy được; mất giấy thì cấp lại."))
    return sheet.id


async def note(dossier: int, kind: str, action: str, text: str, act: Act) -> None:
    """Write a line into a dossier's ledger, in the caller's transaction."""
    await db.execute(LEDGER, dossier, act.at, kind, action, act.who.person_id, act.who.display_name, text)
