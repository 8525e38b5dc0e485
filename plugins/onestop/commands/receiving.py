"""Take a dossier in: number, promised day, slip, papers, fee and ledger in one transaction."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import msgspec
from msgspec import Struct

from core import audit, db
from core.acting import Act
from core.clock import VIETNAM
from core.codes import slip_token, token_digest
from core.contracts.events import DossierReceived
from core.contracts.procedures import Facts
from core.errors import Forbidden, Problem, Refused
from core.events import publish
from core.idempotency import once
from core.registry import current
from core.text.i18n import gettext as _
from core.text.viet import search_key
from plugins.onestop.access import RECEIVE
from plugins.onestop.domain.checklist import Handed, as_required, faults
from plugins.onestop.domain.promise import UNKNOWN, Promise, Terms, promise, terms_of, usual_terms
from plugins.onestop.domain.workflow import State, Workflow
from plugins.onestop.office import Office, office_of
from plugins.onestop.queries.procedures import decode_facts
from plugins.onestop.schemas import NewDossier, Received
from plugins.onestop.wording import PAPER_FAULTS

_LOAD = """
SELECT nextval('onestop.onestop_dossier_id_seq'), p.id, v.id, w.id, v.facts::text, w.definition::text
FROM onestop.onestop_procedure p
JOIN onestop.onestop_procedure_version v ON v.procedure = p.id
JOIN LATERAL (
  SELECT f.id, f.definition FROM onestop.onestop_workflow f WHERE f.name = p.workflow ORDER BY f.version DESC LIMIT 1
) w ON true
WHERE p.code = $1 AND v.effective_from <= $2 AND (v.effective_to IS NULL OR v.effective_to > $2)
"""
# One statement: the counter's row lock is held from here to the commit, so it is taken as late as possible.
_INTAKE = """
WITH number AS (
  INSERT INTO onestop.onestop_counter AS c (agency, day, last) VALUES ($1::text, $2::date, 1)
  ON CONFLICT (agency, day) DO UPDATE SET last = c.last + 1 RETURNING last
), taken AS (
  INSERT INTO onestop.onestop_dossier (
    id, code, procedure, version, workflow, unit_id, authority_id, unit_ids, unit_name, channel, state, clock,
    holder_duty, received_at, taken_by, taken_by_name, budget_value, budget_unit, rule, promised_at, slip_digest,
    fee_due, fee_paid, owner_name, owner_key, owner_identity, owner_phone, owner_address, submitter_name,
    submitter_identity, submitter_phone, request, revision, slip_version, holder_name)
  SELECT $3,
    $1::text || to_char($2::date, '"-"YYMMDD"-"') || lpad(last::text, greatest(4, length(last::text)), '0'),
    $4, $5, $6, $7::bigint, $8, ARRAY[$7::bigint], $9, $10, $11, $12,
    $13, $14::timestamptz, $15::bigint, $16::text, $17, $18, $19, $20, $21,
    $22, $23, $24, $25, $26, $27, $28, $29,
    $30, $31, $32, 1, 1, ''
  FROM number RETURNING id, code
), papers AS (
  INSERT INTO onestop.onestop_dossier_paper
    (dossier, line, paper, name, originals, certified, photocopies, remark)
  SELECT taken.id, s.line, s.paper, s.name, s.originals, s.certified, s.photocopies, s.remark
  FROM taken, unnest($33::smallint[], $34::text[], $35::smallint[], $36::smallint[], $37::smallint[], $38::text[])
    WITH ORDINALITY AS s (paper, name, originals, certified, photocopies, remark, line)
), ledger AS (
  INSERT INTO onestop.onestop_dossier_event
    (dossier, at, kind, action, source, target, person_id, person_name, holder_name, reason, amount)
  SELECT taken.id, $14::timestamptz, s.kind, s.action, '', s.target, $15::bigint, $16::text, '', '', s.amount
  FROM taken, unnest($39::text[], $40::text[], $41::text[], $42::bigint[]) AS s (kind, action, target, amount)
)
SELECT code FROM taken
"""


class _Case(Struct, frozen=True):
    """What an intake needs from the catalogue, and the id that the dossier will have."""

    dossier_id: int
    procedure_id: int
    version_id: int
    workflow_id: int
    facts: Facts
    start: State


async def receive(data: NewDossier, act: Act, key: str = "") -> Received:
    """Take a dossier in at the clerk's desk. key: idempotency key of the form or the client.

    Raises Refused with every problem by field, Forbidden when the clerk may not take dossiers in at this desk.
    """
    return await once(key, act.who.username, data, lambda: _receive(data, act), Received)


async def preview(data: NewDossier, act: Act) -> Promise | None:
    """Return what would be promised if the dossier came in now; None while the clerk has to choose a limit."""
    case = await _load(data.procedure, act)
    terms = _terms(data, case.facts) if case else UNKNOWN
    office = await office_of(_desk(data, act))
    return None if terms is None else promise(office.calendar, act.at, terms)


async def _receive(data: NewDossier, act: Act) -> Received:
    office = await office_of(_desk(data, act))
    async with db.transaction():
        case = await _load(data.procedure, act)
        if case is None:
            raise Refused(Problem(_("Không có thủ tục nào đang có hiệu lực với mã này."), "procedure", "unknown"))
        terms = _terms(data, case.facts)
        Refused.if_any([*_terms_problems(terms), *_paper_problems(case.facts, data), *_office_problems(office)])
        due_at = promise(office.calendar, act.at, terms or UNKNOWN).due_at
        clock_values = _clock_values(terms or UNKNOWN, due_at)
        code = await db.value(
            _INTAKE,
            office.agency_code,
            _today(act),
            *_own_values(case, office, data, act),
            *clock_values,
            *_slip_and_fee_values(case, data),
            *_people_values(case, data),
            *_paper_values(case, data),
            *_ledger_values(case, data),
        )
        received = Received(case.dossier_id, str(code), act.at, due_at)
        await _tell(received, case, office, data, act)
    return received


async def _tell(received: Received, case: _Case, office: Office, data: NewDossier, act: Act) -> None:
    """Log the intake and publish it."""
    await audit.record(
        act,
        "onestop.receive",
        subject="onestop.dossier",
        subject_id=received.id,
        unit_id=office.desk.id,
        after={"code": received.code, "procedure": data.procedure, "fee_due": data.fee},
    )
    event = DossierReceived(
        dossier_id=received.id,
        code=received.code,
        procedure_code=case.facts.code,
        procedure=case.facts.name,
        unit_id=office.desk.id,
        channel=data.channel,
        received_at=received.received_at,
        promised_at=received.promised_at,
    )
    await publish(event, act)


def _desk(data: NewDossier, act: Act) -> int:
    """Return the unit that takes the dossier in: the one asked for, else the clerk's own."""
    unit_id = data.unit_id or act.who.unit_id
    if unit_id is None or not act.who.may(RECEIVE, unit_id):
        raise Forbidden(_("Bạn không được tiếp nhận hồ sơ cho đơn vị này."))
    return unit_id


async def _load(procedure: str, act: Act) -> _Case | None:
    found = await db.row(_LOAD, procedure, _today(act))
    if found is None:
        return None
    workflow = msgspec.json.decode(found[5], type=Workflow)
    return _Case(found[0], found[1], found[2], found[3], decode_facts(found[4]), workflow.states[0])


def _today(act: Act) -> date:
    return act.at.astimezone(VIETNAM).date()


def _terms(data: NewDossier, facts: Facts) -> Terms | None:
    """Return the clock that holds; None when the clerk has to choose, or chose one that there is not."""
    if data.limit is None:
        return usual_terms(facts)
    if data.limit == 0:
        return UNKNOWN
    choices = terms_of(facts)
    return choices[data.limit - 1] if data.limit <= len(choices) else None


def _terms_problems(terms: Terms | None) -> Iterable[Problem]:
    if terms is None:
        yield Problem(_("Hãy chọn thời hạn áp dụng cho hồ sơ này."), "limit", "choose")


def _paper_problems(facts: Facts, data: NewDossier) -> Iterable[Problem]:
    for fault in faults(facts.papers, handed_in(data, facts)):
        yield Problem(str(PAPER_FAULTS[fault.kind]), "papers", fault.kind)


def _office_problems(office: Office) -> Iterable[Problem]:
    if not office.agency_code:
        yield Problem(_("Đơn vị chưa có mã định danh nên chưa cấp được mã hồ sơ."), "unit_id", "no_agency_code")


def handed_in(data: NewDossier, facts: Facts) -> list[Handed]:
    """Return the lines with anything in them, the procedure's papers first; unticked papers are left out."""
    lines: list[Handed] = []
    for sent in data.papers:
        originals, certified, photocopies = sent.originals, sent.certified, sent.photocopies
        if sent.given and not (originals or certified or photocopies):
            known = sent.paper is not None and sent.paper <= len(facts.papers)
            originals, photocopies = as_required(facts.papers[sent.paper - 1]) if sent.paper and known else (1, 0)
        if originals or certified or photocopies:
            lines.append(Handed(sent.name, sent.paper, originals, certified, photocopies, sent.remark))
    return sorted(lines, key=lambda line: (line.paper is None, line.paper or 0))


def _own_values(case: _Case, office: Office, data: NewDossier, act: Act) -> tuple[Any, ...]:
    return (
        case.dossier_id,
        case.procedure_id,
        case.version_id,
        case.workflow_id,
        office.desk.id,
        office.authority.id,
        office.authority.agency,
        data.channel,
        case.start.code,
        case.start.clock,
        case.start.holder,
        act.at,
        act.who.person_id,
        act.who.display_name,
    )


def _clock_values(terms: Terms, due_at: datetime | None) -> tuple[Any, ...]:
    limit = terms.limit
    return (limit.value if limit else None, limit.unit if limit else None, terms.rule or "", due_at)


def _slip_and_fee_values(case: _Case, data: NewDossier) -> tuple[Any, ...]:
    secret = current().settings.secret_key.encode()
    digest = token_digest(secret, slip_token(secret, case.dossier_id, 1))
    return (digest, data.fee, data.fee if data.fee_paid else 0)


def _people_values(case: _Case, data: NewDossier) -> tuple[Any, ...]:
    other = bool(data.submitter_name)
    return (
        data.owner_name,
        search_key(data.owner_name),
        data.owner_identity,
        data.owner_phone,
        data.owner_address,
        data.submitter_name or data.owner_name,
        data.submitter_identity if other else data.owner_identity,
        data.submitter_phone if other else data.owner_phone,
        data.request or case.facts.name,
    )


def _paper_values(case: _Case, data: NewDossier) -> tuple[Any, ...]:
    papers = handed_in(data, case.facts)
    return (
        [p.paper for p in papers],
        [case.facts.papers[p.paper - 1].name if p.paper else p.name.strip() for p in papers],
        [p.originals for p in papers],
        [p.certified for p in papers],
        [p.photocopies for p in papers],
        [p.remark for p in papers],
    )


def _ledger_values(case: _Case, data: NewDossier) -> tuple[Any, ...]:
    """Return kinds, actions, targets and amounts of the first ledger lines: the reception, then the money."""
    lines: list[tuple[str, str, str, int | None]] = [("move", "receive", case.start.code, None)]
    if data.fee:
        lines.append(("fee", "charged", "", data.fee))
    if data.fee and data.fee_paid:
        lines.append(("fee", "paid", "", data.fee))
    return tuple([line[place] for line in lines] for place in range(4))
