"""The catalogue as the staff sees it: versions, and what the import doubted."""

from typing import Any

import msgspec
from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response, Stream

from core.acting import Act, Principal
from core.clock import VIETNAM
from core.contracts.procedures import CHANNELS, RULES
from core.errors import Missing
from core.web.access import requires
from core.web.lists import list_response
from core.web.pages import page
from plugins.onestop.access import VIEW
from plugins.onestop.domain.catalogue_faults import Fault
from plugins.onestop.domain.promise import terms_of
from plugins.onestop.listing import PROCEDURES
from plugins.onestop.queries import procedures
from plugins.onestop.wording import FAULTS, fault_sentence, terms_words


class CataloguePages(Controller):
    """List of procedures with a report of doubts; one procedure with its history."""

    path = "/staff/procedures"
    guards = [requires(VIEW)]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def index(
        self, request: Request[Any, Any, Any], principal: NamedDependency[Principal]
    ) -> Response[Any] | Stream:
        """List the procedures, with the number of each kind of doubt above."""
        counts = [(str(FAULTS[kind]), count) for kind, count in await procedures.fault_counts()]
        return await list_response(PROCEDURES, request, principal, fault_counts=counts)

    @get("/{code:str}")
    async def one(
        self, request: Request[Any, Any, Any], act: NamedDependency[Act], code: FromPath[str]
    ) -> Response[str]:
        """Show a procedure: what holds today, what is doubtful, which versions there were."""
        sheet = await procedures.sheet(code, act.at.astimezone(VIETNAM).date())
        if sheet is None:
            raise Missing
        versions = await procedures.versions(code)
        doubts = msgspec.json.decode(versions[0].faults_json, type=list[Fault]) if versions else []
        return page(
            "onestop/procedure.html",
            request,
            sheet=sheet,
            facts=sheet.facts,
            doubts=[fault_sentence(fault) for fault in doubts],
            versions=versions,
            terms=[terms_words(terms) for terms in terms_of(sheet.facts)],
            rules=RULES,
            channels=CHANNELS,
        )
