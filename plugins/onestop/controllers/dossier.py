"""One dossier and the lists of them: everything about it, and what this person may do with it now."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response, Stream

from core import db
from core.acting import Act, Principal
from core.clock import VIETNAM
from core.contracts.dossiers import DUTIES, STANDINGS, Outcome, Standing
from core.contracts.procedures import CHANNELS
from core.errors import Conflict, Forbidden, Missing, Problem, Refused
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import read_form
from core.web.lists import list_response
from core.web.pages import page, redirect
from core.web.panels import draw_panels
from plugins.onestop.access import IDENTITY, RECEIVE, VIEW, duties, scope
from plugins.onestop.catalogue.choosing import chosen_at_intake, lines_for
from plugins.onestop.clock.queries.sheets import clock_of
from plugins.onestop.clock.wording import clock_line_words, date_sentences
from plugins.onestop.commands import moving, reading, slips
from plugins.onestop.domain.checklist import Handed, matrix
from plugins.onestop.domain.conditions import unmet
from plugins.onestop.domain.figures import days_left, outcome, standing
from plugins.onestop.domain.ledger import LedgerLine
from plugins.onestop.domain.workflow import Transition, Workflow
from plugins.onestop.listing import ALL, OPEN, STATES, refresh_states
from plugins.onestop.office import receivers
from plugins.onestop.papers.commands.printing import print_receipt
from plugins.onestop.papers.controllers.answers import pdf_response
from plugins.onestop.queries import dossiers, figures
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.schemas import Move
from plugins.onestop.wording import LEDGER_WORDS, terms_words
from plugins.onestop.workflow.acting import acting_for, possible
from plugins.onestop.workflow.queries import known_of, readable
from plugins.onestop.workflow.wording import STEP_WORDS, condition_words


class DossierPages(Controller):
    """Lists, the page of one dossier, its steps and its slip."""

    path = "/staff/dossiers"
    guards = [requires(VIEW)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def open_ones(
        self, request: Request[Any, Any, Any], principal: NamedDependency[Principal]
    ) -> Response[Any] | Stream:
        """List what is being settled, the most urgent first."""
        now = request.app.state.clock.now()
        async with db.one_connection():
            return await list_response(OPEN, request, principal, tabs=await _tabs(request, principal, now))

    @get("/all")
    async def all_of_them(
        self, request: Request[Any, Any, Any], principal: NamedDependency[Principal]
    ) -> Response[Any] | Stream:
        """List every dossier, the newest first."""
        now = request.app.state.clock.now()
        async with db.one_connection():
            return await list_response(ALL, request, principal, tabs=await _tabs(request, principal, now))

    @get("/{code:str}")
    async def show(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str], taken: FromQuery[int] = 0
    ) -> Response[str]:
        """Show everything about a dossier."""
        return await sheet_page(request, code, act, taken=bool(taken))

    @post("/{code:str}/move", status_code=303)
    async def move(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[Any]:
        """Take one step; when it is not possible any more, show the dossier as it is now, and why."""
        form = await read_form(request, Move)
        try:
            await moving.move(code, form.checked(), act, form.key)
        except (Refused, Forbidden, Conflict) as error:
            return await refused_page(request, code, act, error, form.raw)
        return redirect(f"/staff/dossiers/{code}")

    @post("/{code:str}/slip", guards=[requires(RECEIVE)], status_code=200)
    async def slip(self, act: NamedDependency[Act], code: FromPath[str]) -> Response[bytes]:
        """Print form 01; a POST, because printing is written into the ledger and the log."""
        return pdf_response(await print_receipt(code, act))

    @post("/{code:str}/slip/replace", guards=[requires(RECEIVE)], status_code=303)
    async def replace_slip(self, act: NamedDependency[Act], code: FromPath[str]) -> Response[Any]:
        """Give the dossier a new slip; the lost one opens nothing from now on."""
        await slips.replace_slip(code, act)
        return redirect(f"/staff/dossiers/{code}")

    @post("/{code:str}/identity", guards=[requires(IDENTITY)], status_code=200)
    async def identity(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[str]:
        """Show identity numbers and phones; who looked is written into the log."""
        await reading.note_identity_seen(code, act)
        return await sheet_page(request, code, act, unmasked=True)


async def refused_page(
    request: Request[Any, Any, Any],
    code: str,
    act: Act,
    error: Refused | Forbidden | Conflict,
    raw: Mapping[str, Any] | None = None,
) -> Response[str]:
    """Return the page of a dossier as it is now, with why something could not be done, and what was sent."""
    sent = {name: value for name, value in (raw or {}).items() if isinstance(value, str)}
    status = {Refused: 422, Forbidden: 403, Conflict: 409}[type(error)]
    return await sheet_page(request, code, act, problems=_problems(error), sent=sent, status_code=status)


def _problems(error: Refused | Forbidden | Conflict) -> tuple[Problem, ...]:
    match error:
        case Refused():
            return error.problems
        case Conflict():
            return (error.problem,)
        case _:
            return (Problem(str(error)),)


async def _tabs(request: Request[Any, Any, Any], principal: Principal, now: datetime) -> list[dict[str, Any]]:
    """Return the ways into the list, each with its count: all open, my turn, due today, late, everything."""
    mine = [duty for duty in duties(principal, principal.units(VIEW)) if duty in DUTIES]
    turn = "&".join(f"turn={duty}" for duty in sorted(mine))
    counts = await figures.open_counts(scope(principal), mine, now)
    await refresh_states(counts.newest_workflow)
    query = request.scope["query_string"].decode("latin-1")
    here = request.scope["path"] + (f"?{query}" if query else "")
    tabs = [
        (_("Đang giải quyết"), "/staff/dossiers", counts.open),
        (_("Chờ tôi làm"), f"/staff/dossiers?{turn}", counts.mine) if turn else None,
        (_("Đơn vị tôi"), f"/staff/dossiers?unit={principal.unit_id}", None) if principal.unit_id else None,
        (_("Hôm nay"), "/staff/dossiers?today=1", counts.today),
        (_("Sắp đến hạn"), "/staff/dossiers?soon=1", None),
        (_("Quá hạn"), "/staff/dossiers?late=1", counts.late),
        (_("Tất cả"), "/staff/dossiers/all", None),
    ]
    return [{"title": t[0], "path": t[1], "count": t[2], "current": here == t[1]} for t in tabs if t is not None]


async def sheet_page(
    request: Request[Any, Any, Any],
    code: str,
    act: Act,
    *,
    status_code: int = 200,
    problems: tuple[Problem, ...] = (),
    sent: Mapping[str, str] | None = None,
    unmasked: bool = False,
    taken: bool = False,
) -> Response[str]:
    """Return the page of a dossier. Raises Missing for one that the reader may not see."""
    sheet = await dossiers.by_code(code, scope(act.who))
    if sheet is None:
        raise Missing
    ledger = await dossiers.ledger(sheet.id)
    await refresh_states()
    workflow = await readable(sheet, ledger)
    acting = await acting_for(act, sheet.unit_ids)
    able = possible(sheet.workflow, sheet.state, acting, ledger, sheet.holder_id)
    moves = [move for move in able if not move.reopens]  # what opens a closed dossier again stands apart
    handed = [
        Handed(p.name, p.paper, p.originals, p.certified, p.photocopies, p.remark)
        for p in await dossiers.papers(sheet.id)
    ]
    return page(
        "onestop/dossier.html",
        request,
        status_code=status_code,
        sheet=sheet,
        facts=sheet.facts,
        state=workflow.state(sheet.state),
        tag=STATES.get(sheet.state),
        channel=CHANNELS[sheet.channel],
        duty=DUTIES[sheet.holder_duty],
        moves=moves,
        blocked=await _blocked(sheet, moves, ledger),
        days=7 if "supplement_7_working_days" in sheet.facts.rules else "",
        held_by_other=not acting.holds(sheet.holder_id),
        receivers=await receivers(sheet.unit_id, act.at) if any(move.hands_over for move in moves) else [],
        lines=ledger_lines(ledger, workflow),
        matrix=lines_for(matrix(sheet.facts.papers, handed), chosen_at_intake(sheet.facts, ledger).case),
        problems=problems,
        sent=sent or {},
        unmasked=unmasked,
        may_see_identity=any(act.who.may(IDENTITY, unit) for unit in sheet.unit_ids),
        may_print=any(act.who.may(RECEIVE, unit) for unit in sheet.unit_ids),
        key=uuid.uuid4().hex,
        taken=taken,
        panels=await draw_panels("onestop.dossier", request, act.who, sheet=sheet),
        aside=await draw_panels("onestop.dossier.aside", request, act.who, sheet=sheet),
        **await _clock(sheet, ledger, act.at),
    )


async def _clock(sheet: Sheet, ledger: list[LedgerLine], now: datetime) -> dict[str, Any]:
    """Return how the dossier stands against its promise, and why the promise is what it is."""
    calendar, commission, found = await clock_of(sheet, ledger, now)
    how = _standing(sheet, now)
    running = sheet.clock == "runs" and sheet.promised_at is not None
    return {
        "standing": STANDINGS[how],
        "standing_code": how,
        "left": days_left(sheet.promised_at, now, VIETNAM) if running and sheet.promised_at else None,
        "terms": terms_words(sheet.terms),
        "if_resumed": found.planned if sheet.clock == "paused" else None,
        "reasons": date_sentences(calendar, commission, found),
    }


def _standing(sheet: Sheet, now: datetime) -> Standing | Outcome:
    """Return how a dossier stands, or how it ended."""
    if sheet.settled_at is not None:
        return outcome(sheet.promised_at, sheet.settled_at, VIETNAM)
    return "no_limit" if sheet.clock == "stopped" else standing(sheet.promised_at, now, sheet.clock, VIETNAM)


async def _blocked(sheet: Sheet, moves: Sequence[Transition], ledger: list[LedgerLine]) -> dict[str, list[str]]:
    """Return action -> what does not hold yet, for the moves that ask for something."""
    asking = [move for move in moves if move.conditions or move.papers]
    if not asking:
        return {}
    known = await known_of(sheet, ledger)
    missing = {move.action: unmet(move.conditions, move.papers, move.action, known) for move in asking}
    return {action: [condition_words(one) for one in found] for action, found in missing.items() if found}


def ledger_lines(ledger: list[LedgerLine], workflow: Workflow) -> list[dict[str, Any]]:
    """Return the ledger as timeline items, the newest first."""
    titles = {move.action: move.title for move in workflow.transitions}
    spoken = {**LEDGER_WORDS, **STEP_WORDS}
    lines = []
    for place, line in enumerate(reversed(ledger)):
        words = titles.get(line.action) if line.kind == "move" else None
        title = _(words) if words else str(spoken.get(f"{line.kind}.{line.action}", line.action))
        lines.append(
            {
                "title": f"{title} → {line.holder_name}"
                if line.kind in {"move", "hold"} and line.holder_name
                else title,
                "at": line.at,
                "who": _("%(who)s thay %(absent)s", who=line.person_name, absent=line.on_behalf_name)
                if line.on_behalf_name
                else line.person_name,
                "text": clock_line_words(line) if line.kind == "clock" else line.reason,
                "amount": line.amount,
                "state": "now" if place == 0 else "done",
            }
        )
    return lines


def masked(text: str) -> str:
    """Return an identity number or phone with all but its last three characters hidden."""
    return "•" * max(0, len(text) - 3) + text[-3:] if text else ""
