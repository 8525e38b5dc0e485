"""Workflows for administrators: all of them, the versions of one, moving running dossiers."""

import uuid
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from core.acting import Act
from core.contracts.dossiers import DUTIES
from core.errors import Missing, Refused
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.pages import page, redirect
from plugins.onestop.access import MANAGE
from plugins.onestop.domain.national import NATIONAL, national_status
from plugins.onestop.domain.workflow import Workflow
from plugins.onestop.workflow import queries
from plugins.onestop.workflow.commands.drafting import begin_workflow
from plugins.onestop.workflow.commands.relocating import forecast, order_relocation
from plugins.onestop.workflow.domain.relocating import suggested
from plugins.onestop.workflow.drawing import draw
from plugins.onestop.workflow.queries import Published
from plugins.onestop.workflow.schemas import NewWorkflow, Relocate
from plugins.onestop.workflow.wording import CLOCKS, OBSTACLES, condition_words


class WorkflowPages(Controller):
    """What is published, who goes by it, and how it looks."""

    path = "/staff/workflows"
    guards = [requires(MANAGE)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def index(self, request: Request[Any, Any, Any]) -> Response[str]:
        """List the workflows."""
        return await _index(request)

    @post(status_code=303)
    async def begin(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Begin a new workflow as a draft."""
        form = await read_form(request, NewWorkflow)
        try:
            await begin_workflow(form.checked(), act)
        except Refused as error:
            if not form.problems:
                form.refuse(error)
            return await _index(request, form)
        return redirect(f"/staff/workflows/{form.checked().name}/draft")

    @get("/{name:str}")
    async def one(
        self, request: Request[Any, Any, Any], name: FromPath[str], version: FromQuery[int | None] = None
    ) -> Response[str]:
        """Show one version with its drawing and tables; the newest when none is asked for."""
        versions = await versions_of(name)
        shown = next((one for one in versions if one.version == version), None if version else versions[0])
        if shown is None:
            raise Missing
        return page(
            "onestop/workflow/one.html",
            request,
            shown=shown,
            versions=versions,
            running=await queries.running(),
            drafts=await queries.drafts(name),
            orders=await queries.orders(name),
            procedures=(await queries.procedures_using()).get(name, 0),
            **tables(shown.workflow),
        )

    @get("/{name:str}/relocate")
    async def relocation(
        self,
        request: Request[Any, Any, Any],
        name: FromPath[str],
        source: FromQuery[int | None] = None,
        target: FromQuery[int | None] = None,
    ) -> Response[str]:
        """Show what would become of the running dossiers of a version; nothing is moved yet."""
        sent = {
            "source": str(source or ""),
            "target": str(target or ""),
            "states": [value for key, value in request.query_params.multi_items() if key == "states"],
        }
        return await _relocation_page(request, name, sent)

    @post("/{name:str}/relocate", status_code=303)
    async def relocate(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], name: FromPath[str]
    ) -> Response[Any]:
        """Order the move; it is done in the background, one dossier after the other."""
        form = await read_form(request, Relocate)
        try:
            done = await order_relocation(name, form.checked(), act, form.key)
        except Refused as error:
            if not form.problems:
                form.refuse(error)
            return await _relocation_page(request, name, form.raw, form)
        return redirect(f"/staff/workflows/{name}/relocations/{done.relocation}")

    @get("/{name:str}/relocations/{number:int}")
    async def order(self, request: Request[Any, Any, Any], name: FromPath[str], number: FromPath[int]) -> Response[str]:
        """Show what became of an order, those that had to stay first."""
        found = await queries.orders(name, number)
        if not found:
            raise Missing
        titles = {
            state.code: state.title
            for one in reversed(await versions_of(name))
            if one.version in {found[0].source, found[0].target}
            for state in one.workflow.states
        }
        return page(
            "onestop/workflow/order.html",
            request,
            name=name,
            order=found[0],
            lines=await queries.order_lines(number),
            titles=titles,
            obstacles=OBSTACLES,
        )


async def versions_of(name: str) -> list[Published]:
    """Return the versions of a workflow, the newest first. Raises Missing when there is none."""
    versions = await queries.published(name) if name else []
    if not versions:
        raise Missing
    return versions


def tables(workflow: Workflow, link: str = "#state-") -> dict[str, Any]:
    """Return what the drawing and the tables of a workflow need."""
    return {
        "workflow": workflow,
        "drawing": draw(workflow, link=link),
        "national": {state.code: national_status(workflow, state) for state in workflow.states},
        "national_words": NATIONAL,
        "duties": DUTIES,
        "clocks": CLOCKS,
        "condition_words": condition_words,
        "titles": {state.code: state.title for state in workflow.states},
    }


async def _index(request: Request[Any, Any, Any], form: Form[NewWorkflow] | None = None) -> Response[str]:
    running = await queries.running()
    newest: dict[str, Published] = {}
    counts: dict[str, int] = {}
    for one in await queries.published():
        newest.setdefault(one.name, one)
        counts[one.name] = counts.get(one.name, 0) + running.get(one.id, 0)
    drafts = {draft.name: draft for draft in await queries.drafts()}
    return page(
        "onestop/workflow/index.html",
        request,
        status_code=422 if form else 200,
        newest=list(newest.values()),
        counts=counts,
        copies=[(one.name, _(one.workflow.title)) for one in newest.values()],
        drafts=drafts,
        fresh=[draft for name, draft in drafts.items() if name not in newest],
        procedures=await queries.procedures_using(),
        form=form,
    )


async def _relocation_page(
    request: Request[Any, Any, Any], name: str, sent: Any, form: Form[Relocate] | None = None
) -> Response[str]:
    versions = await versions_of(name)
    by_number = {str(one.version): one for one in versions}
    old, new = by_number.get(str(sent.get("source", ""))), by_number.get(str(sent.get("target", "")))
    choice: dict[str, str] = {}
    lines = None
    if old is not None and new is not None and old.id != new.id:
        states = sent.get("states", [])
        pairs = [str(one).partition(">") for one in ([states] if isinstance(states, str) else states)]
        choice = suggested(old.workflow, new.workflow) | {was: now for was, _sign, now in pairs if was}
        lines = await forecast(old, new, choice)
    return page(
        "onestop/workflow/relocate.html",
        request,
        status_code=422 if form else 200,
        name=name,
        versions=versions,
        running=await queries.running(),
        old=old,
        new=new,
        choice=choice,
        lines=lines,
        obstacles=OBSTACLES,
        form=form,
        key=uuid.uuid4().hex,
        titles={state.code: state.title for state in old.workflow.states} if old else {},
    )
