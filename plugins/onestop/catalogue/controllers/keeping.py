"""What a keeper of the catalogue decides: workflows, blank forms, the end of a procedure, what fields show."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from core.acting import Act
from core.errors import Conflict, Problem, Refused
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import read_form
from core.web.pages import page, redirect
from plugins.onestop.access import MANAGE
from plugins.onestop.catalogue import blank_forms, commands, ending, fields
from plugins.onestop.catalogue.controllers.procedures import procedure_page
from plugins.onestop.catalogue.ending import EndForm
from plugins.onestop.catalogue.fields import SensitiveForm
from plugins.onestop.catalogue.schemas import FileForm, WorkflowForm


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
            return await procedure_page(request, act, code, form, 409)
        else:
            return redirect(f"/staff/procedures/{code}?saved=1")
        return await procedure_page(request, act, code, form, 422)

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
            return await procedure_page(request, act, code, form, 422)
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
            return await procedure_page(request, act, code, form, 422)
        return redirect(f"/staff/procedures/{code}?saved=1")


class FieldPages(Controller):
    """The fields of administration and their mark."""

    path = "/staff/procedures/fields"
    guards = [requires(MANAGE)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def index(self, request: Request[Any, Any, Any]) -> Response[str]:
        """List the fields."""
        return page("onestop/catalogue/fields.html", request, fields=await fields.fields())

    @post("/{field_id:int}", status_code=303)
    async def mark(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], field_id: FromPath[int]
    ) -> Response[Any]:
        """Mark a field as sensitive, or not."""
        await fields.set_sensitive(field_id, (await read_form(request, SensitiveForm)).checked(), act)
        return redirect("/staff/procedures/fields")
