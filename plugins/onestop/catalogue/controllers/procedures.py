"""The catalogue as the staff reads it: the list with its doubts, one procedure, two versions side by side."""

import uuid
from typing import Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response, Stream

from core.acting import Act, Principal
from core.clock import VIETNAM
from core.errors import Missing
from core.web.access import requires
from core.web.forms import Form
from core.web.lists import list_response
from core.web.pages import page
from plugins.onestop.access import MANAGE, VIEW
from plugins.onestop.catalogue import queries
from plugins.onestop.catalogue.presenting import comparison, procedure_context
from plugins.onestop.listing import PROCEDURES
from plugins.onestop.queries import procedures
from plugins.onestop.wording import FAULTS


class CataloguePages(Controller):
    """List of procedures with a report of doubts; one procedure with its history and what changed in it."""

    path = "/staff/procedures"
    guards = [requires(VIEW)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def index(
        self, request: Request[Any, Any, Any], principal: NamedDependency[Principal]
    ) -> Response[Any] | Stream:
        """List the procedures, with the number of each kind of doubt above."""
        counts = [(kind, str(FAULTS[kind]), count) for kind, count in await procedures.fault_counts()]
        return await list_response(
            PROCEDURES, request, principal, fault_counts=counts, may_manage=principal.may(MANAGE)
        )

    @get("/{code:str}")
    async def one(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[str]:
        """Show a procedure: what holds today, what is doubtful, its versions on a time line."""
        return await procedure_page(request, act, code)

    @get("/{code:str}/versions/{before:int}/{after:int}")
    async def compare(
        self, request: Request[Any, Any, Any], code: FromPath[str], before: FromPath[int], after: FromPath[int]
    ) -> Response[str]:
        """Show two versions side by side."""
        found = {version.number: version for version in await queries.versions(code)}
        if before not in found or after not in found:
            raise Missing
        old, new = found[before], found[after]
        return page("onestop/catalogue/compare.html", request, code=code, old=old, new=new, parts=comparison(old, new))


async def procedure_page(
    request: Request[Any, Any, Any],
    act: Act,
    code: str,
    form: Form[Any] | None = None,
    status_code: int = 200,
) -> Response[str]:
    """Return the page of a procedure. form: one of its forms as it was sent, with what was wrong in it."""
    context = await procedure_context(code, act.at.astimezone(VIETNAM).date())
    return page(
        "onestop/catalogue/procedure.html",
        request,
        status_code=status_code,
        form=form,
        may_manage=act.who.may(MANAGE),
        saved="saved" in request.query_params,
        key=uuid.uuid4().hex,
        **context,
    )
