"""What people do with the clock of one dossier: another day, an apology, errands to agencies, members."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec
from litestar import Controller, Request, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from core.acting import Act
from core.errors import Conflict, Forbidden, Problem, Refused
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.pages import redirect
from plugins.onestop.access import APPRAISE, VIEW
from plugins.onestop.clock.commands.members import note_member
from plugins.onestop.clock.commands.reappointing import apologise, reappoint
from plugins.onestop.clock.commands.referring import send, take_back
from plugins.onestop.clock.schemas import Apology, Back, Errand, MemberStep, Reappointment
from plugins.onestop.controllers.dossier import sheet_page

T = TypeVar("T", bound=msgspec.Struct)
Run = Callable[[str, T, Act, str], Awaitable[Any]]


class DossierClockPages(Controller):
    """Posts of the panel in a dossier's right column; a refused one shows the dossier as it is now, and why."""

    path = "/staff/dossiers/{code:str}/clock"
    guards = [requires(VIEW)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @post("/reappoint", status_code=303)
    async def reappoint(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Give the applicant another day."""
        return await _do(request, act, code, Reappointment, reappoint)

    @post("/apology", status_code=303)
    async def apology(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Note that the apology was given."""
        return await _do(request, act, code, Apology, apologise)

    @post("/errand", guards=[requires(APPRAISE)], status_code=303)
    async def errand(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Send the dossier to another agency."""
        return await _do(request, act, code, Errand, send)

    @post("/back", guards=[requires(APPRAISE)], status_code=303)
    async def back(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Note an agency's answer."""
        return await _do(request, act, code, Back, take_back)

    @post("/member", guards=[requires(APPRAISE)], status_code=303)
    async def member(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Note what became of a member."""
        return await _do(request, act, code, MemberStep, note_member)


async def _do(request: Request[Any, Any, Any], act: Act, code: str, kind: type[T], run: Run[T]) -> Response[Any]:
    form = await read_form(request, kind)
    try:
        await run(code, form.checked(), act, form.key)
    except (Refused, Forbidden, Conflict) as error:
        found = _problems(error)
        request.scope["state"]["onestop_clock_form"] = _again(form, found, kind)
        status = {Refused: 422, Forbidden: 403, Conflict: 409}[type(error)]
        return await sheet_page(request, code, act, problems=found, status_code=status)
    return redirect(f"/staff/dossiers/{code}")


def _problems(error: Refused | Forbidden | Conflict) -> tuple[Problem, ...]:
    match error:
        case Refused():
            return error.problems
        case Conflict():
            return (error.problem,)
        case _:
            return (Problem(str(error)),)


def _again(form: Form[T], problems: tuple[Problem, ...], kind: type[T]) -> Form[T]:
    """Return the form with what was typed, to be shown again in the panel; its name tells which one it was."""
    return Form({**form.raw, "_kind": kind.__name__}, form.files, None, list(problems))
