"""Where is my dossier: by the slip's digits, or by number and second factor."""

from datetime import datetime, timedelta
from typing import Any

from litestar import Controller, Request, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Response

from core.acting import Act
from core.codes import normalise
from core.contracts.dossiers import DUTIES, STANDINGS, DossierStatus, PublicDossier
from core.contracts.parcels import ResultPost
from core.contracts.ratings import ResultRating
from core.errors import Problem, TooMany
from core.registry import current
from core.text.i18n import gettext as _
from core.text.viet import clean
from core.web.access import public
from core.web.forms import Form, read_form
from core.web.pages import redirect
from plugins.publicportal import commands
from plugins.publicportal.controllers.frame import private_page, secret
from plugins.publicportal.domain import tickets
from plugins.publicportal.schemas import NumberAsked, SlipAsked

COOKIE = "__Host-tracuu"
STAY = timedelta(minutes=10)
ARRIVE = timedelta(minutes=1)


class LookUpPages(Controller):
    """The look-up. Nothing personal stands in an address; what was shown is gone after ten minutes."""

    path = "/tra-cuu"
    guards = [public]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def ask(self, request: Request[Any, Any, Any]) -> Response[str]:
        """Ask for the slip, or for number and second factor."""
        return await private_page("lookup.html", request, form=None, slip_form=None)

    @post(status_code=303)
    async def answer(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Look up by number and factor; an unknown number and a wrong factor get the same answer."""
        form = await read_form(request, NumberAsked)
        if form.value is None:
            return await private_page("lookup.html", request, status_code=422, form=form, slip_form=None)
        number = clean(form.value.number).upper()
        try:
            found = await commands.by_number(number, form.value.factor, act.address, act.at)
        except TooMany as error:
            return await _closed(request, form, error)
        if found is None:
            form.problems.append(Problem(_neutral(), "number", "not_found"))
            return await private_page("lookup.html", request, status_code=422, form=form, slip_form=None)
        return _enter(found, act.at)

    @post("/giay-tiep-nhan", status_code=303)
    async def slip(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Look up by the slip: scanned by a gun, by a phone, or typed."""
        form = await read_form(request, SlipAsked)
        if form.value is not None:
            for digits in normalise(form.value.slip).codes:
                found = await commands.by_slip(digits, act.at)
                if found is not None:
                    return _enter(found, act.at)
            form.problems.append(Problem(neutral_slip(), "slip", "not_found"))
        return await private_page("lookup.html", request, status_code=422, form=None, slip_form=form)

    @get("/mo/{ticket:str}")
    async def arrive(self, ticket: FromPath[str], act: NamedDependency[Act]) -> Response[Any]:
        """Come from a scanned code: put the minute-long ticket into a cookie, and leave the address behind."""
        code = tickets.read(secret(), ticket, act.at)
        return redirect("/tra-cuu") if code is None else _enter_code(code, act.at)

    @get("/ho-so")
    async def show(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Show the dossier that the cookie stands for."""
        code = tickets.read(secret(), request.cookies.get(COOKIE, ""), act.at)
        status = current().find(DossierStatus)  # type: ignore[type-abstract]
        found = await status.by_code(code, act.at) if status and code else None
        if found is None:
            return redirect("/tra-cuu")
        ratings = current().find(ResultRating)  # type: ignore[type-abstract]
        may_rate = ratings is not None and await ratings.may_rate(found.code)
        post = current().find(ResultPost)  # type: ignore[type-abstract]
        parcel = await post.of(found.code) if post else None
        context = status_context(found)
        return await private_page("status.html", request, may_rate=may_rate, parcel=parcel, **context)

    @post("/xong", status_code=303)
    async def leave(self) -> Response[Any]:
        """Forget what was shown: for computers that others use too."""
        answer = redirect("/tra-cuu")
        answer.delete_cookie(COOKIE, path="/")
        return answer


def status_context(found: PublicDossier) -> dict[str, Any]:
    """Return what the status template draws: the dossier and its timeline, the last line being where it is now."""
    lines = [
        {
            "title": _(stage.title),
            "at": stage.at,
            "who": str(DUTIES[stage.holder]) if stage.holder != "nobody" else "",
            "text": stage.reason,
            "state": "done" if found.final or place < len(found.timeline) else "now",
        }
        for place, stage in enumerate(found.timeline, start=1)
    ]
    return {"dossier": found, "lines": lines[::-1], "duties": DUTIES, "standings": STANDINGS}


class SlipPage:
    """Implements `StatusPage`."""

    async def open_slip(self, token: str, now: datetime) -> str | None:
        """Return the path for a scanned slip: a ticket of one minute, which the page turns into a cookie."""
        found = await commands.by_slip(token, now)
        return f"/tra-cuu/mo/{tickets.issue(secret(), found.code, now + ARRIVE)}" if found else None


def _enter(found: PublicDossier, at: datetime) -> Redirect:
    return _enter_code(found.code, at)


def _enter_code(code: str, at: datetime) -> Redirect:
    """Return a 303 to the status page, with the ticket in a cookie of ten minutes."""
    answer = redirect("/tra-cuu/ho-so")
    answer.set_cookie(
        Cookie(
            key=COOKIE,
            value=tickets.issue(secret(), code, at + STAY),
            max_age=int(STAY.total_seconds()),
            path="/",
            secure=True,
            httponly=True,
            samesite="lax",
        )
    )
    answer.headers["cache-control"] = "no-store"
    return answer


async def _closed(request: Request[Any, Any, Any], form: Form[NumberAsked], error: TooMany) -> Response[str]:
    form.problems.append(Problem(str(error), "number", "closed"))
    answer = await private_page("lookup.html", request, status_code=429, form=form, slip_form=None)
    answer.headers["retry-after"] = str(error.retry_after)
    return answer


def _neutral() -> str:
    return _("Không có hồ sơ nào khớp với mã hồ sơ và số đã nhập. Hãy kiểm tra lại trên giấy tiếp nhận.")


def neutral_slip() -> str:
    """Return the words for digits that open nothing: the same whether they never did or do not any more."""
    return _("Mã số này không mở được hồ sơ nào. Giấy tiếp nhận có thể đã được cấp lại; hãy dùng giấy mới nhất.")
