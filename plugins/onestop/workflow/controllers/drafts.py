"""The editor: a draft with its findings, drawing and tables; one form for a state, one for a move; publishing."""

import uuid
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from core.acting import Act
from core.contracts.dossiers import DUTIES
from core.errors import Conflict, Missing, Problem, Refused
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.pages import page, redirect
from plugins.onestop.access import MANAGE
from plugins.onestop.domain.conditions import TAKES, Condition, value_fits
from plugins.onestop.domain.national import NATIONAL
from plugins.onestop.domain.workflow import BACK, State, Transition, Workflow
from plugins.onestop.workflow import queries
from plugins.onestop.workflow.commands.drafting import begin_draft, change_draft, discard_draft, publish_draft
from plugins.onestop.workflow.controllers.versions import tables
from plugins.onestop.workflow.domain import editing
from plugins.onestop.workflow.findings import findings_of
from plugins.onestop.workflow.queries import Draft
from plugins.onestop.workflow.schemas import Looked, MoveForm, Publish, RowForm, StateForm
from plugins.onestop.workflow.wording import CLOCKS, CONDITIONS, finding_sentence


class DraftPages(Controller):
    """A draft and its rows; every change is one small write with the revision that the editor saw."""

    path = "/staff/workflows/{name:str}/draft"
    guards = [requires(MANAGE)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def show(self, request: Request[Any, Any, Any], name: FromPath[str]) -> Response[str]:
        """Show the draft."""
        return await _draft_page(request, name)

    @post(status_code=303)
    async def begin(self, act: NamedDependency[Act], name: FromPath[str]) -> Response[Any]:
        """Copy the newest version into a draft, unless there is one."""
        await begin_draft(name, act)
        return redirect(f"/staff/workflows/{name}/draft")

    @post("/row", status_code=303)
    async def row(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], name: FromPath[str]
    ) -> Response[Any]:
        """Remove a row, or shift it up or down."""
        form = await read_form(request, RowForm)
        try:
            sent = form.checked()
            await change_draft(name, sent.revision, lambda workflow: _row_changed(workflow, sent), act)
        except (Refused, Conflict) as error:
            return await _draft_page(request, name, _problems(error))
        return redirect(f"/staff/workflows/{name}/draft#{'moves' if '/' in sent.row else 'states'}")

    @get("/state")
    async def state(
        self, request: Request[Any, Any, Any], name: FromPath[str], code: FromQuery[str] = ""
    ) -> Response[str]:
        """Show the form of a state; an empty code is a new one."""
        return await _state_page(request, name, code)

    @post("/state", status_code=303)
    async def save_state(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], name: FromPath[str]
    ) -> Response[Any]:
        """Save a state."""
        form = await read_form(request, StateForm)
        try:
            sent = form.checked()
            await change_draft(name, sent.revision, lambda workflow: _with_state(workflow, sent), act)
        except (Refused, Conflict) as error:
            _add(form, error)
            return await _state_page(request, name, str(form.raw.get("was", "")), form)
        return redirect(f"/staff/workflows/{name}/draft#state-{sent.code}")

    @get("/step")
    async def step(
        self,
        request: Request[Any, Any, Any],
        name: FromPath[str],
        source: FromQuery[str] = "",
        action: FromQuery[str] = "",
    ) -> Response[str]:
        """Show the form of a move; without an action it is a new one out of the source."""
        return await _move_page(request, name, source, action)

    @post("/step", status_code=303)
    async def save_move(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], name: FromPath[str]
    ) -> Response[Any]:
        """Save a move."""
        form = await read_form(request, MoveForm)
        try:
            sent = form.checked()
            await change_draft(name, sent.revision, lambda workflow: _with_move(workflow, sent), act)
        except (Refused, Conflict) as error:
            _add(form, error)
            source, _sign, action = str(form.raw.get("was", "")).partition("/")
            return await _move_page(request, name, source, action, form)
        return redirect(f"/staff/workflows/{name}/draft#moves")

    @post("/discard", status_code=303)
    async def discard(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], name: FromPath[str]
    ) -> Response[Any]:
        """Throw the draft away."""
        form = await read_form(request, Looked)
        try:
            await discard_draft(name, form.checked().revision, act)
        except (Refused, Conflict) as error:
            return await _draft_page(request, name, _problems(error))
        return redirect("/staff/workflows")

    @post("/publish", status_code=303)
    async def publish(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], name: FromPath[str]
    ) -> Response[Any]:
        """Make the draft the newest version."""
        form = await read_form(request, Publish)
        try:
            await publish_draft(name, form.checked(), act, form.key)
        except (Refused, Conflict) as error:
            return await _draft_page(request, name, _problems(error), note=str(form.raw.get("note", "")))
        return redirect(f"/staff/workflows/{name}")


def _problems(error: Refused | Conflict) -> tuple[Problem, ...]:
    return error.problems if isinstance(error, Refused) else (error.problem,)


def _add(form: Form[Any], error: Refused | Conflict) -> None:
    """Put what a command refused beside what the form itself refused, once."""
    if not form.problems:
        form.problems.extend(_problems(error))


def _row_changed(workflow: Workflow, sent: RowForm) -> Workflow:
    source, slash, action = sent.row.partition("/")
    by = {"up": -1, "down": 1}.get(sent.what)
    if slash:
        if by is None:
            return editing.drop_move(workflow, source, action)
        return editing.shift_move(workflow, source, action, by)
    return editing.drop_state(workflow, source) if by is None else editing.shift_state(workflow, source, by)


def _with_state(workflow: Workflow, sent: StateForm) -> Workflow:
    if sent.code != sent.was and (workflow.find(sent.code) is not None or sent.code == BACK):
        raise Refused(Problem(_("Đã có bước với mã này."), "code", "taken"))
    names = State.__struct_fields__
    return editing.put_state(workflow, State(**{name: getattr(sent, name) for name in names}), sent.was)


def _with_move(workflow: Workflow, sent: MoveForm) -> Workflow:
    source, slash, action = sent.was.partition("/")
    was = (source, action) if slash else None
    if was != (sent.source, sent.action) and editing.find_move(workflow, sent.source, sent.action) is not None:
        raise Refused(Problem(_("Bước này đã có việc với mã đó."), "action", "taken"))
    conditions = tuple(Condition(one.kind, one.value.strip()) for one in sent.conditions if one.kind in CONDITIONS)  # type: ignore[arg-type]
    for condition in conditions:
        if not value_fits(condition):
            words = str(CONDITIONS[condition.kind])
            message = _("%(condition)s: giá trị không đúng (số, hình thức nộp hay tên).", condition=words)
            raise Refused(Problem(message, "conditions", "bad_value"))
    plain = ("source", "action", "target", "title", "needs_reason", "tells_citizen", "hands_over", "takes")
    more = ("notice", "lists_papers", "needs_number", "reopens")
    move = Transition(
        **{name: getattr(sent, name) for name in (*plain, *more)},
        duties=tuple(sent.duties),
        unless_did=tuple(sent.unless_did.replace(",", " ").split()),
        papers=tuple(line.strip() for line in sent.papers.splitlines() if line.strip()),
        conditions=conditions,
    )
    return editing.put_move(workflow, move, was)


async def draft_of(name: str) -> Draft:
    """Return the draft of a workflow. Raises Missing."""
    found = await queries.drafts(name) if name else []
    if not found:
        raise Missing
    return found[0]


async def _draft_page(
    request: Request[Any, Any, Any], name: str, problems: tuple[Problem, ...] = (), note: str = ""
) -> Response[str]:
    draft = await draft_of(name)
    workflow = draft.workflow
    found = await findings_of(workflow)
    return page(
        "onestop/workflow/draft.html",
        request,
        status_code=422 if problems else 200,
        draft=draft,
        problems=problems,
        findings=[(one, finding_sentence(one, workflow)) for one in found],
        forbidden=any(one.error for one in found),
        note=note,
        key=uuid.uuid4().hex,
        **tables(workflow),
    )


async def _state_page(
    request: Request[Any, Any, Any], name: str, code: str, form: Form[StateForm] | None = None
) -> Response[str]:
    draft = await draft_of(name)
    state = draft.workflow.find(code)
    if code and state is None:
        raise Missing
    return page(
        "onestop/workflow/state.html",
        request,
        status_code=422 if form else 200,
        draft=draft,
        state=state,
        form=form,
        duties=list(DUTIES.items()),
        clocks=list(CLOCKS.items()),
        national=[(0, _("Tự suy ra")), *NATIONAL.items()],
    )


async def _move_page(
    request: Request[Any, Any, Any], name: str, source: str, action: str, form: Form[MoveForm] | None = None
) -> Response[str]:
    draft = await draft_of(name)
    move = editing.find_move(draft.workflow, source, action)
    if action and move is None:
        raise Missing
    states = [(state.code, _(state.title)) for state in draft.workflow.states]
    return page(
        "onestop/workflow/step.html",
        request,
        status_code=422 if form else 200,
        draft=draft,
        move=move,
        source=source,
        form=form,
        states=states,
        targets=[*states, (BACK, _("← quay lại bước trước đó"))],
        duties=[(code, title) for code, title in DUTIES.items() if code not in {"citizen", "agency", "nobody"}],
        conditions=list(CONDITIONS.items()),
        takes=TAKES,
        actions=sorted({one.action for one in draft.workflow.transitions}),
    )
