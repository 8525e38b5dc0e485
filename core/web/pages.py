"""Pages: a template, what every template knows, and the headers that private pages need."""

from typing import Any

import msgspec
from litestar import Request
from litestar.response import Redirect, Response

from core.acting import ANONYMOUS, Principal
from core.contracts.identity import Authenticator
from core.contributions import NavItem
from core.registry import current
from core.text.i18n import language
from core.web.access import identify
from core.web.templates import render, url

_PRINCIPAL = "motcua_principal"


class NavLine(msgspec.Struct, frozen=True):
    """A line of the staff menu, ready to be drawn."""

    title: str
    path: str
    icon: str
    current: bool
    section: str


def navigation(principal: Principal, path: str) -> list[NavLine]:
    """Return the menu lines that a person may use; the line of the current page is marked."""
    items: list[NavItem] = sorted(current().all("nav_items"), key=lambda item: item.order)
    mine = [item for item in items if not item.permission or principal.may(item.permission)]
    sections = list(dict.fromkeys(str(item.section) for item in mine))  # in the order of their first lines
    mine.sort(key=lambda item: sections.index(str(item.section)))
    above = (i.path for i in mine if path == i.path or (path.startswith(f"{i.path}/") and not i.exact))
    here = max(above, key=len, default="")
    return [NavLine(str(i.title), i.path, i.icon, i.path == here, str(i.section)) for i in mine]


def base_context(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """Return what every template gets: who, when, language, menu, form token, addresses."""
    state = request.scope["state"]
    principal: Principal = state.get(_PRINCIPAL, ANONYMOUS)
    path = request.scope["path"]
    lang = language.get()
    query = request.scope["query_string"].decode("latin-1")
    other = path if lang == "en" else f"/en{path}"
    return {
        "request": request,
        "principal": principal if principal.username else None,
        "lang": lang,
        "now": request.app.state.clock.now(),
        "nav": navigation(principal, path) if principal.username else [],
        "csrf_token": form_token(principal),
        "path": path,
        "alternate_path": f"{other}?{query}" if query else other,
        "request_id": state.get("request_id", ""),
    }


def form_token(principal: Principal) -> str:
    """Return the token that forms of this reader carry, empty for nobody."""
    authenticator = current().find(Authenticator)  # type: ignore[type-abstract]
    return authenticator.csrf_token(principal) if authenticator and principal.username else ""


def html(
    text: str, principal: Principal | None, *, status_code: int = 200, headers: dict[str, str] | None = None
) -> Response[str]:
    """Return a page's text as an answer. For a logged-in person it is never stored by caches or the browser."""
    sent = {"vary": "Cookie", **(headers or {})}
    if principal is not None:
        sent.setdefault("cache-control", "no-store")
    return Response(text, status_code=status_code, media_type="text/html", headers=sent)


def page(
    template: str,
    request: Request[Any, Any, Any],
    *,
    status_code: int = 200,
    headers: dict[str, str] | None = None,
    **context: Any,
) -> Response[str]:
    """Return a rendered page. For a logged-in person it is never stored by caches or the browser."""
    values = base_context(request) | context
    return html(render(current(), template, values), values["principal"], status_code=status_code, headers=headers)


async def known_page(
    template: str, request: Request[Any, Any, Any], *, status_code: int = 200, **context: Any
) -> Response[str]:
    """As `page`, on a public route: also asks who is logged in, so that the header can say so."""
    await identify(request)
    return page(template, request, status_code=status_code, **context)


def redirect(path: str) -> Redirect:
    """Return a 303 to a path of this site, in the reader's language."""
    return Redirect(url(path), status_code=303)
