"""Stocktakes on screen: begin, count (also without a network), the outcome, what follows from it."""

import secrets
from importlib.resources import files
from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response, Stream
from msgspec import Meta, Struct

from core.acting import Act, Principal
from core.errors import Conflict, Problem, Refused
from core.idempotency import once
from core.text.i18n import gettext as _
from core.text.i18n import lazy
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.lists import list_response
from core.web.pages import page, redirect
from plugins.assets.custody.own import OWN
from plugins.assets.inventory.views import category_choices, unit_choices
from plugins.assets.stocktake import commands, queries
from plugins.assets.stocktake.listing import CONDITIONS, PATH, STATES, STOCKTAKES, VERDICTS
from plugins.assets.stocktake.minutes import minutes_pdf
from plugins.assets.stocktake.queries import MANAGE, READ
from plugins.assets.stocktake.schemas import Answer, Batch, Evidence, NewStocktake

Web = Request[Any, Any, Any]
_WORKER = files("plugins.assets") / "static" / "stocktake-worker.js"


class Closing(Struct, frozen=True):
    """The end of a count; override: why it ends although something was not sent."""

    override: Annotated[str, Meta(max_length=500, extra={"label": lazy("Lý do khóa dù chưa gửi hết")})] = ""


class Chosen(Struct, frozen=True):
    """Codes of differences that the register is to follow."""

    code: list[str] = []


class Own(Struct, frozen=True):
    """What a holder says of a thing."""

    stocktake: int
    code: str
    yes: bool = False


class StocktakePages(Controller):
    """Pages below /staff/stocktakes."""

    path = PATH
    include_in_schema = False

    @get(guards=[requires(READ)])
    async def listed(self, request: Web, principal: NamedDependency[Principal]) -> Response[Any] | Stream:
        """List the stocktakes."""
        return await list_response(STOCKTAKES, request, principal)

    @get("/new", guards=[requires(MANAGE)])
    async def new(self, request: Web, act: NamedDependency[Act]) -> Response[str]:
        """Ask what is counted."""
        return await _new_page(request, act, None)

    @post(guards=[requires(MANAGE)], status_code=303)
    async def begin(self, request: Web, act: NamedDependency[Act]) -> Response[Any]:
        """Freeze the list and open the count; sent twice it is one."""
        form = await read_form(request, NewStocktake)
        try:
            data = form.checked()
            number = await once(form.key, act.who.username, data, lambda: commands.begin(data, act), int)
        except Refused as error:
            if form.value is not None:
                form.refuse(error)
            return await _new_page(request, act, form)
        return redirect(f"{PATH}/{number}")

    @get("/worker.js", guards=[requires(READ)])
    async def worker(self) -> Response[bytes]:
        """Send the service worker: it keeps the counting page for when there is no network, and nothing else."""
        headers = {"cache-control": "no-cache", "service-worker-allowed": f"{PATH}/"}
        return Response(_WORKER.read_bytes(), media_type="text/javascript", headers=headers)

    @get("/{number:int}", guards=[requires(READ)])
    async def one(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[str]:
        """Show how far it is and what it found."""
        return await _page(request, act, number, None)

    @get("/{number:int}/count", guards=[requires(READ)])
    async def count(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[str]:
        """Show the page to count with; it works on without a network once it was opened."""
        found = await queries.stocktake(number, act.who)
        listed = await queries.items(number)
        shown = [] if found.blind else [[item.code, item.name, item.model, item.place or ""] for item in listed]
        return page(
            "assets/stocktake/count.html",
            request,
            stocktake=found,
            things=msgspec.json.encode(shown).decode(),
            total=len(listed),
            places=sorted({item.place for item in listed if item.place}),
            conditions=[(key, str(title)) for key, title in CONDITIONS.items()],
        )

    @get("/{number:int}/events", guards=[requires(READ)])
    async def evidence(self, act: NamedDependency[Act], number: FromPath[int]) -> list[Evidence]:
        """Send every act of counting as JSON, as it was taken: what the outcome is made of."""
        await queries.stocktake(number, act.who)
        return await queries.evidence(number)

    @post("/{number:int}/events", guards=[requires(READ)], status_code=200)
    async def events(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> list[Answer]:
        """Take what a phone sends; an answer for each event."""
        try:
            batch = msgspec.json.decode(await request.body(), type=Batch)
        except (msgspec.ValidationError, msgspec.DecodeError) as error:
            raise Refused(Problem(str(error), "events", "format")) from error
        return await commands.take(number, batch, act)

    @post("/{number:int}/close", guards=[requires(MANAGE)], status_code=303)
    async def close(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[Any]:
        """End it."""
        form = await read_form(request, Closing)
        try:
            await commands.close(number, form.checked().override, act)
        except Refused as error:
            if form.value is not None:
                form.refuse(error)
            return await _page(request, act, number, form)
        return redirect(f"{PATH}/{number}")

    @post("/{number:int}/follow", guards=[requires(MANAGE)], status_code=303)
    async def follow(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[Any]:
        """Let the register follow the chosen differences."""
        chosen = (await read_form(request, Chosen)).checked()
        if not chosen.code:
            raise Conflict(Problem(_("Chưa chọn chênh lệch nào."), "code", "missing"))
        await commands.follow(number, chosen.code, act)
        return redirect(f"{PATH}/{number}")

    @get("/{number:int}/minutes.pdf", guards=[requires(READ)])
    async def minutes(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[bytes]:
        """Send the minutes; with ?differences=1 only what differs."""
        found = await queries.stocktake(number, act.who)
        only = request.query_params.get("differences") == "1"
        content = await minutes_pdf(found, await queries.outcomes(number), found.closed_at or act.at, only=only)
        headers = {"content-disposition": f'inline; filename="kiem-ke-{number}.pdf"', "cache-control": "no-store"}
        return Response(content, media_type="application/pdf", headers=headers)


class OwnCountPages(Controller):
    """/staff/my-count: each holder confirms what is with them."""

    path = "/staff/my-count"
    include_in_schema = False
    guards = [requires(OWN)]  # noqa: RUF012 -- Litestar's own way to declare guards

    @get()
    async def mine(self, request: Web, act: NamedDependency[Act]) -> Response[str]:
        """Show the reader's things in open stocktakes."""
        held = await queries.open_for(act.who.person_id) if act.who.person_id is not None else []
        return page("assets/stocktake/mine.html", request, held=held)

    @post(status_code=303)
    async def confirm(self, request: Web, act: NamedDependency[Act]) -> Response[Any]:
        """Keep what the holder says."""
        said = (await read_form(request, Own)).checked()
        await commands.confirm_own(said.stocktake, said.code, yes=said.yes, act=act)
        return redirect("/staff/my-count")


async def _new_page(request: Web, act: Act, form: Form[NewStocktake] | None) -> Response[str]:
    return page(
        "assets/stocktake/new.html",
        request,
        status_code=422 if form else 200,
        form=form,
        key=secrets.token_urlsafe(12),
        units=[(choice.value, choice.label) for choice in await unit_choices(act.who, MANAGE)],
        categories=[(choice.value, choice.label) for choice in await category_choices()],
        year=act.at.year,
    )


async def _page(request: Web, act: Act, number: int, form: Form[Closing] | None) -> Response[str]:
    found = await queries.stocktake(number, act.who)
    outcomes = await queries.outcomes(number)
    seen, total, people = await queries.progress(number)
    counts = {key: sum(one.line.verdict == key for one in outcomes) for key in VERDICTS}
    shown = request.query_params.get("verdict", "")
    hide = found.blind and found.state == "open" and not act.who.may(MANAGE, found.unit_id)
    return page(
        "assets/stocktake/one.html",
        request,
        status_code=422 if form else 200,
        form=form,
        stocktake=found,
        state=STATES[found.state],
        outcomes=[] if hide else [one for one in outcomes if shown in {"", one.line.verdict}],
        verdicts=VERDICTS,
        conditions=CONDITIONS,
        counts=counts,
        shown=shown,
        seen=seen,
        total=total,
        people=people,
        unsent=await queries.unsent(number),
        may_manage=act.who.may(MANAGE, found.unit_id),
    )
