"""The end of a filing: look over it, confirm it by the code of a mail, see how it goes on."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Response

from core.acting import Act
from core.contracts.dossiers import DossierStatus
from core.contracts.online import FILING_STATES, FilingView
from core.contracts.parcels import ResultPost
from core.errors import Problem, Refused, TooMany
from core.registry import current
from core.web.access import public
from core.web.forms import Form, read_form
from core.web.pages import redirect
from plugins.publicportal.controllers.filing_steps import STATE
from plugins.publicportal.controllers.frame import private_page
from plugins.publicportal.controllers.holding import ANSWERS, before, held, online, raw_form
from plugins.publicportal.controllers.lookup import status_context
from plugins.publicportal.schemas import ConfirmAsked

CONFIRM = "/nop-ho-so/xac-nhan"


class FilingEnd(Controller):
    """Review, confirmation, state."""

    path = "/nop-ho-so"
    guards = [public]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False
    exception_handlers = ANSWERS

    @get("/xem-lai")
    async def review(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Show all answers, each with a way to change it."""
        view = await online().view(held(request, act.at))
        return await _review(request, view, None) if view.may_edit else redirect(STATE)

    @post("/xem-lai", status_code=303)
    async def submit(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Check everything; a draft goes on to its confirmation, a supplement is filed at once."""
        form, secret = await raw_form(request), held(request, act.at)
        try:
            await online().submit(secret, act)
        except Refused as error:
            form.problems[:] = error.problems
            return await _review(request, await online().view(secret), form)
        except TooMany as error:
            form.problems[:] = [Problem(str(error))]
            return await _review(request, await online().view(secret), form, 429)
        view = await online().view(secret)
        return redirect(CONFIRM if view.may_edit else STATE)

    @get("/xac-nhan")
    async def ask_code(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], ma: FromQuery[str] = ""
    ) -> Response[Any]:
        """Ask for the code; a link in the mail fills it in, but only a person's press files."""
        view = await online().view(held(request, act.at))
        if not view.may_edit:
            return redirect(STATE)
        code = ma[:6] if ma.isdigit() else ""
        return await private_page("filing_confirm.html", request, filing=view, form=None, code=code)

    @post("/xac-nhan", status_code=303)
    async def confirm(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """File what the code confirms."""
        form, secret = await read_form(request, ConfirmAsked), held(request, act.at)
        try:
            await online().confirm(secret, form.checked().code, act)
        except Refused as error:
            if not form.problems:
                form.refuse(error)
            view = await online().view(secret)
            return await private_page("filing_confirm.html", request, status_code=422, filing=view, form=form, code="")
        return redirect(f"{STATE}?moi=1")

    @get("/ho-so")
    async def show(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], moi: FromQuery[int] = 0
    ) -> Response[Any]:
        """Show how it stands, in the words that the staff reads too; once taken in, the dossier's own steps."""
        view = await online().view(held(request, act.at))
        if view.state == "draft":
            return redirect("/nop-ho-so/xem-lai")
        status = current().find(DossierStatus)  # type: ignore[type-abstract]
        dossier = await status.by_code(view.code, act.at) if status and view.code else None
        context: dict[str, Any] = status_context(dossier) if dossier else {"dossier": None}
        post = current().find(ResultPost)  # type: ignore[type-abstract]
        context["parcel"] = await post.of(view.code) if post and view.code else None
        context["states"] = FILING_STATES
        return await private_page("filing_state.html", request, filing=view, fresh=bool(moi), **context)

    @post("/rut", status_code=303)
    async def withdraw(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Take it back."""
        await online().withdraw(held(request, act.at), act)
        return redirect(STATE)


async def _review(
    request: Request[Any, Any, Any], view: FilingView, form: Form[Any] | None, status_code: int = 422
) -> Response[str]:
    """Return the review; each problem leads to the page on which it is mended."""
    places = {field.name: f"/nop-ho-so/trang/{page.number}?ve=xem-lai" for page in view.pages for field in page.fields}
    places |= {paper.key: "/nop-ho-so/giay-to" for paper in view.papers}
    places["email"] = "/nop-ho-so/lien-he"
    problems = [
        {"message": problem.message, "path": places.get(problem.field or "", ""), "field": problem.field}
        for problem in (form.problems if form else ())
    ]
    return await private_page(
        "filing_review.html",
        request,
        status_code=status_code if form else 200,
        filing=view,
        problems=problems,
        back_path=before(view, "/nop-ho-so/xem-lai"),
    )
