"""One dossier: everything the staff may see of it, and what a move needs to know."""

from datetime import datetime

import msgspec
from msgspec import Struct

from core import db
from core.contracts.dossiers import Duty
from core.contracts.procedures import Facts, Unit
from plugins.onestop.domain.workflow import ClockEffect, Workflow


class Sheet(Struct, frozen=True):
    """A dossier as the staff sees it; columns in the order of `SHEET`. Moments are aware; fees in VND."""

    id: int
    code: str
    unit_id: int
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

    @property
    def facts(self) -> Facts:
        """The version of the procedure under which the dossier was taken."""
        return msgspec.json.decode(self.facts_json, type=Facts)

    @property
    def workflow(self) -> Workflow:
        """The version of the workflow under which the dossier was taken."""
        return msgspec.json.decode(self.workflow_json, type=Workflow)


class LedgerLine(Struct, frozen=True):
    """One event of a dossier's ledger, oldest first."""

    id: int
    at: datetime
    kind: str
    action: str
    source: str
    target: str
    person_id: int | None
    person_name: str
    holder_name: str
    reason: str
    amount: int | None


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
SELECT d.id, d.code, d.unit_id, d.unit_name, d.channel, d.revision, d.state, d.clock, d.holder_duty, d.holder_id,
       d.holder_name, d.received_at, d.taken_by_name, d.budget_value, d.budget_unit, d.rule, d.promised_at,
       d.settled_at, d.closed_at, d.slip_version, d.fee_due, d.fee_paid, d.owner_name, d.owner_identity,
       d.owner_phone, d.owner_address, d.submitter_name, d.submitter_identity, d.submitter_phone, d.request,
       p.code, v.facts::text, w.definition::text
FROM onestop.onestop_dossier d
JOIN onestop.onestop_procedure p ON p.id = d.procedure
JOIN onestop.onestop_procedure_version v ON v.id = d.version
JOIN onestop.onestop_workflow w ON w.id = d.workflow
"""
_BY_CODE = _SHEET + "WHERE d.code = $1 AND d.unit_id = ANY($2::bigint[])"
_BY_DIGEST = """
SELECT d.code FROM onestop.onestop_dossier d WHERE d.slip_digest = $1 AND d.unit_id = ANY($2::bigint[])
"""
_LEDGER = """
SELECT id, at, kind, action, source, target, person_id, person_name, holder_name, reason, amount
FROM onestop.onestop_dossier_event WHERE dossier = $1 ORDER BY id
"""
_PAPERS = """
SELECT line, paper, name, originals, certified, photocopies, remark
FROM onestop.onestop_dossier_paper WHERE dossier = $1 ORDER BY line
"""


async def by_code(code: str, units: frozenset[int]) -> Sheet | None:
    """Return a dossier of one of these units; None when there is none, or it belongs to others."""
    return await db.struct(Sheet, _BY_CODE, code, list(units))


async def code_of_slip(digest: bytes, units: frozenset[int]) -> str | None:
    """Return the number of the dossier whose present slip has this digest, if it belongs to one of these units."""
    found = await db.value(_BY_DIGEST, digest, list(units))
    return None if found is None else str(found)


async def ledger(dossier_id: int) -> list[LedgerLine]:
    """Return everything that happened to a dossier, oldest first."""
    return await db.structs(LedgerLine, _LEDGER, dossier_id)


async def papers(dossier_id: int) -> list[PaperLine]:
    """Return the papers handed in, in the order of the slip."""
    return await db.structs(PaperLine, _PAPERS, dossier_id)
