"""The kiosk at the desk: scan, read, gone after 45 seconds. No keyboard, no history."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.response import Response

from core.acting import Act
from core.codes import normalise
from core.web.access import public
from core.web.forms import read_form
from plugins.publicportal import commands
from plugins.publicportal.controllers.frame import private_page
from plugins.publicportal.controllers.lookup import status_context
from plugins.publicportal.schemas import SlipAsked

CLEAR_AFTER_S = 45


class Kiosk(Controller):
    """One screen: waiting for a scan, or showing what it found."""

    path = "/kiosk"
    guards = [public]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def wait(self, request: Request[Any, Any, Any]) -> Response[str]:
        """Wait for a slip."""
        return await private_page("kiosk.html", request, seconds=0, unknown=False)

    @post(status_code=200)
    async def show(self, request: Request[Any, Any, Any], act: NamedDependency[Act]) -> Response[str]:
        """Show the dossier of the slip; the page goes back to waiting by itself."""
        form = await read_form(request, SlipAsked)
        codes = normalise(form.value.slip).codes if form.value else ()
        for digits in codes:
            found = await commands.by_slip(digits, act.at, "kiosk")
            if found is not None:
                return await private_page("kiosk.html", request, seconds=CLEAR_AFTER_S, **status_context(found))
        return await private_page("kiosk.html", request, seconds=CLEAR_AFTER_S, unknown=True)
