"""Enter a result from the page of its dossier."""

import uuid
from collections.abc import Mapping
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from core.acting import Act
from core.clock import VIETNAM
from core.errors import Forbidden, Missing, Refused
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.pages import page, redirect
from plugins.onestop.access import scope
from plugins.onestop.domain.ledger import moves
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.results import commands, queries
from plugins.onestop.results.access import ENTER
from plugins.onestop.results.domain.registers import Register, register_for
from plugins.onestop.results.schemas import NewResult

PREFIX = "value_"


class EnteringPages(Controller):
    """The form of a new result; nothing typed is lost, and sending it twice enters it once."""

    path = "/staff/dossiers/{code:str}/results"
    guards = [requires(ENTER)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get("/new")
    async def new(
        self,
        request: Request[Any, Any, Any],
        act: NamedDependency[Act],
        code: FromPath[str],
        register: FromQuery[str] = "",
    ) -> Response[str]:
        """Show the form of the register that the procedure belongs to, or of another one."""
        return await _form(request, act, code, register, None)

    @post("/new", status_code=303)
    async def enter(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Enter the result and show it with its number; with problems, show the form as it was sent."""
        form = await read_form(request, NewResult)
        try:
            done = await commands.enter(code, form.checked(), record_of(form.raw), act, form.key)
        except Refused as error:
            if not form.problems:
                form.refuse(error)
        except Forbidden as error:
            form.refuse(Refused(str(error)))
        else:
            return redirect(f"/staff/results/{done.id}?entered=1")
        return await _form(request, act, code, str(form.raw.get("register", "")), form)


def record_of(raw: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of the record that a form sent."""
    return {key.removeprefix(PREFIX): str(value) for key, value in raw.items() if key.startswith(PREFIX)}


async def _form(
    request: Request[Any, Any, Any], act: Act, code: str, wanted: str, form: Form[NewResult] | None
) -> Response[str]:
    sheet = await dossiers.by_code(code, scope(act.who))
    if sheet is None:
        raise Missing
    today = act.at.astimezone(VIETNAM).date()
    known = [item.register for item in await queries.registers(today)]
    if not known:
        raise Refused(_("Chưa có sổ nào. Quản trị viên nạp bằng lệnh: motcua onestop registers load."))
    facts = sheet.facts
    register = next((item for item in known if item.code == wanted), None) or register_for(
        known, facts.code, facts.field
    )
    return page(
        "onestop/results/enter.html",
        request,
        status_code=422 if form else 200,
        form=form,
        key=form.key if form and form.key else uuid.uuid4().hex,
        sheet=sheet,
        register=register,
        registers=known,
        first=_prefilled(sheet, register) if register else {},
        signer=await _signer(sheet),
        today=today,
    )


def _prefilled(sheet: Sheet, register: Register) -> dict[str, str]:
    """Return what the dossier knows of the record already."""
    sources = {
        "owner_name": sheet.owner_name,
        "owner_identity": sheet.owner_identity,
        "owner_address": sheet.owner_address,
        "request": sheet.request,
    }
    return {spec.key: sources[spec.source] for spec in register.field if spec.source}


async def _signer(sheet: Sheet) -> str:
    """Return who took the step that only leaders take, "" when nobody did."""
    leading = {move.action for move in sheet.workflow.transitions if move.duties == ("leader",)}
    signed = [line for line in moves(await dossiers.ledger(sheet.id)) if line.action in leading]
    return signed[-1].person_name if signed else ""
