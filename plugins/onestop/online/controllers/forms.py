"""The administrator's pages of forms: edit, look at what readers will see and at the faults, then publish."""

from typing import Any

import msgspec
from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from core.acting import Act
from core.errors import Conflict, Missing, Refused
from core.offices import office_day
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.pages import page, redirect
from plugins.onestop.access import MANAGE
from plugins.onestop.online.commands.publishing import publish, read_definition
from plugins.onestop.online.domain.flaws import FormFlaw, form_flaws
from plugins.onestop.online.domain.forms import FormDefinition
from plugins.onestop.online.queries import forms
from plugins.onestop.online.rules import answer_rule
from plugins.onestop.online.schemas import FormText
from plugins.onestop.online.views import pages, paper_of
from plugins.onestop.online.wording import flaw_sentence
from plugins.onestop.queries import procedures

_EMPTY = """{
  "schema": {"type": "object", "required": ["owner_name"], "properties": {
    "owner_name": {"type": "string", "title": "Họ tên người yêu cầu", "minLength": 2, "maxLength": 200}
  }},
  "layout": [{"title": "Người yêu cầu", "fields": [{"field": "owner_name"}]}],
  "papers": [],
  "dossier": {"owner_name": "owner_name"},
  "english": {}
}"""


class FormPages(Controller):
    """Which procedures can be filed from home, and their forms."""

    path = "/staff/online-forms"
    guards = [requires(MANAGE)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def index(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], procedure: FromQuery[str] = ""
    ) -> Response[Any]:
        """List the forms in force, and the rule of the answer with its source; `procedure`: open this one's editor."""
        day = office_day(act.at)
        asked = procedure.strip()
        if asked and await procedures.sheet(asked, day):
            return redirect(f"/staff/online-forms/{asked}")
        lines = []
        for form in await forms.newest():
            sheet = await procedures.sheet(form.procedure_code, day)
            lines.append(
                {"form": form, "name": sheet.facts.name if sheet else "", "pages": len(form.definition.layout)}
            )
        return page("onestop/online/forms.html", request, lines=lines, rule=answer_rule(day), asked=asked)

    @get("/{procedure:str}")
    async def edit(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], procedure: FromPath[str]
    ) -> Response[str]:
        """Open the form in force in the editor; an empty one where there is none yet."""
        return await _editor(request, procedure, act)

    @post("/{procedure:str}", status_code=200)
    async def look(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], procedure: FromPath[str]
    ) -> Response[Any]:
        """Show what readers would see and what is wrong; with `publish` sent, publish it."""
        form = await read_form(request, FormText)
        try:
            sent = form.checked()
            if form.raw.get("publish"):
                await publish(procedure, sent, act)
                return redirect(f"/staff/online-forms/{procedure}")
        except Refused as error:
            if not form.problems:
                form.refuse(error)
        except Conflict as error:
            form.refuse(Refused(str(error)))
        return await _editor(request, procedure, act, form)


async def _editor(
    request: Request[Any, Any, Any], procedure: str, act: Act, form: Form[FormText] | None = None
) -> Response[str]:
    sheet = await procedures.sheet(procedure, office_day(act.at))
    if sheet is None:
        raise Missing
    versions = await forms.versions(procedure)
    newest = versions[0] if versions else None
    text = msgspec.json.format(newest.definition_json, indent=2) if newest else _EMPTY
    definition, flaws = _judge(str(form.raw.get("definition", "")) if form else text, form)
    return page(
        "onestop/online/form_editor.html",
        request,
        status_code=422 if form and form.problems else 200,
        facts=sheet.facts,
        form=form,
        text=text,
        newest=newest,
        versions=versions,
        faults=[(flaw_sentence(flaw), flaw.is_warning) for flaw in flaws],
        preview=pages(definition, _everything(definition)) if definition else (),
        papers=[paper_of(definition, paper) for paper in definition.papers] if definition else [],
    )


def _judge(text: str, form: Form[FormText] | None) -> tuple[FormDefinition | None, tuple[FormFlaw, ...]]:
    """Return the form in a text, and its flaws; one that cannot be read is a problem of the editor's field."""
    try:
        definition = read_definition(text)
    except Refused as error:
        if form is not None and not form.problems:
            form.refuse(error)
        return None, ()
    flaws = form_flaws(definition)
    return (None if any(flaw.kind == "bad_schema" for flaw in flaws) else definition), flaws


def _everything(form: FormDefinition) -> dict[str, str]:
    """Return answers that call up as many questions as possible, for the preview."""
    conditions = [*(place.show_when for place in form.places), *(paper.show_when for paper in form.papers)]
    return {condition.field: condition.values[0] for condition in conditions if condition and condition.values}
