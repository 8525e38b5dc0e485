"""One dossier: everything the staff may see of it, and what a move needs to know."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, cast

import msgspec
from msgspec import Struct

from core import db
from core.contracts.dossiers import Duty
from core.contracts.procedures import Facts, Limit, Rule, Unit
from core.errors import Missing
from plugins.onestop.domain.axes import Delivery, Digitised
from plugins.onestop.domain.ledger import LedgerLine
from plugins.onestop.domain.promise import Terms
from plugins.onestop.domain.workflow import ClockEffect, Workflow

Status = Literal["open", "closed", "all"]


class Sheet(Struct, frozen=True):
    """A dossier as the staff sees it; columns in the order of `SHEET`. Moments are aware; fees in VND."""

    id: int
    code: str
    unit_id: int
    authority_id: int
    unit_ids: list[int]
    unit_name: str
    channel: str
    revision: int
    state: str
    clock: ClockEffect
    holder_duty: Duty
    holder_id: int | None
    holder_name: str
    received_at: datetime
    taken_by_name: str
    budget_value: int | None
    budget_unit: Unit | None
    rule: str
    promised_at: datetime | None
    settled_at: datetime | None
    closed_at: datetime | None
    slip_version: int
    fee_due: int
    fee_paid: int
    owner_name: str
    owner_identity: str
    owner_phone: str
    owner_address: str
    submitter_name: str
    submitter_identity: str
    submitter_phone: str
    request: str
    procedure_code: str
    facts_json: str
    workflow_json: str
    workflow_id: int = 0
    result_number: str = ""
    delivery: Delivery = "none"
    digitised: Digitised = "none"

    @property
    def terms(self) -> Terms:
        """The clock under which the dossier was taken."""
        limit = Limit(self.budget_value, self.budget_unit) if self.budget_unit else None
        return Terms(limit, cast("Rule | None", self.rule or None))

    @property
    def facts(self) -> Facts:
        """The version of the procedure under which the dossier was taken."""
        return msgspec.json.decode(self.facts_json, type=Facts)

    @property
    def workflow(self) -> Workflow:
        """The version of the workflow under which the dossier was taken."""
        return msgspec.json.decode(self.workflow_json, type=Workflow)


class PaperLine(Struct, frozen=True):
    """One line of the matrix of papers as handed in."""

    line: int
    paper: int | None
    name: str
    originals: int
    certified: int
    photocopies: int
    remark: str


_SHEET = """
SELECT d.id, d.code, d.unit_id, d.authority_id, d.unit_ids, d.unit_name, d.channel, d.revision, d.state, d.clock,
       d.holder_duty, d.holder_id, d.holder_name, d.received_at, d.taken_by_name, d.budget_value, d.budget_unit,
       d.rule, d.promised_at, d.settled_at, d.closed_at, d.slip_version, d.fee_due, d.fee_paid, d.owner_name,
       d.owner_identity, d.owner_phone, d.owner_address, d.submitter_name, d.submitter_identity, d.submitter_phone,
       d.request, p.code, v.facts::text, w.definition::text, w.id, d.result_number, d.delivery,
       d.digitised
FROM onestop.onestop_dossier d
JOIN onestop.onestop_procedure p ON p.id = d.procedure
JOIN onestop.onestop_procedure_version v ON v.id = d.version
JOIN onestop.onestop_workflow w ON w.id = d.workflow
"""
_BY_CODE = _SHEET + "WHERE d.code = $1 AND ($2::bigint[] IS NULL OR d.unit_ids && $2)"
_BY_DIGEST = """
SELECT d.code FROM onestop.onestop_dossier d WHERE d.slip_digest = $1 AND ($2::bigint[] IS NULL OR d.unit_ids && $2)
"""
_LEDGER = """
SELECT id, at, kind, action, source, target, person_id, person_name, holder_name, reason, amount,
       on_behalf_of, on_behalf_name
FROM onestop.onestop_dossier_event WHERE dossier = $1 ORDER BY id
"""
_PAPERS = """
SELECT line, paper, name, originals, certified, photocopies, remark
FROM onestop.onestop_dossier_paper WHERE dossier = $1 ORDER BY line
"""
# PostgreSQL writes the JSON itself: a list costs half of what rows turned into objects cost. A statement holds only the
# conditions that are asked for: "or nothing was asked" in a prepared statement would keep every index out.
_LINES = """
SELECT coalesce(json_agg(line), '[]')::text, max(line.id), count(*) FROM (
  SELECT d.id, d.code, p.code AS procedure_code, p.name AS procedure, d.owner_name, d.state, d.clock, d.holder_duty,
         d.holder_name, d.unit_name, d.received_at, d.promised_at, d.settled_at, d.revision
  FROM onestop.onestop_dossier d JOIN onestop.onestop_procedure p ON p.id = d.procedure
  WHERE {conditions} ORDER BY d.id LIMIT $1
) AS line
"""
_STATUS: Mapping[Status, str] = {"open": "d.closed_at IS NULL", "closed": "d.closed_at IS NOT NULL", "all": "true"}


class Lines(Struct, frozen=True):
    """One page of dossiers as a JSON array, in the order of their ids; last_id: None for an empty page."""

    json: str
    last_id: int | None
    count: int


async def lines(
    units: list[int] | None,
    state: str,
    after: int,
    limit: int,
    *,
    status: Status = "open",
    procedure: str = "",
    since: datetime | None = None,
    before: datetime | None = None,
) -> Lines:
    """Return dossiers of these units (None: of all) with ids above `after`. since, before: of their reception."""
    asked = (
        ("d.unit_ids && {p}::bigint[]", units),
        ("d.id > {p}", after or None),
        ("d.state = {p}", state or None),
        ("p.code = {p}", procedure or None),
        ("d.received_at >= {p}", since),
        ("d.received_at < {p}", before),
    )
    given = [(condition, value) for condition, value in asked if value is not None]
    conditions = [_STATUS[status], *(text.format(p=f"${at}") for at, (text, _) in enumerate(given, start=2))]
    sql = _LINES.format(conditions=" AND ".join(conditions))
    found = await db.struct(Lines, sql, limit, *(value for _, value in given))
    return found or Lines("[]", None, 0)


async def by_code(code: str, units: list[int] | None) -> Sheet | None:
    """Return a dossier that one of these units has or had (None: of any unit); None when there is no such one."""
    return await db.struct(Sheet, _BY_CODE, code, units)


async def code_of_slip(digest: bytes, units: list[int] | None) -> str | None:
    """Return the number of the dossier whose present slip has this digest, if one of these units has or had it."""
    found = await db.value(_BY_DIGEST, digest, units)
    return None if found is None else str(found)


async def ledger(dossier_id: int) -> list[LedgerLine]:
    """Return everything that happened to a dossier, oldest first."""
    return await db.structs(LedgerLine, _LEDGER, dossier_id)


async def papers(dossier_id: int) -> list[PaperLine]:
    """Return the papers handed in, in the order of the slip."""
    return await db.structs(PaperLine, _PAPERS, dossier_id)


async def code_of(dossier_id: int) -> str:
    """Return a dossier's number by its id. Raises Missing."""
    found = await db.value("SELECT code FROM onestop.onestop_dossier WHERE id = $1", dossier_id)
    if found is None:
        raise Missing
    return str(found)
