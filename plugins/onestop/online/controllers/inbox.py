"""The desk's inbox of filings from home, and the page on which one is answered."""

import uuid
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response, Stream

from core.acting import Act, Principal
from core.contracts.procedures import Facts
from core.errors import Conflict, Forbidden, Missing, Refused
from core.offices import office_day
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.lists import list_response
from core.web.pages import page, redirect
from plugins.onestop.access import IDENTITY, MANAGE, RECEIVE, VIEW, scope
from plugins.onestop.domain.procedures import fee_for
from plugins.onestop.domain.promise import Terms, terms_of, usual_terms
from plugins.onestop.office import office_of
from plugins.onestop.online.commands import answering
from plugins.onestop.online.controllers.compare import comparison
from plugins.onestop.online.domain.filings import step
from plugins.onestop.online.listing import INBOX
from plugins.onestop.online.queries import filings
from plugins.onestop.online.queries.filings import FilingRow
from plugins.onestop.online.rules import answer_deadline, answer_rule
from plugins.onestop.online.schemas import Accept, Ask, Refusal
from plugins.onestop.online.wording import NOTES, TAGS
from plugins.onestop.queries import procedures
from plugins.onestop.wording import terms_words


class InboxPages(Controller):
    """Filings that wait for an answer, and each of them."""

    path = "/staff/online"
    guards = [requires(VIEW)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def index(
        self, request: Request[Any, Any, Any], principal: NamedDependency[Principal], act: NamedDependency[Act]
    ) -> Response[Any] | Stream:
        """List the filings, what has to be answered first on top."""
        rule = answer_rule(office_day(act.at))
        return await list_response(INBOX, request, principal, rule=rule, may_manage=principal.may(MANAGE))

    @get("/{number:str}")
    async def show(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], number: FromPath[str]
    ) -> Response[str]:
        """Show a filing with what changed since the round before."""
        return await _filing_page(request, number, act)

    @post("/{number:str}/accept", guards=[requires(RECEIVE)], status_code=303)
    async def accept(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], number: FromPath[str]
    ) -> Response[Any]:
        """Take it in and go to the dossier."""
        form = await read_form(request, Accept)
        try:
            done = await answering.accept(number, form.checked(), act, form.key)
        except (Refused, Forbidden, Conflict) as error:
            return await _refused_page(request, number, act, form, error, "accept")
        return redirect(f"/staff/dossiers/{done.code}?taken=1")

    @post("/{number:str}/ask", guards=[requires(RECEIVE)], status_code=303)
    async def ask(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], number: FromPath[str]
    ) -> Response[Any]:
        """Ask for everything that is missing."""
        form = await read_form(request, Ask)
        try:
            await answering.ask(number, form.checked(), act, form.key)
        except (Refused, Forbidden, Conflict) as error:
            return await _refused_page(request, number, act, form, error, "ask")
        return redirect(f"/staff/online/{number}")

    @post("/{number:str}/refuse", guards=[requires(RECEIVE)], status_code=303)
    async def refuse(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], number: FromPath[str]
    ) -> Response[Any]:
        """Refuse with a reason."""
        form = await read_form(request, Refusal)
        try:
            await answering.refuse(number, form.checked(), act, form.key)
        except (Refused, Forbidden, Conflict) as error:
            return await _refused_page(request, number, act, form, error, "refuse")
        return redirect(f"/staff/online/{number}")


async def _refused_page(
    request: Request[Any, Any, Any],
    number: str,
    act: Act,
    form: Form[Any],
    error: Refused | Forbidden | Conflict,
    what: str,
) -> Response[str]:
    """Show the filing as it is now, with what was typed and why nothing came of it."""
    if isinstance(error, Refused):
        if not form.problems:
            form.refuse(error)
    else:
        form.refuse(Refused(str(error)))
    status = {Refused: 422, Forbidden: 403, Conflict: 409}[type(error)]
    return await _filing_page(request, number, act, form=form, what=what, status_code=status)


async def _filing_page(
    request: Request[Any, Any, Any],
    number: str,
    act: Act,
    *,
    form: Form[Any] | None = None,
    what: str = "",
    status_code: int = 200,
) -> Response[str]:
    filing = await filings.by_number(number, scope(act.who))
    if filing is None:
        raise Missing
    unmasked = act.who.may(IDENTITY, filing.unit_id)
    may_answer = act.who.may(RECEIVE, filing.unit_id)
    actions = ("accept", "ask", "refuse") if may_answer else ()
    return page(
        "onestop/online/filing.html",
        request,
        status_code=status_code,
        filing=filing,
        tag=TAGS[filing.state],
        offered={action for action in actions if step(filing.state, action)},  # type: ignore[arg-type]
        form=form,
        what=what,
        key=uuid.uuid4().hex,
        notes=_timeline(await filings.notes(filing.id)),
        now=act.at,
        unmasked=unmasked,
        **await comparison(filing, unmasked=unmasked),
        **await _clock(filing),
        **await _terms(filing, act),
    )


def _timeline(notes: list[filings.Note]) -> list[dict[str, Any]]:
    known = [note for note in notes if note.action in NOTES]
    return [
        {
            "title": str(NOTES[note.action]),
            "at": note.at,
            "who": note.person_name,
            "text": note.text,
            "state": "now" if place == 0 else "done",
        }
        for place, note in enumerate(reversed(known))
    ]


async def _clock(filing: FilingRow) -> dict[str, Any]:
    """Return until when it has to be answered, and why."""
    calendar = (await office_of(filing.unit_id)).calendar
    deadline = answer_deadline(calendar, filing.filed_at) if filing.filed_at else None
    rule = answer_rule(office_day(filing.filed_at)) if filing.filed_at else None
    return {"reasons": deadline.sentences() if deadline else [], "rule": rule}


async def _terms(filing: FilingRow, act: Act) -> dict[str, Any]:
    """Return the clocks under which it can be taken in, those published for online filing first, and the fee."""
    sheet = await procedures.sheet(filing.procedure_code, office_day(act.at))
    if sheet is None:
        return {"terms": [], "usual": "", "fee": None}
    choices = list(enumerate(terms_of(sheet.facts), start=1))
    mine = [(number, terms) for number, terms in choices if _is_online(terms, sheet.facts)] or choices
    usual = usual_terms(sheet.facts)
    chosen = mine[0][0] if len(mine) == 1 else next((n for n, terms in mine if terms == usual), None)
    return {
        "terms": [(str(number), terms_words(terms)) for number, terms in mine],
        "usual": "" if chosen is None else str(chosen),
        "fee": fee_for(sheet.facts, "online"),
    }


def _is_online(terms: Terms, facts: Facts) -> bool:
    """Tell whether a clock is published for online filing; equal limits of several channels are offered once."""
    known = {(row.value, row.unit, row.case) for row in facts.limits if row.channel in {"online", "all"}}
    limit = terms.limit
    return limit is None or (limit.value, limit.unit, limit.case) in known
