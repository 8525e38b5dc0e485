"""Taking a dossier in at the counter: choose the procedure, fill one page, get the slip. Keyboard alone is enough."""

import uuid
from collections.abc import Sequence
from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter
from litestar.response import Response

from core.acting import Act
from core.clock import VIETNAM
from core.contracts.procedures import CHANNELS, Facts
from core.errors import Forbidden, Refused
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.pages import page, redirect
from plugins.onestop.access import RECEIVE
from plugins.onestop.catalogue.choosing import choice_of, suggestion
from plugins.onestop.catalogue.domain.comparison import fee_words
from plugins.onestop.commands import receiving
from plugins.onestop.desk.commands.intake import LikelyTwice, receive_once_told
from plugins.onestop.desk.queries import Likely
from plugins.onestop.domain.procedures import grouped, papers_for
from plugins.onestop.domain.promise import terms_of, usual_terms
from plugins.onestop.listing import STATES
from plugins.onestop.queries import procedures
from plugins.onestop.schemas import NewDossier
from plugins.onestop.wording import promise_sentences, shortened, terms_words

RESULTS = 12
EXTRA_PAPERS = 2


class IntakePages(Controller):
    """The intake form; nothing typed is lost when something is wrong, and sending twice takes in once."""

    path = "/staff/dossiers"
    guards = [requires(RECEIVE)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get("/new")
    async def new(
        self,
        request: Request[Any, Any, Any],
        act: NamedDependency[Act],
        q: FromQuery[str] = "",
        procedure: FromQuery[str] = "",
    ) -> Response[Any]:
        """Search a procedure; with one chosen, show its form."""
        day = act.at.astimezone(VIETNAM).date()
        sheet = await procedures.sheet(procedure, day) if procedure else None
        if sheet is None:
            found = await procedures.search(q[:100], day, field="", level="", offset=0, limit=RESULTS)
            wanted = () if q.strip() else await procedures.most_wanted(day, RESULTS)
            shown = wanted or found.items
            return page("onestop/choose.html", request, q=q, shown=shown, total=found.total, unknown=procedure)
        return await _form(request, act, sheet.facts, None)

    @get("/new/due")
    async def due(
        self,
        request: Request[Any, Any, Any],
        act: NamedDependency[Act],
        procedure: FromQuery[str],
        limit: Annotated[int | None, QueryParameter(ge=0, le=50)] = None,
        case: Annotated[str, QueryParameter(max_length=40)] = "",
    ) -> Response[str]:
        """Return the promised day for the limit that is chosen now, as a fragment."""
        data = NewDossier(procedure=procedure, owner_name="-", limit=limit, case=case)
        return page("onestop/due.html", request, **await _promise(data, act))

    @post("/new/choice", status_code=200)
    async def choice(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Draw the form again for the case and the exemption chosen now; nothing typed is lost, nothing is stored.

        What depends on the choice starts afresh: the fee, and the limit when the case is another one.
        """
        form = await read_form(request, NewDossier)
        form.problems.clear()
        redone = {"fee"} | ({"limit"} if form.raw.get("case") != form.raw.get("_case") else set())
        form.raw = {name: value for name, value in form.raw.items() if name not in redone}
        return await _shown_again(request, act, form)

    @post("/new", status_code=303)
    async def receive(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Take the dossier in and go to it; with problems, show the form again as it was sent."""
        form = await read_form(request, NewDossier)
        try:
            received = await receive_once_told(form.checked(), str(form.raw.get("_seen", "")), act, form.key)
        except LikelyTwice as found:
            return await _shown_again(request, act, form, found.duplicates)
        except Refused as error:
            if not form.problems:
                form.refuse(error)
        except Forbidden as error:
            form.refuse(Refused(str(error)))
        else:
            return redirect(f"/staff/dossiers/{received.code}?taken=1")
        return await _shown_again(request, act, form)


async def _shown_again(
    request: Request[Any, Any, Any], act: Act, form: Form[NewDossier], duplicates: Sequence[Likely] = ()
) -> Response[Any]:
    """Return the form as it was sent, with its problems, or with earlier dossiers that may be the same matter."""
    sheet = await procedures.sheet(str(form.raw.get("procedure", "")), act.at.astimezone(VIETNAM).date())
    if sheet is None:
        return redirect("/staff/dossiers/new")
    return await _form(request, act, sheet.facts, form, duplicates)


async def _form(
    request: Request[Any, Any, Any],
    act: Act,
    facts: Facts,
    form: Form[NewDossier] | None,
    duplicates: Sequence[Likely] = (),
) -> Response[str]:
    """Return the form of one procedure, empty or as it was sent, for the case that is chosen in it."""
    raw = form.raw if form else {}
    choice = choice_of(facts, str(raw.get("case", "")), str(raw.get("exemption", "")))
    terms = terms_of(choice.facts)
    usual = usual_terms(choice.facts)
    limit = terms.index(usual) + 1 if usual in terms else None
    chosen = raw.get("limit")
    data = NewDossier(
        procedure=facts.code,
        owner_name="-",
        case=choice.case.code if choice.case else "",
        limit=int(chosen) if isinstance(chosen, str) and chosen.isdigit() else limit,
    )
    return page(
        "onestop/intake.html",
        request,
        status_code=409 if duplicates else 422 if form and form.problems else 200,
        duplicates=duplicates,
        states=STATES,
        form=form,
        key=form.key if form and form.key else uuid.uuid4().hex,
        facts=facts,
        choice=choice,
        cases=[(case.code, shortened(case.name)) for case in facts.cases],
        exemptions=[(item.code, shortened(item.name)) for item in facts.exemptions],
        papers=grouped(((n, p) for n, p in papers_for(facts, choice.case) if not p.is_remark), choice.case),
        remarks=[paper.name for _n, paper in papers_for(facts, choice.case) if paper.is_remark],
        terms=[(str(n), terms_words(t)) for n, t in enumerate(terms, start=1)],
        limit="" if limit is None else str(limit),
        money=suggestion(choice, act.at.astimezone(VIETNAM).date()),
        fee_rows=list(dict.fromkeys(fee_words(fee) for fee in choice.facts.fees)),
        channels=[("counter", CHANNELS["counter"]), ("post", CHANNELS["post"])],
        extra=range(len(facts.papers), len(facts.papers) + EXTRA_PAPERS),
        **await _promise(data, act),
    )


async def _promise(data: NewDossier, act: Act) -> dict[str, Any]:
    """Return when the result would be due and why, for the fragment."""
    try:
        promised = await receiving.preview(data, act)
    except Forbidden:
        return {"promised_at": None, "reasons": [], "undecided": False}
    return {
        "promised_at": promised.due_at if promised else None,
        "reasons": promise_sentences(promised) if promised else [_("Hãy chọn thời hạn áp dụng cho hồ sơ này.")],
        "undecided": promised is None,
    }
