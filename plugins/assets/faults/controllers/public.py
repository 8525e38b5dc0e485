"""Report a fault: what opens when anybody scans a label with a phone. No log-in, nothing of who uses the thing."""

import secrets
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from core.acting import Act
from core.errors import Refused
from core.web.access import public
from core.web.forms import Form, read_form
from core.web.pages import known_page, redirect
from plugins.assets.faults import commands, queries
from plugins.assets.faults.schemas import KINDS, NewFault

PATH = "/bao-hong"
Web = Request[Any, Any, Any]


class FaultForm(Controller):
    """The public form behind a label."""

    path = PATH
    guards = [public]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get("/{code:str}")
    async def ask(self, request: Web, code: FromPath[str]) -> Response[str]:
        """Show the form, and whether the thing was reported already."""
        return await _form_page(request, code, None)

    @post("/{code:str}", status_code=303)
    async def report(self, request: Web, act: NamedDependency[Act], code: FromPath[str]) -> Response[Any]:
        """Keep a report and say thank you; with problems the form again, only the photos have to be chosen anew."""
        form = await read_form(request, NewFault)
        photos = [(sent.filename, await sent.read()) for sent in form.files.get("photos", ())]
        try:
            await commands.report(code, form.checked(), photos, act, form.key)
        except Refused as error:
            if not form.problems:
                form.refuse(error)
            return await _form_page(request, code, form)
        return redirect(f"{PATH}/{code}/xong")

    @get("/{code:str}/xong")
    async def done(self, request: Web, code: FromPath[str]) -> Response[str]:
        """Say that the report has come in."""
        return await _page("done.html", request, thing=await queries.labelled(code))


async def _form_page(request: Web, code: str, form: Form[NewFault] | None) -> Response[str]:
    return await _page(
        "report.html",
        request,
        status_code=422 if form else 200,
        thing=await queries.labelled(code),
        form=form,
        key=form.key if form and form.key else secrets.token_urlsafe(12),
        kinds=[(kind, str(words)) for kind, words in KINDS.items()],
        most=commands.MOST_PHOTOS,
    )


async def _page(template: str, request: Web, *, status_code: int = 200, **context: Any) -> Response[str]:
    """Return a page that no cache and no search engine keeps: a code stands in its address."""
    answer = await known_page(f"assets/faults/{template}", request, status_code=status_code, **context)
    answer.headers["cache-control"] = "no-store"
    answer.headers["x-robots-tag"] = "noindex"
    return answer
