"""The desk for programs: procedures, dossiers, intake and steps. Errors are problem details (RFC 9457)."""

import re
from datetime import date, datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example
from litestar.params import Body, FromPath, HeaderParameter, QueryParameter
from litestar.response import Response
from msgspec import Meta, Struct, json, to_builtins

from core.acting import Act
from core.clock import VIETNAM
from core.contracts.procedures import ProcedurePage, ProcedureSheet
from core.errors import Conflict, Missing, Problem, Refused, Stale
from core.text.i18n import gettext as _
from core.web.access import requires
from plugins.onestop.access import RECEIVE, VIEW, scope
from plugins.onestop.catalogue import queries as catalogue
from plugins.onestop.commands import moving, receiving
from plugins.onestop.domain.national import national_status
from plugins.onestop.exchange.domain.masking import masked, wanted_fields
from plugins.onestop.exchange.limits import limited
from plugins.onestop.exchange.problems import READING, WRITING, problems
from plugins.onestop.queries import dossiers, procedures
from plugins.onestop.queries.dossiers import PaperLine, Sheet
from plugins.onestop.schemas import HandedIn, Move, Moved, NewDossier, Received

Key = Annotated[str, HeaderParameter(name="Idempotency-Key", max_length=200)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]
PERSONAL = ("owner_identity", "owner_phone", "submitter_identity", "submitter_phone")


class VersionOut(Struct, frozen=True):
    """One version of a procedure; effective_to: the first day on which it no longer held, None while it holds."""

    number: int
    effective_from: date
    effective_to: date | None
    imported_at: datetime


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
    """One dossier. Of identity numbers and phones only the end is shown, as on the page; see `.../identity`.

    national: code of the national status set, 1 to 10. delivery, digitised: the axes beside the business.
    """

    id: int
    code: str
    procedure_code: str
    procedure: str
    owner_name: str
    owner_identity: str
    owner_phone: str
    submitter_name: str
    submitter_identity: str
    submitter_phone: str
    channel: str
    state: str
    clock: str
    holder_duty: str
    holder_name: str
    unit_id: int
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


class MoveAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """One step of a dossier. revision: as it was when the caller looked at it, unless If-Match says so."""

    action: Annotated[str, Meta(min_length=1, max_length=40, examples=["hand_over"])]
    revision: Annotated[int, Meta(ge=1, le=2**31 - 1, examples=[1])] | None = None
    reason: Annotated[str, Meta(max_length=2000)] = ""
    receiver: Annotated[int, Meta(ge=1, le=2**62)] | None = None


_EXAMPLE = NewDossier(
    procedure="1.000593",
    owner_name="Nguyễn Minh Hòa",
    owner_identity="080123456789",
    owner_phone="0912345678",
    owner_address="Ấp 3, xã Mỹ Hạnh Bắc",
    papers=[HandedIn(paper=1, originals=1)],
)


class ProcedureApi(Controller):
    """The catalogue in force today, and the versions before."""

    path = "/api/onestop/procedures"
    guards = [requires(VIEW), limited]  # noqa: RUF012 -- Litestar's own way to declare guards
    tags = ["onestop"]  # noqa: RUF012 -- Litestar's own way to group operations

    @get(responses=problems(*READING))
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

    @get("/{code:str}", responses=problems(*READING, 404))
    async def one(self, act: NamedDependency[Act], code: FromPath[str]) -> ProcedureSheet:
        """Return one procedure with its papers, limits and fees; 404 when none of this code is in force."""
        sheet = await procedures.sheet(code, act.at.astimezone(VIETNAM).date())
        if sheet is None:
            raise Missing
        return sheet

    @get("/{code:str}/versions", responses=problems(*READING, 404))
    async def versions(self, code: FromPath[str]) -> list[VersionOut]:
        """Return every version of a procedure, the newest first; a dossier keeps the one it was taken under."""
        found = await catalogue.versions(code)
        if not found:
            raise Missing
        return [VersionOut(v.number, v.effective_from, v.effective_to, v.imported_at) for v in found]


class DossierApi(Controller):
    """Dossiers of the caller's units."""

    path = "/api/onestop/dossiers"
    guards = [requires(VIEW), limited]  # noqa: RUF012 -- Litestar's own way to declare guards
    tags = ["onestop"]  # noqa: RUF012 -- Litestar's own way to group operations

    @get(
        responses={
            200: ResponseSpec(data_container=list[DossierLine], description="In the order of their ids"),
            **problems(*READING),
        }
    )
    async def index(
        self,
        act: NamedDependency[Act],
        step: Annotated[str, QueryParameter(name="state", max_length=40)] = "",
        status: dossiers.Status = "open",
        procedure: Annotated[str, QueryParameter(max_length=40)] = "",
        received_from: datetime | None = None,
        received_before: datetime | None = None,
        fields: Annotated[str, QueryParameter(max_length=400)] = "",
        after: Annotated[int, QueryParameter(ge=0, le=2**62)] = 0,
        limit: Limit = 50,
    ) -> Response[str]:
        """Return dossiers with ids above `after`; the header Link leads to the next page, where there is one.

        fields: names apart by commas, for lines with nothing else. Moments without a zone are refused.
        """
        names, unknown = wanted_fields(fields, DossierLine.__struct_fields__)
        _refuse(unknown, received_from, received_before)
        found = await dossiers.lines(
            scope(act.who),
            step,
            after,
            limit,
            status=status,
            procedure=procedure,
            since=received_from,
            before=received_before,
        )
        asked = {"state": step, "status": status, "procedure": procedure, "fields": fields, "limit": limit}
        asked |= {
            name: value.isoformat()
            for name, value in (("received_from", received_from), ("received_before", received_before))
            if value
        }
        headers = {"cache-control": "no-store"}
        if found.count == limit:
            address = urlencode({name: value for name, value in asked.items() if value} | {"after": found.last_id})
            headers["link"] = f'<{self.path}?{address}>; rel="next"'
        return Response(_only(found.json, names), media_type="application/json", headers=headers)

    @get(
        "/{code:str}",
        responses={
            **problems(*READING, 404),
            304: ResponseSpec(data_container=None, description="Still the version that If-None-Match names"),
        },
    )
    async def one(
        self,
        act: NamedDependency[Act],
        code: FromPath[str],
        known: Annotated[str, HeaderParameter(name="If-None-Match", max_length=200)] = "",
    ) -> Response[DossierOut | None]:
        """Return one dossier with its version as ETag; 404 for one of other units."""
        sheet = await _sheet(code, act)
        tag = etag(sheet.revision)
        if known and tag in [part.strip() for part in known.split(",")]:
            return Response(None, status_code=304, headers={"etag": tag})
        values: dict[str, Any] = {name: getattr(sheet, name, None) for name in DossierOut.__struct_fields__}
        values |= {name: masked(values[name]) for name in PERSONAL}
        values["national"] = national_status(sheet.workflow, sheet.workflow.state(sheet.state))
        values |= {"procedure": sheet.facts.name, "papers": await dossiers.papers(sheet.id)}
        return Response(DossierOut(**values), headers={"etag": tag, "cache-control": "no-store"})

    @post(guards=[requires(RECEIVE)], responses=problems(*WRITING))
    async def receive(
        self,
        act: NamedDependency[Act],
        data: Annotated[NewDossier, Body(examples=[Example("taken", value=to_builtins(_EXAMPLE))])],
        key: Key = "",
    ) -> Response[Received]:
        """Take a dossier in. The same Idempotency-Key with the same body gives the same answer."""
        taken = await receiving.receive(data, act, key)
        return Response(taken, headers={"location": f"{self.path}/{taken.code}", "etag": etag(1)})

    @post("/{code:str}/moves", status_code=200, responses=problems(*WRITING, 404, 412))
    async def move(
        self,
        act: NamedDependency[Act],
        code: FromPath[str],
        data: MoveAsked,
        key: Key = "",
        expected: Annotated[str, HeaderParameter(name="If-Match", max_length=200)] = "",
    ) -> Response[Moved]:
        """Move a dossier one step; 412 (If-Match) or 409 (revision) tells who was faster."""
        wanted = data.revision or revision_of(expected)
        if wanted is None:
            raise Refused(Problem(_("Hãy gửi revision, hoặc ETag của hồ sơ trong If-Match."), "revision", "missing"))
        asked = Move(data.action, wanted, data.reason, data.receiver)
        try:
            moved = await moving.move(code, asked, act, key)
        except Conflict as conflict:
            if expected and conflict.problem.code == "overtaken":
                raise Stale(conflict.problem) from conflict
            raise
        return Response(moved, headers={"etag": etag(moved.revision)})


def etag(revision: int) -> str:
    """Return the name of a version of a dossier."""
    return f'"r{revision}"'


def revision_of(expected: str) -> int | None:
    """Return the revision that If-Match names; None for none. Raises Stale for what is no version of ours."""
    if not expected:
        return None
    match = re.fullmatch(r'"r([1-9][0-9]{0,8})"', expected.strip())
    if match is None:
        raise Stale(Problem(_("If-Match không phải là ETag của hồ sơ này."), "If-Match", "unknown_version"))
    return int(match[1])


def _refuse(unknown: list[str], *moments: datetime | None) -> None:
    """Raise Refused for fields that there are not, and for moments without a zone."""
    found = (
        [Problem(_("Không có trường: %(names)s.", names=", ".join(unknown)), "fields", "unknown")] if unknown else []
    )
    if any(moment is not None and moment.tzinfo is None for moment in moments):
        found.append(Problem(_("Thời điểm phải có múi giờ, ví dụ 2017-11-22T09:30:00+07:00."), "received_from", "zone"))
    Refused.if_any(found)


def _only(text: str, names: list[str]) -> str:
    if not names:
        return text
    return json.encode([{name: line[name] for name in names} for line in json.decode(text)]).decode()


async def _sheet(code: str, act: Act) -> Sheet:
    sheet = await dossiers.by_code(code, scope(act.who))
    if sheet is None:
        raise Missing
    return sheet
