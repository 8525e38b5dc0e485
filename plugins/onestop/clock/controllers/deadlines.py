"""The list of steps by their due times."""

from typing import Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.response import Response, Stream

from core.acting import Principal
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.lists import list_response
from plugins.onestop.access import VIEW, scope
from plugins.onestop.clock.listing import DEADLINES
from plugins.onestop.clock.queries.deadlines import step_counts


class DeadlinePages(Controller):
    """Steps that run, the most urgent first."""

    path = "/staff/deadlines"
    guards = [requires(VIEW)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def steps(
        self, request: Request[Any, Any, Any], principal: NamedDependency[Principal]
    ) -> Response[Any] | Stream:
        """List the steps."""
        counts = await step_counts(scope(principal, VIEW), request.app.state.clock.now())
        query = request.scope["query_string"].decode("latin-1")
        tabs = [
            (_("Tất cả"), "/staff/deadlines", counts.running),
            (_("Quá hạn bước"), "/staff/deadlines?over=1", counts.over),
            (_("Sắp đến hạn"), "/staff/deadlines?soon=1", counts.soon),
        ]
        here = request.scope["path"] + (f"?{query}" if query else "")
        drawn = [{"title": t[0], "path": t[1], "count": t[2], "current": here == t[1]} for t in tabs]
        return await list_response(DEADLINES, request, principal, tabs=drawn)
