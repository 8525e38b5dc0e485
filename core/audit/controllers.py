from typing import Any

from litestar import Controller, Request, Response, get

from core.acting import Principal
from core.audit.views import LOG
from core.web.access import requires
from core.web.lists import list_response


class LogController(Controller):
    """The log on screen: filters, search, export."""

    path = "/staff/audit"
    guards = [requires("audit.read")]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def log(self, request: Request[Any, Any, Any], principal: Principal) -> Response[Any]:
        """Show the log of the units that the reader may audit."""
        return await list_response(LOG, request, principal)
