"""Papers as they lie in the folder: checked off, digitised, looked at, reused."""

import base64
import uuid
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from core import files
from core.acting import Act
from core.errors import Missing, Problem, Refused
from core.printing import TemplateFaultError, pdf_page_png
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.pages import page, redirect
from plugins.onestop.access import VIEW
from plugins.onestop.domain.checklist import Handed, matrix
from plugins.onestop.papers.access import sheet_for, sheet_to_print
from plugins.onestop.papers.commands.checking import Checked, check_papers
from plugins.onestop.papers.commands.scanning import Upload, add_scan, may_scan, remove_scan, reuse_scan
from plugins.onestop.papers.queries import scans
from plugins.onestop.queries import dossiers

FREE_LINES = 2


class ScanPages(Controller):
    """The papers of a dossier, on paper and as files."""

    path = "/staff"
    guards = [requires(VIEW)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get("/dossiers/{code:str}/documents")
    async def documents(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[str]:
        """Show the matrix of papers to be checked off."""
        return await _matrix_page(request, act, code, None)

    @post("/dossiers/{code:str}/documents", status_code=303)
    async def check(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Write the matrix; with problems, show it again as it was sent."""
        form = await read_form(request, Checked)
        try:
            await check_papers(code, form.checked(), act)
        except Refused as error:
            if not form.problems:
                form.refuse(error)
            return await _matrix_page(request, act, code, form)
        return redirect(f"/staff/dossiers/{code}")

    @get("/dossiers/{code:str}/scans")
    async def scan(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[str]:
        """Show the form for an upload."""
        return await _upload_page(request, act, code, None)

    @post("/dossiers/{code:str}/scans", status_code=303)
    async def upload(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Keep the uploaded files; with problems, show the form again."""
        form = await read_form(request, Upload)
        sent = form.files.get("file", [])
        try:
            data = form.checked()
            if not sent:
                raise Refused(Problem(_("Hãy chọn tệp để tải lên."), "file", "missing"))
            for place, item in enumerate(sent):
                key = f"{form.key}-{place}" if form.key else ""
                await add_scan(code, (item.filename, await item.read()), data, act, key)
        except Refused as error:
            if not form.problems:
                form.refuse(error)
            return await _upload_page(request, act, code, form)
        return redirect(f"/staff/dossiers/{code}#scans")

    @post("/dossiers/{code:str}/scans/{scan_id:int}/reuse", status_code=303)
    async def reuse(self, act: NamedDependency[Act], code: FromPath[str], scan_id: FromPath[int]) -> Response[Any]:
        """Take a paper of the same owner over from another dossier."""
        await reuse_scan(code, scan_id, act)
        return redirect(f"/staff/dossiers/{code}#scans")

    @get("/scans/{scan_id:int}")
    async def look(
        self,
        request: Request[Any, Any, Any],
        act: NamedDependency[Act],
        scan_id: FromPath[int],
        sheet_number: FromQuery[int] = 1,
    ) -> Response[str]:
        """Show a digitised paper as a picture; the reading is logged. sheet_number: page of a PDF, from 1."""
        scan = await scans.find(scan_id)
        if scan is None or sheet_number < 1:
            raise Missing
        sheet = await sheet_for(scan.code, act)
        attachment, content = await files.read(scan.attachment_id, act)
        picture = f"data:{attachment.media_type};base64,{base64.b64encode(content).decode()}" if scan.picture else ""
        if not scan.picture:
            picture = await _drawn(content, sheet_number)
        return page(
            "onestop/papers/scan.html",
            request,
            sheet=sheet,
            scan=scan,
            attachment=attachment,
            picture=picture,
            number=sheet_number,
            may=may_scan(sheet, act),
        )

    @post("/scans/{scan_id:int}/remove", status_code=303)
    async def remove(self, act: NamedDependency[Act], scan_id: FromPath[int]) -> Response[Any]:
        """Take a wrong scan away, with its file."""
        return redirect(f"/staff/dossiers/{await remove_scan(scan_id, act)}#scans")


async def _drawn(content: bytes, number: int) -> str:
    """Return a page of a PDF as a data address, "" when it has no such page or cannot be drawn."""
    try:
        return f"data:image/png;base64,{base64.b64encode(await pdf_page_png(content, number)).decode()}"
    except TemplateFaultError:
        return ""


async def _matrix_page(
    request: Request[Any, Any, Any], act: Act, code: str, form: Form[Checked] | None
) -> Response[str]:
    sheet, _ledger = await sheet_to_print(code, "control", act)
    handed = [
        Handed(p.name, p.paper, p.originals, p.certified, p.photocopies, p.remark)
        for p in await dossiers.papers(sheet.id)
    ]
    lines = matrix(sheet.facts.papers, handed)
    return page(
        "onestop/papers/documents.html",
        request,
        status_code=422 if form else 200,
        sheet=sheet,
        lines=lines,
        free_lines=range(len(lines), len(lines) + FREE_LINES),
        form=form,
    )


async def _upload_page(
    request: Request[Any, Any, Any], act: Act, code: str, form: Form[Upload] | None
) -> Response[str]:
    sheet = await sheet_for(code, act)
    if not may_scan(sheet, act):
        raise Missing
    papers = [(str(number), paper.name) for number, paper in enumerate(sheet.facts.papers, start=1)]
    return page(
        "onestop/papers/upload.html",
        request,
        status_code=422 if form else 200,
        sheet=sheet,
        papers=papers,
        form=form,
        key=form.key if form and form.key else uuid.uuid4().hex,
    )
