"""Dossiers whose limit is not settled yet, with everything that their clock follows from."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Final, cast

import msgspec
from msgspec import Struct

from core import db, offices
from core.clock import VIETNAM
from core.contracts.dossiers import Duty
from core.contracts.procedures import Limit, Rule, Unit
from core.worktime import Calendar, Overrides, vietnamese_calendar
from plugins.onestop.clock.domain.reckoning import Commission, Reckoning, begun, reckon
from plugins.onestop.clock.domain.rules import ClockRule, rules_for
from plugins.onestop.domain.ledger import LedgerLine
from plugins.onestop.domain.promise import Terms
from plugins.onestop.domain.workflow import ClockEffect, Workflow

CHUNK: Final = 500
_IDS = """
SELECT d.id FROM onestop.onestop_dossier d
WHERE d.closed_at IS NULL AND d.settled_at IS NULL AND (d.promised_at IS NOT NULL OR d.clock = 'paused') ORDER BY d.id
"""
_CLOCKS = """
SELECT d.id, d.code, d.unit_id, d.unit_ids, d.revision, d.state, d.clock, d.holder_id, d.holder_duty,
       d.received_at, d.budget_value, d.budget_unit, d.rule, d.promised_at, p.code, v.facts->>'name',
       coalesce((v.facts->'rules')::text, '[]'), d.workflow,
       (SELECT coalesce(json_agg(json_build_object(
          'id', e.id, 'at', e.at, 'kind', e.kind, 'action', e.action, 'source', e.source, 'target', e.target,
          'person_id', e.person_id, 'person_name', e.person_name, 'holder_name', e.holder_name, 'reason', e.reason,
          'amount', NULL) ORDER BY e.id), '[]')::text
        FROM onestop.onestop_dossier_event e WHERE e.dossier = d.id AND e.kind IN ('move', 'clock')),
       (SELECT s.deadline_at FROM onestop.onestop_supplement s WHERE s.dossier = d.id AND s.closed_at IS NULL
        ORDER BY s.round DESC LIMIT 1)
FROM onestop.onestop_dossier d
JOIN onestop.onestop_procedure p ON p.id = d.procedure
JOIN onestop.onestop_procedure_version v ON v.id = d.version
WHERE d.id = ANY($1) AND d.closed_at IS NULL AND d.settled_at IS NULL ORDER BY d.id
"""
_RULES = """
SELECT kind, value, unit, subject, procedure_code, valid_from, valid_to, source, verified
FROM onestop.onestop_clock_rule ORDER BY id
"""
_READ_WORKFLOWS = "SELECT id, definition::text FROM onestop.onestop_workflow WHERE id = ANY($1)"

_LEDGER: Final = msgspec.json.Decoder(list[LedgerLine])
_NAMES: Final = msgspec.json.Decoder(list[str])
# Published workflows never change, so a process reads each of them once.
_workflows: dict[int, Workflow] = {}


class Running(Struct, frozen=True):
    """One dossier; columns in the order of the statement. told_until: what the applicant was told of missing papers."""

    id: int
    code: str
    unit_id: int
    unit_ids: list[int]
    revision: int
    state: str
    clock: ClockEffect
    holder_id: int | None
    holder_duty: Duty
    received_at: datetime
    budget_value: int | None
    budget_unit: Unit | None
    rule: str
    promised_at: datetime | None
    procedure: str
    procedure_name: str
    published_json: str
    workflow_id: int
    ledger_json: str
    told_until: datetime | None

    @property
    def ledger(self) -> list[LedgerLine]:
        """Its moves and what happened to its clock, oldest first."""
        return _LEDGER.decode(self.ledger_json)

    @property
    def workflow(self) -> Workflow:
        """The version of the workflow under which it was taken."""
        return _workflows[self.workflow_id]

    @property
    def published(self) -> list[str]:
        """The rules in the facts of its procedure."""
        return _NAMES.decode(self.published_json)

    def commission(self, rules: Sequence[ClockRule]) -> Commission:
        """Return what was agreed when it was taken in. rules: all that the office has set."""
        limit = Limit(self.budget_value, self.budget_unit) if self.budget_unit else None
        terms = Terms(limit, cast("Rule | None", self.rule or None))
        held = rules_for(rules, self.procedure, self.received_at.astimezone(VIETNAM).date())
        return Commission(self.received_at, terms, "starts_at_agency" in self.published, held)


async def running_ids() -> list[int]:
    """Return the ids of all dossiers whose limit runs or stands still."""
    return [row[0] for row in await db.rows(_IDS)]


async def running(dossier_ids: Sequence[int]) -> list[Running]:
    """Return those of the dossiers that are not settled, by id."""
    found = await db.structs(Running, _CLOCKS, list(dossier_ids))
    unknown = {dossier.workflow_id for dossier in found} - _workflows.keys()
    for row in await db.rows(_READ_WORKFLOWS, list(unknown)) if unknown else ():
        _workflows[row[0]] = msgspec.json.decode(row[1], type=Workflow)
    return found


async def in_chunks(dossier_ids: Sequence[int]) -> AsyncIterator[list[Running]]:
    """Yield the dossiers some hundreds at a time."""
    for start in range(0, len(dossier_ids), CHUNK):
        yield await running(dossier_ids[start : start + CHUNK])


async def clock_rules() -> list[ClockRule]:
    """Return every rule that the office has set, through all times."""
    return await db.structs(ClockRule, _RULES)


CalendarOf = Callable[[int], Calendar]


async def calendars(days: Overrides) -> CalendarOf:
    """Return a look-up of the units' calendars under some days off and on, for one run over many dossiers."""
    tree = await offices.tree()
    return cache(lambda unit_id: vietnamese_calendar(tree.hours(unit_id), days))


def reckoned(dossier: Running, calendar: Calendar, rules: Sequence[ClockRule], now: datetime) -> Reckoning:
    """Return the dates of a dossier as its ledger gives them."""
    commission, ledger = dossier.commission(rules), dossier.ledger
    start = begun(dossier.workflow, ledger) if commission.starts_at_agency else None
    return reckon(calendar, commission, ledger, now, start)
