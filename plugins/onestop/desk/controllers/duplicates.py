"""Dossiers that may have come in already, shown while the clerk fills in the form."""

from typing import Annotated, Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Response

from core.acting import Act
from core.web.access import requires
from core.web.pages import page
from plugins.onestop.access import RECEIVE
from plugins.onestop.desk.queries import likely_duplicates
from plugins.onestop.listing import STATES


class DuplicatePages(Controller):
    """One fragment of the intake form."""

    path = "/staff/desk/duplicates"
    guards = [requires(RECEIVE)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def look(
        self,
        request: Request[Any, Any, Any],
        act: NamedDependency[Act],
        procedure: Annotated[str, QueryParameter(max_length=40)] = "",
        owner_name: Annotated[str, QueryParameter(max_length=200)] = "",
        owner_identity: Annotated[str, QueryParameter(max_length=20)] = "",
    ) -> Response[str]:
        """Return the notice with links, empty when there is nothing alike."""
        found = await likely_duplicates(procedure, owner_identity.strip(), owner_name, act)
        return page("onestop/desk/duplicates.html", request, duplicates=found, states=STATES)
