"""Rating after the result, for whoever has opened the dossier by its slip or its number and factor."""

from datetime import timedelta
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.response import Response

from core.acting import Act
from core.contracts.ratings import SCORES, ResultRating
from core.errors import Missing, Refused
from core.registry import current
from core.web.access import public
from core.web.forms import Form, read_form
from core.web.pages import redirect
from plugins.publicportal.controllers.frame import private_page, public_page, secret
from plugins.publicportal.controllers.lookup import COOKIE
from plugins.publicportal.domain import tickets
from plugins.publicportal.schemas import RatingAsked

YEAR = timedelta(days=365)


class RatingDoor(Controller):
    """One dossier, one rating; and what all of them say of the offices."""

    guards = [public]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get("/tra-cuu/danh-gia")
    async def ask(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Ask how it was."""
        code = _code(request, act)
        return await _page(request, code, None) if code else redirect("/tra-cuu")

    @post("/tra-cuu/danh-gia", status_code=303)
    async def rate(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[Any]:
        """Keep it and say thank you; the second of two is as good as the first."""
        code = _code(request, act)
        if code is None:
            return redirect("/tra-cuu")
        form = await read_form(request, RatingAsked)
        try:
            asked = form.checked()
            await _ratings().rate(code, asked.score, asked.comment, act)
        except Refused as error:
            if not form.problems:
                form.refuse(error)
            return await _page(request, code, form)
        return await private_page("rating.html", request, form=None, code=code, done=True, scores=(), open=False)

    @get("/danh-gia")
    async def offices(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[str]:
        """Show the averages of offices; never of people, and not of a handful of ratings."""
        return await public_page("ratings.html", request, lines=await _ratings().offices(act.at - YEAR))


def _ratings() -> ResultRating:
    found = current().find(ResultRating)  # type: ignore[type-abstract]
    if found is None:
        raise Missing
    return found


def _code(request: Request[Any, Any, Any], act: Act) -> str | None:
    """Return the number of the dossier that the browser has opened; None when it has none or may not rate."""
    return tickets.read(secret(), request.cookies.get(COOKIE, ""), act.at)


async def _page(request: Request[Any, Any, Any], code: str, form: Form[RatingAsked] | None) -> Response[str]:
    return await private_page(
        "rating.html",
        request,
        status_code=422 if form else 200,
        form=form,
        code=code,
        done=False,
        open=await _ratings().may_rate(code),
        scores=[(str(score), f"{score} – {title}") for score, title in SCORES.items()],
    )
