"""Steps of a dossier beside its moves: claim, let go, reassign, take back, axes, corrections."""

import uuid
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from msgspec import Struct

from core.acting import Act
from core.errors import Conflict, Forbidden, Missing, Refused
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.pages import page, redirect
from plugins.onestop.access import APPRAISE, IDENTITY, RECEIVE, VIEW, scope
from plugins.onestop.commands import reading
from plugins.onestop.controllers.dossier import refused_page
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.schemas import Moved
from plugins.onestop.workflow.commands import axes, correcting, holding
from plugins.onestop.workflow.schemas import AxisStep, Decision, Looked, NewCorrection, Reassign

S = TypeVar("S", bound=Struct)
Command = Callable[[str, S, Act, str], Awaitable[Moved]]


class StepPages(Controller):
    """What people do to a dossier without moving it on."""

    path = "/staff/dossiers"
    guards = [requires(VIEW)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @post("/{code:str}/claim", status_code=303)
    async def claim(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Take a dossier that lies with nobody."""
        return await _run(request, code, act, Looked, holding.claim)

    @post("/{code:str}/unclaim", status_code=303)
    async def unclaim(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Let a dossier go."""
        return await _run(request, code, act, Looked, holding.unclaim)

    @post("/{code:str}/recall", status_code=303)
    async def recall(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Take one's own last step back."""
        return await _run(request, code, act, Looked, holding.recall)

    @post("/{code:str}/reassign", status_code=303)
    async def reassign(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Give a dossier to somebody else."""
        return await _run(request, code, act, Reassign, holding.reassign)

    @post("/{code:str}/axis", status_code=303)
    async def axis(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Take a step of an axis beside the business."""
        return await _run(request, code, act, AxisStep, axes.step_axis)

    @get("/{code:str}/correct")
    async def correction(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[str]:
        """Show the form of a correction, with what the dossier says now."""
        return _correction_page(request, await _correctable(code, act))

    @post("/{code:str}/correct", status_code=303)
    async def correct(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Ask for a correction."""
        form = await read_form(request, NewCorrection)
        try:
            await correcting.ask_correction(code, form.checked(), act, form.key)
        except Refused as error:
            if not form.problems:
                form.refuse(error)
            return _correction_page(request, await _correctable(code, act), form)
        except Conflict as error:
            return await refused_page(request, code, act, error)
        return redirect(f"/staff/dossiers/{code}")

    @post("/{code:str}/correct/decide", status_code=303)
    async def decide(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Say yes or no to a correction."""
        return await _run(request, code, act, Decision, correcting.decide_correction)


async def _run(
    request: Request[Any, Any, Any], code: str, act: Act, kind: type[S], command: Command[S]
) -> Response[Any]:
    """Run a command on what the form says; when it is refused, show the dossier as it is now, and why."""
    form = await read_form(request, kind)
    try:
        await command(code, form.checked(), act, form.key)
    except (Refused, Forbidden, Conflict) as error:
        return await refused_page(request, code, act, error)
    return redirect(f"/staff/dossiers/{code}")


async def _correctable(code: str, act: Act) -> Sheet:
    """Return a dossier whose people's data may be shown in full; looking at them is logged."""
    sheet = await dossiers.by_code(code, scope(act.who))
    if sheet is None:
        raise Missing
    may = any(act.who.may(p, unit) for p in (RECEIVE, APPRAISE) for unit in sheet.unit_ids)
    if not may or not any(act.who.may(IDENTITY, unit) for unit in sheet.unit_ids):
        raise Forbidden(_("Bạn không được đính chính hồ sơ này."))
    await reading.note_identity_seen(code, act)
    return sheet


def _correction_page(
    request: Request[Any, Any, Any], sheet: Sheet, form: Form[NewCorrection] | None = None
) -> Response[str]:
    return page(
        "onestop/workflow/correct.html",
        request,
        status_code=422 if form else 200,
        sheet=sheet,
        form=form,
        labels=correcting.FIELDS,
        key=uuid.uuid4().hex,
    )
