"""Whose filing the browser holds: a signed note in a cookie; the secret itself never stays in an address."""

from datetime import datetime, timedelta
from typing import Any

from litestar import Request
from litestar.datastructures import Cookie
from litestar.response import Redirect
from msgspec import Struct

from core.contracts.online import FilingView, OnlineFiling
from core.errors import Conflict, Missing
from core.registry import current
from core.web.forms import Form, read_form
from core.web.pages import redirect
from plugins.publicportal.controllers.frame import secret
from plugins.publicportal.domain import tickets

COOKIE = "__Host-nophoso"
STAY = timedelta(hours=4)
_MARK = "filing "  # no dossier's number begins so: a note of the look-up opens no filing


def to_its_state(_request: Request[Any, Any, Any], _error: Exception) -> Redirect:
    """Answer a write to a filing that is past changing: show how it stands."""
    return redirect("/nop-ho-so/ho-so")


def to_the_door(_request: Request[Any, Any, Any], _error: Exception) -> Redirect:
    """Answer somebody who holds no filing any more: ask for its code."""
    return redirect("/nop-ho-so?het=1")


ANSWERS: dict[int | type[Exception], Any] = {Conflict: to_its_state, Missing: to_the_door}
"""How the pages of one filing answer what its commands refuse."""


class Anything(Struct):
    """A form whose fields are data: everything is in `raw`."""


def online() -> OnlineFiling:
    """Return who takes filings. Raises Missing when nobody does: there are no such pages then."""
    found = current().find(OnlineFiling)  # type: ignore[type-abstract]
    if found is None:
        raise Missing
    return found


def held(request: Request[Any, Any, Any], at: datetime) -> str:
    """Return the secret of the filing that this browser holds. Raises Missing."""
    note = tickets.read(secret(), request.cookies.get(COOKIE, ""), at)
    if note is None or not note.startswith(_MARK):
        raise Missing
    return note.removeprefix(_MARK)


def hold(answer: Redirect, filing: str, at: datetime) -> Redirect:
    """Put the filing into the browser's cookie, for four hours from now."""
    value = tickets.issue(secret(), _MARK + filing, at + STAY)
    answer.set_cookie(
        Cookie(
            key=COOKIE,
            value=value,
            max_age=int(STAY.total_seconds()),
            path="/",
            secure=True,
            httponly=True,
            samesite="lax",
        )
    )
    answer.headers["cache-control"] = "no-store"
    return answer


def let_go(answer: Redirect) -> Redirect:
    """Forget the filing in this browser."""
    answer.delete_cookie(COOKIE, path="/")
    return answer


async def raw_form(request: Request[Any, Any, Any]) -> Form[Any]:
    """Return what was sent, whatever its fields are called; of several values of one name the last counts."""
    form = await read_form(request, Anything)
    form.raw = {name: text[-1] if isinstance(text, list) else text for name, text in form.raw.items()}
    return form


def steps(view: FilingView) -> list[str]:
    """Return the addresses of the steps that this filing still asks for, in their order."""
    pages = [f"/nop-ho-so/trang/{page.number}" for page in view.pages]
    papers = ["/nop-ho-so/giay-to"] if view.papers else []
    return [*pages, *papers, "/nop-ho-so/lien-he", "/nop-ho-so/xem-lai"]


def after(view: FilingView, path: str) -> str:
    """Return the step that follows another one; the review behind the last."""
    known = steps(view)
    place = known.index(path) + 1 if path in known else 0
    return known[min(place, len(known) - 1)]


def before(view: FilingView, path: str) -> str:
    """Return the step before another one; the list of procedures before the first."""
    known = steps(view)
    place = known.index(path) if path in known else 0
    return known[place - 1] if place else "/nop-ho-so"


def entrance(view: FilingView) -> str:
    """Return where somebody who opens a filing goes on: at the first step of a draft, else to its state."""
    if view.state != "draft":
        return "/nop-ho-so/ho-so"
    begun = any(field.value for page in view.pages for field in page.fields)
    return "/nop-ho-so/xem-lai" if begun else steps(view)[0]
