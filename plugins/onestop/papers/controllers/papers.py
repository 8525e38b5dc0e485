"""Papers of a dossier: write what a paper needs, issue it, print it, cancel it."""

import uuid
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from core.acting import Act
from core.errors import Missing, Refused
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.pages import page, redirect
from plugins.onestop.access import RECEIVE, VIEW
from plugins.onestop.papers.access import sheet_to_print
from plugins.onestop.papers.commands.issuing import cancel, issue
from plugins.onestop.papers.commands.printing import print_paper
from plugins.onestop.papers.controllers.answers import pdf_response
from plugins.onestop.papers.domain.forms import Kind
from plugins.onestop.papers.forms import form_for, form_of
from plugins.onestop.papers.overview import called_for
from plugins.onestop.papers.prefill import prefilled
from plugins.onestop.papers.queries import papers
from plugins.onestop.papers.queries.papers import Issued
from plugins.onestop.papers.schemas import PARTICULARS, Cancel, Nothing
from plugins.onestop.queries import dossiers

FREE_LINES = 3


class PaperPages(Controller):
    """The form of a paper, and what is done with papers that were issued."""

    path = "/staff"
    guards = [requires(VIEW)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get("/dossiers/{code:str}/papers/{kind:str}")
    async def write(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str], kind: FromPath[str]
    ) -> Response[str]:
        """Show the form of a paper, filled with what is known."""
        return await _write_page(request, act, code, _kind(kind), None)

    @post("/dossiers/{code:str}/papers/{kind:str}", status_code=200)
    async def issue(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str], kind: FromPath[str]
    ) -> Response[Any]:
        """Issue the paper and go back to the dossier; one that asks for nothing is printed at once."""
        wanted = _kind(kind)
        form = await read_form(request, PARTICULARS[wanted])
        try:
            issued = await issue(code, wanted, form.checked(), act, form.key)
        except Refused as error:
            if not form.problems:
                form.refuse(error)
            return await _write_page(request, act, code, wanted, form)
        if PARTICULARS[wanted] is Nothing:
            return pdf_response(await print_paper(issued.id, act))
        return redirect(f"/staff/dossiers/{code}#papers")

    @post("/papers/{paper_id:int}/print", status_code=200)
    async def print(self, act: NamedDependency[Act], paper_id: FromPath[int]) -> Response[bytes]:
        """Print an issued paper; a POST, because printing is written into the ledger and the log."""
        return pdf_response(await print_paper(paper_id, act))

    @get("/papers/{paper_id:int}/cancel")
    async def ask_cancel(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], paper_id: FromPath[int]
    ) -> Response[str]:
        """Ask why a paper is to be cancelled."""
        return await _cancel_page(request, act, paper_id, None)

    @post("/papers/{paper_id:int}/cancel", status_code=303)
    async def cancel(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], paper_id: FromPath[int]
    ) -> Response[Any]:
        """Cancel a paper and go back to its dossier."""
        form = await read_form(request, Cancel)
        if form.problems:
            return await _cancel_page(request, act, paper_id, form)
        paper = await cancel(paper_id, form.checked().reason, act)
        if paper.dossier is None:
            return redirect("/staff/handover-lists")
        return redirect(f"/staff/dossiers/{await dossiers.code_of(paper.dossier)}#papers")


def _kind(text: str) -> Kind:
    """Return the kind that an address names; raises Missing for papers that are made elsewhere."""
    kind = next((kind for kind in PARTICULARS if kind == text), None)
    if kind is None or kind == "handover_list":
        raise Missing
    return kind


async def _write_page(
    request: Request[Any, Any, Any], act: Act, code: str, kind: Kind, form: Form[Any] | None
) -> Response[str]:
    sheet, ledger = await sheet_to_print(code, kind, act)
    occasion = next((occasion for occasion in called_for(sheet, ledger) if occasion.kind == kind), None)
    if occasion is None:
        raise Refused(_("Hồ sơ chưa đến bước lập giấy này."))
    return page(
        "onestop/papers/form.html",
        request,
        status_code=422 if form else 200,
        sheet=sheet,
        paper=form_for(kind, sheet.received_at),
        kind=kind,
        form=form,
        key=form.key if form and form.key else uuid.uuid4().hex,
        known=await prefilled(kind, sheet, occasion, act),
        free_lines=FREE_LINES,
    )


async def _cancel_page(
    request: Request[Any, Any, Any], act: Act, paper_id: int, form: Form[Cancel] | None
) -> Response[str]:
    paper = await papers.find(paper_id)
    if paper is None:
        raise Missing
    crumbs = await _crumbs(paper, act)
    return page(
        "onestop/papers/cancel.html",
        request,
        status_code=422 if form else 200,
        title=form_of(paper.kind, paper.set_code).spec.title,
        label=paper.label,
        form=form,
        crumbs=crumbs,
        back=crumbs[-1][1],
        action=f"/staff/papers/{paper.id}/cancel",
    )


async def _crumbs(paper: Issued, act: Act) -> list[tuple[str, str]]:
    """Return the way to where a paper belongs. Raises Missing, Forbidden for who may not cancel it."""
    if paper.dossier is None:
        if not act.who.may(RECEIVE, paper.unit_id):
            raise Missing
        return [(_("Danh sách bàn giao"), "/staff/handover-lists")]
    sheet, _ledger = await sheet_to_print(await dossiers.code_of(paper.dossier), paper.kind, act)
    return [(_("Hồ sơ"), "/staff/dossiers"), (sheet.code, f"/staff/dossiers/{sheet.code}")]
