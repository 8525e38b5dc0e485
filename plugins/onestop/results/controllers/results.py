"""Results: the lists of them, one with its history, correcting and revoking it."""

import uuid
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response, Stream

from core import audit
from core.acting import Act, Principal
from core.errors import Conflict, Forbidden, Missing, Problem, Refused
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.lists import list_response
from core.web.pages import page, redirect
from plugins.onestop.access import VIEW, scope
from plugins.onestop.results import commands, queries
from plugins.onestop.results.access import AMEND, ENTER
from plugins.onestop.results.controllers.entering import record_of
from plugins.onestop.results.listing import RESULTS, WAITING
from plugins.onestop.results.schemas import Correction, Revocation
from plugins.onestop.results.wording import CHANGES, STATES


class ResultPages(Controller):
    """What was entered, and what has still to be."""

    path = "/staff/results"
    guards = [requires(VIEW)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def all_of_them(
        self, request: Request[Any, Any, Any], principal: NamedDependency[Principal]
    ) -> Response[Any] | Stream:
        """List every result, the newest first."""
        return await list_response(RESULTS, request, principal, tabs=_tabs(principal, RESULTS.path))

    @get("/waiting", guards=[requires(ENTER)])
    async def waiting(
        self, request: Request[Any, Any, Any], principal: NamedDependency[Principal]
    ) -> Response[Any] | Stream:
        """List settled dossiers whose result is in no register yet."""
        return await list_response(WAITING, request, principal, tabs=_tabs(principal, WAITING.path))

    @get("/{number:int}")
    async def show(
        self,
        request: Request[Any, Any, Any],
        act: NamedDependency[Act],
        number: FromPath[int],
        entered: FromQuery[int] = 0,
    ) -> Response[str]:
        """Show a result with its history; that somebody read it is written into the log."""
        sheet = await _sheet(number, act)
        await audit.record(
            act,
            "onestop.read_result",
            subject="onestop.result",
            subject_id=number,
            unit_id=sheet.unit_ids[0],
            after={"number": sheet.number_text},
        )
        return await _page(request, act, sheet, entered=bool(entered))

    @get("/{number:int}/correct", guards=[requires(AMEND)])
    async def correction(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], number: FromPath[int]
    ) -> Response[str]:
        """Show the form of a correction, filled with the record as it is now."""
        return _correction(request, await _sheet(number, act), None)

    @post("/{number:int}/correct", guards=[requires(AMEND)], status_code=303)
    async def correct(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], number: FromPath[int]
    ) -> Response[Any]:
        """Correct a result; with problems, show the form as it was sent."""
        form = await read_form(request, Correction)
        try:
            await commands.correct(number, form.checked(), record_of(form.raw), act, form.key)
        except (Refused, Forbidden, Conflict) as error:
            if not form.problems:
                form.problems.extend(_problems(error))
            return _correction(request, await _sheet(number, act), form)
        return redirect(f"/staff/results/{number}")

    @post("/{number:int}/revoke", guards=[requires(AMEND)], status_code=303)
    async def revoke(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], number: FromPath[int]
    ) -> Response[Any]:
        """Revoke a result; when that is not possible, show it as it is now, and why."""
        form = await read_form(request, Revocation)
        try:
            await commands.revoke(number, form.checked(), act, form.key)
        except (Refused, Forbidden, Conflict) as error:
            status = {Refused: 422, Forbidden: 403, Conflict: 409}[type(error)]
            sheet = await _sheet(number, act)
            return await _page(request, act, sheet, problems=_problems(error), status_code=status)
        return redirect(f"/staff/results/{number}")


async def _sheet(number: int, act: Act) -> queries.Sheet:
    sheet = await queries.result(number, scope(act.who)) if number < 2**63 else None
    if sheet is None:
        raise Missing
    return sheet


def _tabs(principal: Principal, here: str) -> list[dict[str, Any]]:
    tabs = [(_("Đã vào sổ"), RESULTS.path), (_("Các sổ"), "/staff/registers")]
    if principal.may(ENTER):
        tabs.insert(0, (_("Chưa vào sổ"), WAITING.path))
    return [{"title": title, "path": path, "current": path == here} for title, path in tabs]


async def _page(
    request: Request[Any, Any, Any],
    act: Act,
    sheet: queries.Sheet,
    *,
    problems: tuple[Problem, ...] = (),
    entered: bool = False,
    status_code: int = 200,
) -> Response[str]:
    changes = [
        {"title": str(CHANGES[c.kind]), "at": c.at, "who": c.person_name, "text": c.reason}
        for c in reversed(await queries.changes(sheet.id))
    ]
    return page(
        "onestop/results/result.html",
        request,
        status_code=status_code,
        sheet=sheet,
        register=sheet.register,
        values=sheet.values,
        state=STATES[sheet.state],
        changes=changes,
        problems=problems,
        entered=entered,
        key=uuid.uuid4().hex,
        may_amend=sheet.state != "revoked" and any(act.who.may(AMEND, unit) for unit in sheet.unit_ids),
    )


def _correction(request: Request[Any, Any, Any], sheet: queries.Sheet, form: Form[Correction] | None) -> Response[str]:
    return page(
        "onestop/results/correct.html",
        request,
        status_code=422 if form else 200,
        form=form,
        key=form.key if form and form.key else uuid.uuid4().hex,
        sheet=sheet,
        register=sheet.register,
        first={key: str(value) for key, value in sheet.values.items()},
    )


def _problems(error: Refused | Forbidden | Conflict) -> tuple[Problem, ...]:
    match error:
        case Refused():
            return error.problems
        case Conflict():
            return (error.problem,)
        case _:
            return (Problem(str(error)),)
