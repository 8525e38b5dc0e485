"""What an intake reads and writes: one statement each, and the values that go into them."""

from datetime import date, datetime
from typing import Any

import msgspec
from msgspec import Struct

from core import db, events
from core.acting import Act
from core.audit import entry_sql
from core.clock import VIETNAM
from core.codes import slip_token, token_digest
from core.contracts.procedures import Facts
from core.offices import TREE_VERSION
from core.registry import current
from core.text.viet import search_key
from plugins.onestop.catalogue.choosing import ledger_lines
from plugins.onestop.domain.checklist import Handed, as_required
from plugins.onestop.domain.promise import Terms
from plugins.onestop.domain.workflow import State, Workflow
from plugins.onestop.office import CALENDAR_VERSION, Office
from plugins.onestop.queries.procedures import decode_facts
from plugins.onestop.schemas import NewDossier

_LOAD = f"""
SELECT nextval('onestop.onestop_dossier_id_seq'), p.id, v.id, w.id, v.facts::text, w.definition::text, {TREE_VERSION},
       {CALENDAR_VERSION}
FROM onestop.onestop_procedure p
JOIN onestop.onestop_procedure_version v ON v.procedure = p.id
JOIN LATERAL (
  SELECT f.id, f.definition FROM onestop.onestop_workflow f WHERE f.name = coalesce(p.case_workflows->>$3, p.workflow)
  ORDER BY f.version DESC LIMIT 1
) w ON true
WHERE p.code = $1 AND v.effective_from <= $2 AND (v.effective_to IS NULL OR v.effective_to > $2)
"""  # noqa: S608 -- constants only
# One statement, log and event included: it is a transaction of its own where nobody has to be told in the same one, and
# the lock of the counter's row is held no longer than the statement.
INTAKE = f"""
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
), contact AS (
  INSERT INTO onestop.onestop_contact (dossier, email, agreed, changed_at, changed_by_name)
  SELECT taken.id, $59::text, $60::boolean, $14::timestamptz, $16::text FROM taken WHERE $59::text <> '' OR $60::boolean
), logged AS (
  {entry_sql(43, "taken", "jsonb_build_object('code', code)")}
), published AS (
  {events.row_sql(54, "taken", "jsonb_build_object('code', code)")}
)
SELECT code FROM taken
"""  # noqa: S608 -- constants only


class Case(Struct, frozen=True):
    """What an intake needs from the catalogue, the dossier's id, the versions of agency tree and calendar."""

    dossier_id: int
    procedure_id: int
    version_id: int
    workflow_id: int
    facts: Facts
    start: State
    tree_version: str
    calendar_version: str


async def load_case(procedure: str, act: Act, case: str = "") -> Case | None:
    """Return what an intake needs to know of a procedure; None when none of this code is in force.

    case: the code of the case, which may be settled by another workflow than the procedure.
    """
    found = await db.row(_LOAD, procedure, today(act), case)
    if found is None:
        return None
    workflow = msgspec.json.decode(found[5], type=Workflow)
    return Case(found[0], found[1], found[2], found[3], decode_facts(found[4]), workflow.states[0], *found[6:8])


def today(act: Act) -> date:
    """Return the day of an act in the office's zone."""
    return act.at.astimezone(VIETNAM).date()


def dossier_values(
    case: Case, office: Office, data: NewDossier, act: Act, terms: Terms, due_at: datetime | None
) -> tuple[Any, ...]:
    """Return the first 42 parameters of INTAKE; those of the log and of the event follow."""
    return (
        office.agency_code,
        today(act),
        *_own_values(case, office, data, act),
        *_clock_values(terms, due_at),
        *_slip_and_fee_values(case, data),
        *_people_values(case, data),
        *_paper_values(case, data),
        *_ledger_values(case, data, act),
    )


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


def _own_values(case: Case, office: Office, data: NewDossier, act: Act) -> tuple[Any, ...]:
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


def _slip_and_fee_values(case: Case, data: NewDossier) -> tuple[Any, ...]:
    secret = current().settings.secret_key.encode()
    digest = token_digest(secret, slip_token(secret, case.dossier_id, 1))
    return (digest, data.fee, data.fee if data.fee_paid else 0)


def _people_values(case: Case, data: NewDossier) -> tuple[Any, ...]:
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


def _paper_values(case: Case, data: NewDossier) -> tuple[Any, ...]:
    papers = handed_in(data, case.facts)
    return (
        [p.paper for p in papers],
        [case.facts.papers[p.paper - 1].name if p.paper else p.name.strip() for p in papers],
        [p.originals for p in papers],
        [p.certified for p in papers],
        [p.photocopies for p in papers],
        [p.remark for p in papers],
    )


def _ledger_values(case: Case, data: NewDossier, act: Act) -> tuple[Any, ...]:
    """Return kinds, actions, targets and amounts of the first ledger lines: reception, choices, money."""
    lines: list[tuple[str, str, str, int | None]] = [("move", "receive", case.start.code, None)]
    lines += ledger_lines(data, case.facts, today(act))
    return tuple([line[place] for line in lines] for place in range(4))
