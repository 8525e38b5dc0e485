"""The catalogue as the staff sees it: versions, what changed, what is doubtful; uploads with a preview."""

import uuid
from datetime import date
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response, Stream

from core.acting import Act, Principal
from core.clock import VIETNAM
from core.errors import Conflict, Missing, Problem, Refused
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.lists import list_response
from core.web.pages import page, redirect
from plugins.onestop.access import MANAGE, VIEW
from plugins.onestop.catalogue import blank_forms, commands, ending, queries
from plugins.onestop.catalogue.ending import EndForm
from plugins.onestop.catalogue.listing import UPLOADS
from plugins.onestop.catalogue.presenting import comparison, procedure_context, report_context
from plugins.onestop.catalogue.schemas import FileForm, UploadForm, WorkflowForm
from plugins.onestop.catalogue.sources import SUFFIXES
from plugins.onestop.listing import PROCEDURES
from plugins.onestop.queries import procedures
from plugins.onestop.wording import FAULTS


class CataloguePages(Controller):
    """List of procedures with a report of doubts; one procedure with its history and what changed in it."""

    path = "/staff/procedures"
    guards = [requires(VIEW)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def index(
        self, request: Request[Any, Any, Any], principal: NamedDependency[Principal]
    ) -> Response[Any] | Stream:
        """List the procedures, with the number of each kind of doubt above."""
        counts = [(str(FAULTS[kind]), count) for kind, count in await procedures.fault_counts()]
        return await list_response(PROCEDURES, request, principal, fault_counts=counts)

    @get("/{code:str}")
    async def one(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[str]:
        """Show a procedure: what holds today, what is doubtful, its versions on a time line."""
        return await _procedure_page(request, act, code)

    @get("/{code:str}/versions/{before:int}/{after:int}")
    async def compare(
        self, request: Request[Any, Any, Any], code: FromPath[str], before: FromPath[int], after: FromPath[int]
    ) -> Response[str]:
        """Show two versions side by side."""
        found = {version.number: version for version in await queries.versions(code)}
        if before not in found or after not in found:
            raise Missing
        old, new = found[before], found[after]
        return page("onestop/catalogue/compare.html", request, code=code, old=old, new=new, parts=comparison(old, new))


class KeepingPages(Controller):
    """What a keeper of the catalogue decides about one procedure: workflows, blank forms, its end."""

    path = "/staff/procedures"
    guards = [requires(MANAGE)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @post("/{code:str}/workflows", status_code=303)
    async def workflows(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Choose which workflow new dossiers take, case by case."""
        form = await read_form(request, WorkflowForm)
        try:
            await commands.set_workflows(code, form.checked(), act)
        except Refused as error:
            if not form.problems:
                form.refuse(error)
        except Conflict as error:
            form.refuse(Refused(error.problem))
            return await _procedure_page(request, act, code, form, 409)
        else:
            return redirect(f"/staff/procedures/{code}?saved=1")
        return await _procedure_page(request, act, code, form, 422)

    @post("/{code:str}/forms", status_code=303)
    async def add_form(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Offer a blank form for download."""
        form = await read_form(request, FileForm)
        sent = next(iter(form.files.get("file", [])), None)
        try:
            if sent is None:
                raise Refused(Problem(_("Hãy chọn tệp mẫu đơn."), "file", "missing"))
            await blank_forms.add(code, sent.filename, await sent.read(), act, form.key)
        except Refused as error:
            form.refuse(error)
            return await _procedure_page(request, act, code, form, 422)
        return redirect(f"/staff/procedures/{code}#forms")

    @post("/{code:str}/forms/{form_id:int}/remove", status_code=303)
    async def remove_form(
        self, act: NamedDependency[Act], code: FromPath[str], form_id: FromPath[int]
    ) -> Response[Any]:
        """Take a blank form away."""
        await blank_forms.remove(code, form_id, act)
        return redirect(f"/staff/procedures/{code}#forms")

    @post("/{code:str}/end", status_code=303)
    async def end(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Let no dossier be taken in after a day."""
        form = await read_form(request, EndForm)
        try:
            await ending.end(code, form.checked(), act)
        except Refused as error:
            if not form.problems:
                form.refuse(error)
            return await _procedure_page(request, act, code, form, 422)
        return redirect(f"/staff/procedures/{code}?saved=1")


class UploadPages(Controller):
    """Upload a catalogue file, look at what it would do, bring it in."""

    path = "/staff/procedures/uploads"
    guards = [requires(MANAGE)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def index(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], principal: NamedDependency[Principal]
    ) -> Response[Any] | Stream:
        """Show the form, and below it what was uploaded before."""
        return await list_response(UPLOADS, request, principal, **_upload_context(None, _today(act)))

    @post(status_code=303)
    async def upload(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Keep the file and go to its preview; a file that cannot be read is refused with the reason."""
        form = await read_form(request, UploadForm)
        sent = next(iter(form.files.get("file", [])), None)
        try:
            if sent is None:
                raise Refused(Problem(_("Hãy chọn tệp danh mục."), "file", "missing"))
            stored = await commands.upload(
                sent.filename, await sent.read(), form.checked().effective_from, act, form.key
            )
        except Refused as error:
            form.refuse(Refused(*(p for p in error.problems if p not in form.problems)))
        else:
            return redirect(f"/staff/procedures/uploads/{stored.id}")
        return page("onestop/catalogue/upload.html", request, status_code=422, **_upload_context(form, _today(act)))

    @get("/{upload_id:int}")
    async def show(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], upload_id: FromPath[int]
    ) -> Response[str]:
        """Show what the import would do now; for a file that is in already, what it would do again."""
        return await _preview_page(request, act, upload_id)

    @post("/{upload_id:int}/import", status_code=303)
    async def bring_in(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], upload_id: FromPath[int]
    ) -> Response[Any]:
        """Bring the file in, once; then show it as imported."""
        try:
            await commands.import_upload(upload_id, act)
        except Conflict:
            return redirect(f"/staff/procedures/uploads/{upload_id}")
        except Refused as error:
            return await _preview_page(request, act, upload_id, error)
        return redirect(f"/staff/procedures/uploads/{upload_id}?done=1")


async def _procedure_page(
    request: Request[Any, Any, Any],
    act: Act,
    code: str,
    form: Form[Any] | None = None,
    status_code: int = 200,
) -> Response[str]:
    context = await procedure_context(code, _today(act))
    return page(
        "onestop/catalogue/procedure.html",
        request,
        status_code=status_code,
        form=form,
        may_manage=act.who.may(MANAGE),
        saved="saved" in request.query_params,
        key=uuid.uuid4().hex,
        **context,
    )


async def _preview_page(
    request: Request[Any, Any, Any], act: Act, upload_id: int, error: Refused | None = None
) -> Response[str]:
    upload = await queries.upload(upload_id)
    if upload is None:
        raise Missing
    context: dict[str, Any] = {"report": None}
    try:
        context = report_context(await commands.preview(upload_id, act))
    except Refused as refused:
        error = error or refused
    return page(
        "onestop/catalogue/preview.html",
        request,
        status_code=422 if error and upload.imported_at is None else 200,
        upload=upload,
        problems=error.problems if error and upload.imported_at is None else (),
        done="done" in request.query_params,
        **context,
    )


def _upload_context(form: Form[UploadForm] | None, today: date) -> dict[str, Any]:
    key = form.key if form and form.key else uuid.uuid4().hex
    return {"form": form, "today": today, "suffixes": ",".join(SUFFIXES), "upload_key": key}


def _today(act: Act) -> date:
    return act.at.astimezone(VIETNAM).date()
