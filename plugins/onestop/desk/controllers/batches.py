"""Many dossiers at once: count and confirm, do it, say who could not and why, take it back."""

import uuid
from collections.abc import Sequence
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from core.acting import Act
from core.errors import Conflict, Missing, Refused
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.pages import page, redirect
from plugins.onestop.access import ASSIGN, VIEW
from plugins.onestop.desk import queries
from plugins.onestop.desk.commands import many, undoing
from plugins.onestop.desk.commands.piles import HAND_OVER
from plugins.onestop.desk.domain.batches import offers_for_all
from plugins.onestop.desk.printing import sheet_pdf
from plugins.onestop.desk.schemas import MOST, ManyHolders, ManySteps, Selection
from plugins.onestop.domain.workflow import Transition
from plugins.onestop.listing import STATES
from plugins.onestop.office import receivers
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.workflow.acting import acting_for, possible


class BatchPages(Controller):
    """From the ticked lines of the work list to the report of what became of them."""

    path = "/staff/desk"
    guards = [requires(VIEW)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @post("/step", status_code=200)
    async def choose_step(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[str]:
        """Show what can be done with the ticked dossiers, with how many of them."""
        return await _confirm(request, act, "step", await selected(request))

    @post("/reassign", guards=[requires(ASSIGN)], status_code=200)
    async def choose_holder(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[str]:
        """Ask to whom the ticked dossiers go."""
        return await _confirm(request, act, "reassign", await selected(request))

    @post("/step/do", status_code=303)
    async def step(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Take the step with all of them, and go to the report."""
        form = await read_form(request, ManySteps)
        try:
            done = await many.step_many(form.checked(), act, form.key)
        except Refused as error:
            return await _again(request, act, "step", form, error)
        return redirect(f"/staff/desk/batches/{done.batch}")

    @post("/reassign/do", guards=[requires(ASSIGN)], status_code=303)
    async def reassign(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Give all of them to somebody else, and go to the report."""
        form = await read_form(request, ManyHolders)
        try:
            done = await many.reassign_many(form.checked(), act, form.key)
        except Refused as error:
            return await _again(request, act, "reassign", form, error)
        return redirect(f"/staff/desk/batches/{done.batch}")

    @get("/batches/{batch_id:int}")
    async def report(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], batch_id: FromPath[int]
    ) -> Response[str]:
        """Show what became of each dossier."""
        return await _report(request, act, batch_id)

    @post("/batches/{batch_id:int}/undo", status_code=303)
    async def undo(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], batch_id: FromPath[int]
    ) -> Response[Any]:
        """Take it back where nothing followed."""
        try:
            await undoing.undo(batch_id, act)
        except (Refused, Conflict) as error:
            return await _report(request, act, batch_id, str(error))
        return redirect(f"/staff/desk/batches/{batch_id}")

    @get("/batches/{batch_id:int}/sheet.pdf")
    async def sheet(self, act: NamedDependency[Act], batch_id: FromPath[int]) -> Response[bytes]:
        """Return the control sheet of a pile that was handed over, for both signatures."""
        batch = await queries.batch(batch_id, act)
        if batch is None or not batch.receiver_name:
            raise Missing
        content = await sheet_pdf(batch, await queries.lines(batch_id), act.at)
        headers = {"content-disposition": f'inline; filename="ban-giao-{batch_id}.pdf"', "cache-control": "no-store"}
        return Response(content, media_type="application/pdf", headers=headers)


async def selected(request: Request[Any, Any, Any]) -> list[str]:
    """Return the numbers of the ticked lines; at most as many as one piece of work may have."""
    form = await read_form(request, Selection)
    return list(dict.fromkeys(form.value.key))[:MOST] if form.value else []


def nothing_selected(request: Request[Any, Any, Any]) -> Response[str]:
    """Return a page that says so: no error, and the way back to the list."""
    return page("onestop/desk/nothing.html", request)


async def _confirm(
    request: Request[Any, Any, Any],
    act: Act,
    what: str,
    codes: Sequence[str],
    form: Form[Any] | None = None,
) -> Response[str]:
    sheets = await queries.chosen(list(codes), act)
    if not sheets:
        return nothing_selected(request)
    desks = {sheet.unit_id for sheet in sheets}
    people = {person.id: person for desk in sorted(desks) for person in await receivers(desk, act.at)}
    offered = [await _offered(sheet, act) for sheet in sheets]
    return page(
        f"onestop/desk/{what}.html",
        request,
        status_code=422 if form else 200,
        form=form,
        sheets=sheets,
        states=STATES,
        offers=offers_for_all(offered),
        people=[(person.id, person.full_name) for person in people.values()],
        key=form.key if form and form.key else uuid.uuid4().hex,
    )


async def _offered(sheet: Sheet, act: Act) -> tuple[Transition, ...]:
    """Return the steps that somebody may take with a dossier now."""
    ledger = await dossiers.ledger(sheet.id)
    return possible(sheet.workflow, sheet.state, await acting_for(act, sheet.unit_ids), ledger, sheet.holder_id)


async def _again(
    request: Request[Any, Any, Any], act: Act, what: str, form: Form[Any], error: Refused
) -> Response[str]:
    """Return the page with what was sent and what is wrong with it."""
    if not form.problems:
        form.refuse(error)
    codes = [str(value) for name, value in form.raw.items() if name.startswith("lines.") and name.endswith(".code")]
    return await _confirm(request, act, what, codes, form)


async def _report(request: Request[Any, Any, Any], act: Act, batch_id: int, problem: str = "") -> Response[str]:
    batch = await queries.batch(batch_id, act)
    if batch is None:
        raise Missing
    lines = await queries.lines(batch_id)
    open_to_undo = [line for line in lines if await undoing.undoable(batch, line, act) is not None]
    titles = {many.GIVEN: _("Giao lại hồ sơ"), HAND_OVER: _("Bàn giao hồ sơ")}
    return page(
        "onestop/desk/report.html",
        request,
        status_code=409 if problem else 200,
        batch=batch,
        title=titles.get(batch.kind) or _(batch.title),
        done=[line for line in lines if line.done],
        failed=[line for line in lines if not line.done],
        undoable=len(open_to_undo),
        problem=problem,
    )
