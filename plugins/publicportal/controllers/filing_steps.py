"""The steps of a filing: short pages of questions, papers, how to be reached. Each works without scripts."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from core.acting import Act
from core.contracts.online import FilingView, FormPage, Reach, Upload
from core.errors import Conflict, Missing, Problem, Refused
from core.text.i18n import gettext as _
from core.web.access import public
from core.web.forms import Form, read_form
from core.web.pages import redirect
from plugins.publicportal.controllers.frame import private_page
from plugins.publicportal.controllers.holding import ANSWERS, after, before, held, online, raw_form, steps
from plugins.publicportal.schemas import ReachAsked

REVIEW = "/nop-ho-so/xem-lai"
STATE = "/nop-ho-so/ho-so"


class FilingSteps(Controller):
    """What the holder fills in. A filing that is past changing shows its state instead."""

    path = "/nop-ho-so"
    guards = [public]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False
    exception_handlers = ANSWERS

    @get("/trang/{number:int}")
    async def page(
        self,
        request: Request[Any, Any, Any],
        act: NamedDependency[Act],
        number: FromPath[int],
        ve: FromQuery[str] = "",
        them: FromQuery[int] = 0,
    ) -> Response[Any]:
        """Ask the questions of one page. ve: "xem-lai" to go back to the review then; them: new questions came."""
        view = await online().view(held(request, act.at))
        if not view.may_edit:
            return redirect(STATE)
        return await _page(request, view, number, None, back=ve == "xem-lai", more=bool(them))

    @post("/trang/{number:int}", status_code=303)
    async def answer(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], number: FromPath[int]
    ) -> Response[Any]:
        """Keep the answers first, then judge them: nothing typed is lost, whatever is wrong with it."""
        form, secret = await raw_form(request), held(request, act.at)
        shown = _shown(form)
        await online().save(secret, {name: str(form.raw.get(name, "")) for name in shown}, act)
        later = "later" in form.raw
        try:
            await online().check(secret, number, act, complete=not later)
        except Refused as error:
            fresh = [problem for problem in error.problems if problem.field not in shown]
            if fresh and len(fresh) == len(error.problems):
                back = "&ve=xem-lai" if form.raw.get("back") else ""
                return redirect(f"/nop-ho-so/trang/{number}?them=1{back}")
            form.refuse(Refused(*(problem for problem in error.problems if problem.field in shown)))
            view = await online().view(secret)
            return await _page(request, view, number, form, back=bool(form.raw.get("back")))
        if later:
            return redirect("/nop-ho-so/da-luu")
        view = await online().view(secret)
        asked = {field.name for page in view.pages if page.number == number for field in page.fields}
        if asked - set(shown):
            return redirect(f"/nop-ho-so/trang/{number}?them=1")
        return redirect(REVIEW if form.raw.get("back") else after(view, f"/nop-ho-so/trang/{number}"))

    @post("/trang/{number:int}/luu", status_code=200)
    async def keep(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], number: FromPath[int]
    ) -> Response[str]:
        """Keep a half-filled page while it is typed."""
        form = await raw_form(request)
        answers = {name: str(form.raw.get(name, "")) for name in _shown(form)}
        try:
            await online().save(held(request, act.at), answers, act)
        except (Conflict, Missing):
            return Response(_("Chưa lưu được nháp; hãy bấm nút Lưu."), status_code=409, media_type="text/plain")
        return Response(_("Đã lưu nháp trang %(n)s", n=number), media_type="text/plain")

    @get("/giay-to")
    async def papers(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Ask for the papers as files."""
        view = await online().view(held(request, act.at))
        return await _papers(request, view, None) if view.may_edit else redirect(STATE)

    @post("/giay-to", status_code=303)
    async def attach(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Keep the files that were chosen, each as the paper beside which it was chosen."""
        form, secret = await raw_form(request), held(request, act.at)
        for key, chosen in form.files.items():
            for file in chosen:
                try:
                    await online().attach(secret, Upload(key, file.filename, await file.read()), act)
                except Refused as error:
                    form.refuse(error)
        if form.problems:
            return await _papers(request, await online().view(secret), form)
        if "more" in form.raw:
            return redirect("/nop-ho-so/giay-to")
        return redirect(after(await online().view(secret), "/nop-ho-so/giay-to"))

    @post("/giay-to/xoa/{file_id:int}", status_code=303)
    async def detach(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], file_id: FromPath[int]
    ) -> Response[Any]:
        """Take a file away."""
        await online().detach(held(request, act.at), file_id, act)
        return redirect("/nop-ho-so/giay-to")

    @get("/lien-he")
    async def reach(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Ask how to reach the filer, and how the result is to be handed over."""
        view = await online().view(held(request, act.at))
        return await _reach(request, view, None) if view.may_edit else redirect(STATE)

    @post("/lien-he", status_code=303)
    async def reached(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Keep it."""
        form, secret = await read_form(request, ReachAsked), held(request, act.at)
        try:
            asked = form.checked()
            reach = Reach(asked.email, asked.phone, asked.result_way, asked.post_address)
            await online().contact(secret, reach, act)
        except Refused as error:
            if not form.problems:
                form.refuse(error)
            return await _reach(request, await online().view(secret), form)
        return redirect(REVIEW)

    @get("/da-luu")
    async def kept(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[str]:
        """Show the code with which the draft is opened on another day or another device."""
        view = await online().view(held(request, act.at))
        return await private_page("filing_kept.html", request, filing=view, form=None, sent=False)

    @post("/da-luu", status_code=200)
    async def mail_link(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[str]:
        """Send the link to an address, which is kept as the filing's."""
        form, secret = await read_form(request, ReachAsked), held(request, act.at)
        view = await online().view(secret)
        try:
            email = str(form.raw.get("email", "")).strip()
            if not email:
                raise Refused(Problem(_("Hãy ghi địa chỉ thư điện tử."), "email", "missing"))
            if view.may_edit:
                await online().contact(secret, Reach(email, view.phone, view.result_way, view.post_address), act)
            await online().remind(secret, act)
        except Refused as error:
            form.problems[:] = error.problems
            return await private_page("filing_kept.html", request, status_code=422, filing=view, form=form, sent=False)
        return await private_page("filing_kept.html", request, filing=view, form=None, sent=True)


def _shown(form: Form[Any]) -> list[str]:
    """Return the names of the questions that the page showed."""
    return [name for name in str(form.raw.get("asked", "")).split(",") if name][:200]


async def _page(
    request: Request[Any, Any, Any],
    view: FilingView,
    number: int,
    form: Form[Any] | None,
    *,
    back: bool = False,
    more: bool = False,
) -> Response[str]:
    found: FormPage | None = next((page for page in view.pages if page.number == number), None)
    if found is None:
        raise Missing
    path = f"/nop-ho-so/trang/{number}"
    return await private_page(
        "filing_page.html",
        request,
        status_code=422 if form else 200,
        filing=view,
        part=found,
        form=form,
        path=path,
        back_path=before(view, path),
        back=back,
        more=more,
        step=steps(view).index(path) + 1,
        total=len(steps(view)),
    )


async def _papers(request: Request[Any, Any, Any], view: FilingView, form: Form[Any] | None) -> Response[str]:
    path = "/nop-ho-so/giay-to"
    known = steps(view)
    return await private_page(
        "filing_papers.html",
        request,
        status_code=422 if form else 200,
        filing=view,
        form=form,
        back_path=before(view, path),
        step=known.index(path) + 1 if path in known else len(known),
        total=len(known),
    )


async def _reach(request: Request[Any, Any, Any], view: FilingView, form: Form[Any] | None) -> Response[str]:
    path = "/nop-ho-so/lien-he"
    return await private_page(
        "filing_reach.html",
        request,
        status_code=422 if form else 200,
        filing=view,
        form=form,
        back_path=before(view, path),
        step=steps(view).index(path) + 1,
        total=len(steps(view)),
    )
