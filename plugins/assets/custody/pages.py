"""Minutes on screen: begin, scan, fill in, seal, sign, print."""

import secrets
from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response, Stream
from msgspec import Meta, Struct

from core import files, offices
from core.acting import Act, Principal
from core.errors import Conflict, Missing, Problem, Refused
from core.idempotency import once
from core.text.i18n import gettext as _
from core.text.i18n import lazy
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.lists import list_response
from core.web.pages import page, redirect
from plugins.assets.custody import queries
from plugins.assets.custody.commands import drafting, sealing
from plugins.assets.custody.domain.strokes import as_svg
from plugins.assets.custody.listing import PATH, STATE_TAGS, minutes_view
from plugins.assets.custody.own import OWN
from plugins.assets.custody.queries import CUSTODY, READ
from plugins.assets.custody.rules import in_force, rule_of, title, transition
from plugins.assets.custody.schemas import Facts, MinutesView, NewMinutes, Signing
from plugins.assets.custody.words import FACTS, PARTIES
from plugins.assets.inventory.views import unit_choices

Web = Request[Any, Any, Any]


class Scan(Struct, frozen=True):
    """What a scanner read, or a label typed by hand."""

    code: Annotated[str, Meta(pattern="^[0-9]{13}$", extra={"label": lazy("Mã nhãn")})]


class KitChoice(Struct, frozen=True):
    """A kit to be put in."""

    kit: int


class Reason(Struct, frozen=True):
    """Why minutes are refused."""

    reason: Annotated[str, Meta(min_length=1, max_length=500, extra={"label": lazy("Lý do từ chối")})]


class Paper(Struct, frozen=True):
    """The scan of the signed paper comes as a file."""


class MinutesPages(Controller):
    """Pages below /staff/handovers. Those of one set of minutes are open to its parties too."""

    path = PATH
    include_in_schema = False

    @get(guards=[requires(READ)])
    async def listed(self, request: Web, principal: NamedDependency[Principal]) -> Response[Any] | Stream:
        """List the minutes, what waits on top."""
        return await list_response(minutes_view(await in_force()), request, principal)

    @get("/new", guards=[requires(CUSTODY)])
    async def new(self, request: Web, principal: NamedDependency[Principal]) -> Response[str]:
        """Ask what is to be done."""
        return await _new_page(request, principal, None)

    @post(guards=[requires(CUSTODY)], status_code=303)
    async def begin(self, request: Web, act: NamedDependency[Act]) -> Response[Any]:
        """Begin a draft; sent twice it is one."""
        form = await read_form(request, NewMinutes)
        try:
            data = form.checked()
            number = await once(form.key, act.who.username, data, lambda: drafting.open_draft(data, act), int)
        except Refused as error:
            if form.value is not None:
                form.refuse(error)
            return await _new_page(request, act.who, form)
        return redirect(f"{PATH}/{number}")

    @get("/{number:int}", guards=[requires(OWN)])
    async def one(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[str]:
        """Show a draft to be written, or minutes to be signed and printed."""
        return await _page(request, act, number)

    @post("/{number:int}/scan", guards=[requires(CUSTODY)], status_code=303)
    async def scan(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[Any]:
        """Put a thing in."""
        form = await read_form(request, Scan)
        try:
            done = await drafting.add(number, form.checked().code, act)
        except Refused as error:
            if form.value is not None:
                form.refuse(error)
            return await _page(request, act, number, scan=form)
        return redirect(f"{PATH}/{number}?{'again' if done.again else 'added'}={done.code}")

    @post("/{number:int}/kit", guards=[requires(CUSTODY)], status_code=303)
    async def kit(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[Any]:
        """Put the things of a kit in."""
        form = await read_form(request, KitChoice)
        try:
            await drafting.add_kit(number, form.checked().kit, act)
        except Refused as error:
            if form.value is not None:
                form.refuse(error)
            return await _page(request, act, number, scan=form)
        return redirect(f"{PATH}/{number}")

    @post("/{number:int}/drop", guards=[requires(CUSTODY)], status_code=303)
    async def drop(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[Any]:
        """Take a thing out."""
        await drafting.drop(number, (await read_form(request, Scan)).checked().code, act)
        return redirect(f"{PATH}/{number}")

    @post("/{number:int}/facts", guards=[requires(CUSTODY)], status_code=303)
    async def facts(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[Any]:
        """Keep the facts; with the button for it, seal the minutes."""
        form = await read_form(request, Facts)
        try:
            await drafting.fill(number, form.checked(), act)
            if "seal" in form.raw:
                await sealing.seal(number, act)
        except Refused as error:
            if form.value is not None:
                form.refuse(error)
            return await _page(request, act, number, facts=form)
        return redirect(f"{PATH}/{number}")

    @post("/{number:int}/cancel", guards=[requires(CUSTODY)], status_code=303)
    async def cancel(self, act: NamedDependency[Act], number: FromPath[int]) -> Response[Any]:
        """Give it up."""
        await drafting.cancel(number, act)
        return redirect(PATH)

    @get("/{number:int}/paper", guards=[requires(OWN)])
    async def paper(self, act: NamedDependency[Act], number: FromPath[int]) -> Response[bytes]:
        """Send the paper: the signed one that is kept, before that one to be signed by hand."""
        found, content = await paper_of(number, act)
        name = (found.number or str(number)).replace("/", "-").encode("ascii", "ignore").decode()
        headers = {"content-disposition": f'inline; filename="{name}.pdf"', "cache-control": "no-store"}
        return Response(content, media_type="application/pdf", headers=headers)


class SigningPages(Controller):
    """Signatures under minutes: on the officer's screen or on a party's own."""

    path = f"{PATH}/{{number:int}}"
    include_in_schema = False
    guards = [requires(OWN)]  # noqa: RUF012 -- Litestar's own way to declare guards

    @get("/sign/{party:str}")
    async def frame(
        self, request: Web, act: NamedDependency[Act], number: FromPath[int], party: FromPath[str]
    ) -> Response[str]:
        """Show the text and the frame for a signature."""
        return await _sign_page(request, act, number, party, None)

    @post("/sign", status_code=303)
    async def sign(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[Any]:
        """Put a drawn signature under it."""
        form = await read_form(request, Signing)
        try:
            await sealing.sign(number, form.checked(), act)
        except Refused as error:
            if form.value is not None:
                form.refuse(error)
            return await _sign_page(request, act, number, str(form.raw.get("party", "")), form)
        return redirect(f"{PATH}/{number}")

    @post("/signed-paper", status_code=303)
    async def signed_paper(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[Any]:
        """Keep the scan of the signed paper."""
        form = await read_form(request, Paper)
        sent = form.files.get("file", [])
        try:
            if not sent:
                raise Refused(Problem(_("Chưa chọn tệp."), "file", "missing"))
            await sealing.sign_on_paper(number, sent[0].filename, await sent[0].read(), act)
        except Refused as error:
            form.refuse(error)
            return await _page(request, act, number, upload=form)
        return redirect(f"{PATH}/{number}")

    @post("/decline", status_code=303)
    async def decline(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[Any]:
        """Refuse it."""
        form = await read_form(request, Reason)
        try:
            await sealing.decline(number, form.checked().reason, act)
        except Refused as error:
            if form.value is not None:
                form.refuse(error)
            return await _page(request, act, number, refusal=form)
        return redirect(f"{PATH}/{number}")


async def paper_of(number: int, act: Act) -> tuple[MinutesView, bytes]:
    """Return minutes with their PDF. Raises Missing, and Conflict for a draft."""
    found = await _seen(number, act)
    if found.content is None:
        raise Conflict(Problem(_("Biên bản chưa lập xong nên chưa in được."), "state", "draft"))
    if found.paper is not None:
        return found, (await files.read(found.paper, act))[1]
    from plugins.assets.custody.contents import signed_pdf

    return found, await signed_pdf(found, await queries.signatures(number), found.sealed_at or act.at)


async def _seen(number: int, act: Act) -> MinutesView:
    found = await queries.minutes(number)
    if not queries.may_see(found, act.who):
        raise Missing(_("Không có biên bản này."))
    return found


async def _new_page(request: Web, principal: Principal, form: Form[NewMinutes] | None) -> Response[str]:
    rules = await in_force()
    return page(
        "assets/custody/new.html",
        request,
        status_code=422 if form else 200,
        form=form,
        key=secrets.token_urlsafe(12),
        units=[(choice.value, choice.label) for choice in await unit_choices(principal, CUSTODY)],
        kinds=[(key, title(rules, key)) for key, one in rules.items() if not one.off],
        kind=request.query_params.get("kind", "hand_over"),
    )


async def _page(request: Web, act: Act, number: int, **forms: Form[Any]) -> Response[str]:
    found = await _seen(number, act)
    shared: dict[str, Any] = {
        "status_code": 422 if forms else 200,
        "minutes": found,
        "title": title(await in_force(), found.transition),
        "state": STATE_TAGS[found.state],
        "items": await queries.items(number),
        "may_write": act.who.may(CUSTODY, found.unit_id),
        "forms": forms,
    }
    if found.state == "draft":
        return page("assets/custody/draft.html", request, **shared, **await _draft(found, act))
    rule = await rule_of(found)
    signatures = {one.party: one for one in await queries.signatures(number)}
    return page(
        "assets/custody/minutes.html",
        request,
        **shared,
        content=msgspec.json.decode(found.content or "{}"),
        parties=[(party, PARTIES[party], signatures.get(party)) for party in rule.signs],
        drawn={p: as_svg(msgspec.json.decode(one.strokes)) for p, one in signatures.items() if one.strokes},
        any_signed=bool(signatures),
        is_other=act.who.person_id is not None and act.who.person_id == found.other_id,
        other_party=rule.other,
    )


async def _draft(found: MinutesView, act: Act) -> dict[str, Any]:
    rule = await transition(found.transition)
    where = found.to_unit_id or found.unit_id
    below = (await offices.tree()).reach(where)
    people = await offices.people_of(below, offices.office_day(act.at))
    units = [unit for unit in await unit_choices(act.who, READ) if unit.value != str(found.unit_id)]
    return {
        "asks": [*rule.required, *rule.optional],
        "required": set(rule.required),
        "labels": FACTS,
        "people": [(person.id, f"{person.full_name}, {person.title}".rstrip(", ")) for person in people],
        "units": [(unit.value, unit.label) for unit in units],
        "kits": [(kit.id, f"{kit.name} ({len(kit.codes)})") for kit in await queries.kits([found.unit_id])],
        "signs": bool(rule.signs),
    }


async def _sign_page(request: Web, act: Act, number: int, party: str, form: Form[Signing] | None) -> Response[str]:
    found = await _seen(number, act)
    rule = await rule_of(found)
    if found.state != "waiting" or party not in rule.signs:
        raise Conflict(Problem(_("Biên bản này không còn chờ ký."), "state", "not_waiting"))
    content = msgspec.json.decode(found.content or "{}")
    signer = next((one for one in content["parties"] if one["key"] == party), {"name": ""})
    return page(
        "assets/custody/sign.html",
        request,
        status_code=422 if form else 200,
        form=form,
        minutes=found,
        content=content,
        party=party,
        party_title=PARTIES[party],
        signer=signer["name"],
    )
