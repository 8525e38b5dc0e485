"""The desk for programs: procedures, dossiers, intake and steps. Errors are problem details (RFC 9457)."""

from datetime import datetime
from typing import Annotated, Any

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, HeaderParameter, QueryParameter
from litestar.response import Response
from msgspec import Struct

from core.acting import Act
from core.clock import VIETNAM
from core.contracts.procedures import ProcedurePage, ProcedureSheet
from core.errors import Missing
from core.web.access import requires
from plugins.onestop.access import RECEIVE, VIEW, scope
from plugins.onestop.commands import moving, receiving
from plugins.onestop.domain.national import national_status
from plugins.onestop.queries import dossiers, procedures
from plugins.onestop.queries.dossiers import PaperLine
from plugins.onestop.schemas import Move, Moved, NewDossier, Received

Key = Annotated[str, HeaderParameter(name="Idempotency-Key", max_length=200)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]


class DossierLine(Struct, frozen=True):
    """One line of the list. Moments are ISO 8601 with zone."""

    id: int
    code: str
    procedure_code: str
    procedure: str
    owner_name: str
    state: str
    clock: str
    holder_duty: str
    holder_name: str
    unit_name: str
    received_at: datetime
    promised_at: datetime | None
    settled_at: datetime | None
    revision: int


class DossierOut(Struct, frozen=True):
    """One dossier without identity numbers and phones; those are shown to people only, and logged.

    national: code of the national status set, 1 to 10. delivery, digitised: the axes beside the business.
    """

    id: int
    code: str
    procedure_code: str
    procedure: str
    owner_name: str
    submitter_name: str
    state: str
    clock: str
    holder_duty: str
    holder_name: str
    unit_name: str
    received_at: datetime
    promised_at: datetime | None
    settled_at: datetime | None
    closed_at: datetime | None
    fee_due: int
    fee_paid: int
    revision: int
    national: int
    delivery: str
    digitised: str
    result_number: str
    papers: list[PaperLine]


class ProcedureApi(Controller):
    """The catalogue in force today."""

    path = "/api/onestop/procedures"
    guards = [requires(VIEW)]  # noqa: RUF012 -- Litestar's own way to declare guards
    tags = ["onestop"]  # noqa: RUF012 -- Litestar's own way to group operations

    @get()
    async def search(
        self,
        act: NamedDependency[Act],
        q: Annotated[str, QueryParameter(max_length=100)] = "",
        field: Annotated[str, QueryParameter(max_length=200)] = "",
        offset: Annotated[int, QueryParameter(ge=0, le=100_000)] = 0,
        limit: Limit = 50,
    ) -> ProcedurePage:
        """Return procedures by name or code, accents optional."""
        day = act.at.astimezone(VIETNAM).date()
        return await procedures.search(q, day, field=field, level="", offset=offset, limit=limit)

    @get("/{code:str}")
    async def one(self, act: NamedDependency[Act], code: FromPath[str]) -> ProcedureSheet:
        """Return one procedure with its papers, limits and fees; 404 when none of this code is in force."""
        sheet = await procedures.sheet(code, act.at.astimezone(VIETNAM).date())
        if sheet is None:
            raise Missing
        return sheet


class DossierApi(Controller):
    """Dossiers of the caller's units."""

    path = "/api/onestop/dossiers"
    guards = [requires(VIEW)]  # noqa: RUF012 -- Litestar's own way to declare guards
    tags = ["onestop"]  # noqa: RUF012 -- Litestar's own way to group operations

    @get(responses={200: ResponseSpec(data_container=list[DossierLine], description="In the order of their ids")})
    async def index(
        self,
        act: NamedDependency[Act],
        step: Annotated[str, QueryParameter(name="state", max_length=40)] = "",
        after: Annotated[int, QueryParameter(ge=0, le=2**62)] = 0,
        limit: Limit = 50,
    ) -> Response[str]:
        """Return open dossiers with ids above `after`; the next page is asked for with the last id."""
        text = await dossiers.lines_json(scope(act.who), step, after, limit)
        return Response(text, media_type="application/json", headers={"cache-control": "no-store"})

    @get("/{code:str}")
    async def one(self, act: NamedDependency[Act], code: FromPath[str]) -> DossierOut:
        """Return one dossier; 404 for one of other units."""
        sheet = await dossiers.by_code(code, scope(act.who))
        if sheet is None:
            raise Missing
        values: dict[str, Any] = {name: getattr(sheet, name, None) for name in DossierOut.__struct_fields__}
        values["national"] = national_status(sheet.workflow, sheet.workflow.state(sheet.state))
        values |= {"procedure": sheet.facts.name, "papers": await dossiers.papers(sheet.id)}
        return DossierOut(**values)

    @post(guards=[requires(RECEIVE)])
    async def receive(self, act: NamedDependency[Act], data: NewDossier, key: Key = "") -> Received:
        """Take a dossier in. The same Idempotency-Key with the same body gives the same answer."""
        return await receiving.receive(data, act, key)

    @post("/{code:str}/moves", status_code=200)
    async def move(self, act: NamedDependency[Act], code: FromPath[str], data: Move, key: Key = "") -> Moved:
        """Move a dossier one step; 409 tells who was faster."""
        return await moving.move(code, data, act, key)
