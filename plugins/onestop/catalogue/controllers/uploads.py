"""Upload a catalogue file, look at what it would do, bring it in."""

import uuid
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response, Stream

from core.acting import Act, Principal
from core.errors import Conflict, Missing, Problem, Refused
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.lists import list_response
from core.web.pages import page, redirect
from plugins.onestop.access import MANAGE
from plugins.onestop.catalogue import commands, queries
from plugins.onestop.catalogue.listing import UPLOADS
from plugins.onestop.catalogue.presenting import report_context
from plugins.onestop.catalogue.schemas import UploadForm
from plugins.onestop.catalogue.sources import SUFFIXES


class UploadPages(Controller):
    """Upload a catalogue file, look at what it would do, bring it in."""

    path = "/staff/procedures/uploads"
    guards = [requires(MANAGE)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def index(
        self, request: Request[Any, Any, Any], principal: NamedDependency[Principal]
    ) -> Response[Any] | Stream:
        """Show the form, and below it what was uploaded before."""
        return await list_response(UPLOADS, request, principal, **_upload_context(None))

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
        return page("onestop/catalogue/upload.html", request, status_code=422, **_upload_context(form))

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


def _upload_context(form: Form[UploadForm] | None) -> dict[str, Any]:
    key = form.key if form and form.key else uuid.uuid4().hex
    return {"form": form, "suffixes": ",".join(SUFFIXES), "upload_key": key}
