"""Print an issued paper: the first time and again, with the same number; every print is counted, told and logged."""

import structlog
from msgspec import Struct

from core import audit, db
from core.acting import Act
from core.errors import Missing, Refused
from core.printing import TemplateFaultError, foreign_pdf, render_pdf
from core.text.i18n import gettext as _
from core.text.i18n import use_language
from plugins.onestop.access import RECEIVE
from plugins.onestop.papers.access import sheet_to_print
from plugins.onestop.papers.commands.issuing import issue, note
from plugins.onestop.papers.commands.templates import chosen_template, shipped_path
from plugins.onestop.papers.contents import list_content, paper_content
from plugins.onestop.papers.domain.forms import Form
from plugins.onestop.papers.forms import form_of
from plugins.onestop.papers.queries import papers
from plugins.onestop.papers.queries.papers import Issued
from plugins.onestop.papers.schemas import Nothing
from plugins.onestop.queries import dossiers

log = structlog.get_logger(__name__)
MOST_SECONDS = 5.0
"""For an office's own template; somebody waits at the counter, and the paper's row is held."""
_PRINTED = "UPDATE onestop.onestop_issued_paper SET copies = copies + 1, printed_at = $2 WHERE id = $1"


class Pdf(Struct, frozen=True):
    """A printed paper: file name and content."""

    name: str
    content: bytes


async def print_receipt(code: str, act: Act) -> Pdf:
    """Print form 01 of a dossier; the first print gives it its number. Raises Missing, Forbidden, PrintingError.

    When the paper cannot be made, the dossier and its number stay, and printing again goes on from there.
    """
    issued = await issue(code, "receipt", Nothing(), act)
    return await print_paper(issued.id, act)


async def print_paper(paper_id: int, act: Act) -> Pdf:
    """Print a paper that was issued. Raises Missing, Forbidden, PrintingError; Refused when it was cancelled.

    What is counted, told and logged is written with the paper in hand: a paper that could not be made was not printed.
    """
    async with db.transaction():
        paper = await papers.locked(paper_id)
        if paper is None:
            raise Missing
        if paper.cancelled_at is not None:
            raise Refused(_("Giấy này đã hủy nên không in được nữa."))
        form = form_of(paper.kind, paper.set_code)
        name, subject, data = await _content(paper, form, act)
        content = await typeset(form, paper.authority_id, data, act)
        await db.execute(_PRINTED, paper_id, act.at)
        await _tell(paper, form, subject, act)
    return Pdf(name, content)


async def _content(paper: Issued, form: Form, act: Act) -> tuple[str, tuple[str, int], dict[str, object]]:
    """Return file name, the log's subject and the data of a paper that the act's person may print."""
    # forms are prescribed in Vietnamese, whatever language the clerk reads
    if paper.dossier is None:
        if not act.who.may(RECEIVE, paper.unit_id):
            raise Missing
        with use_language("vi"):
            data = await list_content(paper, form, act)
        return f"ban-giao-{paper.number}-{paper.year}.pdf", ("onestop.paper", paper.id), data
    sheet, ledger = await sheet_to_print(await dossiers.code_of(paper.dossier), paper.kind, act)
    with use_language("vi"):
        data = await paper_content(paper, form, sheet, ledger, act)
    name = sheet.code if paper.kind == "receipt" else f"{sheet.code}-{paper.kind.replace('_', '-')}"
    return f"{name}.pdf", ("onestop.dossier", sheet.id), data


async def typeset(form: Form, authority_id: int, data: dict[str, object], act: Act) -> bytes:
    """Return a paper as PDF: in the office's own template, or in the shipped one when that fails with these data.

    A citizen waits at the counter: the paper comes out, and the log says that the office's template needs mending.
    """
    chosen = await chosen_template(form, authority_id)
    if chosen.source is not None:
        try:
            return await foreign_pdf(chosen.source, data, act.at, seconds=MOST_SECONDS)
        except TemplateFaultError as error:
            faults = [(fault.line, fault.kind) for fault in error.faults]
            log.warning("papers.own_template_failed", kind=chosen.kind, version=chosen.version, faults=faults)
    return await render_pdf(shipped_path(chosen.kind), data, at=act.at)


async def _tell(paper: Issued, form: Form, subject: tuple[str, int], act: Act) -> None:
    """Write the print into the dossier's ledger and into the log."""
    again = f"bản in lại lần {paper.copies}" if paper.copies else ""
    if paper.dossier is not None:
        kind = "slip" if paper.kind == "receipt" else "paper"
        title = "" if paper.kind == "receipt" else form.spec.title
        await note(paper.dossier, kind, "printed", ", ".join(filter(None, (title, paper.label, again))), act)
    action = "onestop.print_slip" if paper.kind == "receipt" else "onestop.print_paper"
    after = {"paper": paper.id, "kind": paper.kind, "number": paper.label, "copy": paper.copies + 1}
    await audit.record(act, action, subject=subject[0], subject_id=subject[1], unit_id=paper.unit_id, after=after)
