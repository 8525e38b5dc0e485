"""Filing from home: choose the procedure, begin, open again with the code on any device."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from core.acting import Act
from core.errors import Missing, Problem, Refused, TooMany
from core.offices import office_day
from core.text.i18n import gettext as _
from core.text.mail_address import is_mail_address
from core.web.access import public
from core.web.forms import Form, read_form
from core.web.pages import redirect
from plugins.publicportal import commands
from plugins.publicportal.controllers.frame import private_page, public_page
from plugins.publicportal.controllers.holding import entrance, hold, let_go, online, steps
from plugins.publicportal.schemas import BeginAsked, CodeAsked, ReachAsked


class FilingDoor(Controller):
    """The ways in and out."""

    path = "/nop-ho-so"
    guards = [public]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def choose(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], het: FromQuery[int] = 0
    ) -> Response[str]:
        """List what can be filed from home, and ask for the code of what was begun. het: the four hours are over."""
        return await _choose(request, act, None, over=bool(het))

    @post("/mo", status_code=303)
    async def resume(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Open a filing by its code, typed on whatever device."""
        form = await read_form(request, CodeAsked)
        if form.value is None:
            return await _choose(request, act, form, 422)
        try:
            view = await online().view(form.value.code)
        except Missing:
            await commands.note_miss("filing", act.address, act.at)
            sentence = _("Mã này không mở được hồ sơ nào. Hãy gõ đủ 16 chữ và số như lúc lưu.")
            form.problems.append(Problem(sentence, "code", "not_found"))
            return await _choose(request, act, form, 422)
        return hold(redirect(entrance(view)), view.secret, act.at)

    @post("/quen", status_code=200)
    async def forgotten(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[str]:
        """Mail the links of an address to it; the answer is the same whether there was anything to send."""
        form = await read_form(request, ReachAsked)
        email = str(form.raw.get("email", "")).strip()
        if not is_mail_address(email):
            sentence = _("Địa chỉ thư điện tử không đúng. Hãy nhập dạng ten@example.com.")
            form.problems[:] = [Problem(sentence, "email", "email")]
            return await _choose(request, act, None, 422, lost=form)
        await commands.note_miss("filing", act.address, act.at)
        await online().send_links(email, act)
        return await _choose(request, act, None, sent=email)

    @get("/mo/{code:str}")
    async def arrive(self, act: NamedDependency[Act], code: FromPath[str], ma: FromQuery[str] = "") -> Response[Any]:
        """Come from a link in a mail: the secret goes into a cookie and out of the address."""
        try:
            view = await online().view(code)
        except Missing:
            await commands.note_miss("filing", act.address, act.at)
            return redirect("/nop-ho-so")
        wanted = f"/nop-ho-so/xac-nhan?ma={ma[:6]}" if ma.isdigit() and view.state == "draft" else entrance(view)
        return hold(redirect(wanted), view.secret, act.at)

    @get("/moi/{procedure:str}")
    async def prepare(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], procedure: FromPath[str]
    ) -> Response[str]:
        """Say what to have at hand, and ask which office is to take it."""
        return await _prepare(request, act, procedure, None)

    @post("/moi/{procedure:str}", status_code=303)
    async def begin(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], procedure: FromPath[str]
    ) -> Response[Any]:
        """Begin a draft and go to its first page."""
        form = await read_form(request, BeginAsked)
        try:
            secret = await online().start(procedure, form.checked().office, act)
        except Refused as error:
            if not form.problems:
                form.refuse(error)
            return await _prepare(request, act, procedure, form)
        except TooMany as error:
            form.refuse(Refused(str(error)))
            return await _prepare(request, act, procedure, form, 429)
        return hold(redirect(steps(await online().view(secret))[0]), secret, act.at)

    @post("/xong", status_code=303)
    async def leave(self) -> Response[Any]:
        """Forget the filing on this device: for computers that others use too."""
        return let_go(redirect("/nop-ho-so"))


async def _choose(
    request: Request[Any, Any, Any],
    act: Act,
    form: Form[CodeAsked] | None,
    status_code: int = 200,
    *,
    over: bool = False,
    lost: Form[ReachAsked] | None = None,
    sent: str = "",
) -> Response[str]:
    found = await online().procedures(office_day(act.at))
    draw = private_page if form or lost or sent else public_page
    context = {"found": found, "form": form, "over": over, "lost": lost, "sent": sent}
    return await draw("filing_choose.html", request, status_code=status_code, **context)


async def _prepare(
    request: Request[Any, Any, Any], act: Act, procedure: str, form: Form[BeginAsked] | None, status_code: int = 422
) -> Response[str]:
    day = office_day(act.at)
    known = {item.code: item for item in await online().procedures(day)}
    if procedure not in known:
        raise Missing
    offices = await online().offices(procedure, day)
    return await public_page(
        "filing_prepare.html",
        request,
        status_code=status_code if form else 200,
        item=known[procedure],
        offices=[(office.id, office.name) for office in offices],
        form=form,
    )
