"""What the pages show of a dossier's clock."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.acting import Principal
from core.worktime import Calendar
from plugins.onestop.clock.commands.members import choice_of, linked_procedures
from plugins.onestop.clock.commands.reappointing import MAY_APOLOGISE, MAY_REAPPOINT, owes_apology, refusals
from plugins.onestop.clock.commands.referring import MAY_SEND, waiting_excluded
from plugins.onestop.clock.domain.agencies import Away, errands
from plugins.onestop.clock.domain.linked import LinkedPlan, plan
from plugins.onestop.clock.domain.reckoning import Commission, Reckoning
from plugins.onestop.clock.domain.steps import budget_of, entered, step_due
from plugins.onestop.clock.domain.supplements import allowance, supplement_due
from plugins.onestop.clock.queries.sheets import clock_of
from plugins.onestop.clock.queries.warnings import FiredLine, fired
from plugins.onestop.clock.wording import (
    ADDRESSEES,
    WATCHED,
    WAYS,
    step_sentence,
    supplement_sentences,
    when_words,
)
from plugins.onestop.domain.ledger import LedgerLine
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.workflow.queries import told_until


async def dossier_clock(sheet: Sheet, who: Principal, now: datetime, form: Any = None) -> dict[str, Any]:
    """Return the context of the panel in a dossier's right column. form: one that was refused, with its problems."""
    ledger = await dossiers.ledger(sheet.id)
    calendar, commission, found = await clock_of(sheet, ledger, now)
    running = sheet.clock != "stopped"
    began = found.begun_at or sheet.received_at
    return {
        "sheet": sheet,
        "step": _step(sheet, ledger, calendar, commission, found, now) if sheet.clock == "runs" else None,
        "latest": found.latest,
        "planned": found.planned,
        "supplement": await _supplement(sheet, ledger, calendar, commission),
        "away": [_errand(one, calendar, now) for one in errands(ledger)],
        "excluded": waiting_excluded(sheet, commission.rules),
        "linked": _linked(sheet, ledger, calendar, began),
        "moves": [line for line in ledger if line.kind == "clock" and line.action == "moved"],
        "warnings": [_warning(line) for line in await fired(sheet.id)],
        "apology": owes_apology([line.action for line in ledger if line.kind == "clock"]),
        "ways": list(WAYS.items()),
        "may_reappoint": running and _may(who, sheet, MAY_REAPPOINT),
        "why_not": refusals(sheet, found, commission.rules),
        "may_apologise": _may(who, sheet, MAY_APOLOGISE),
        "may_send": running and _may(who, sheet, MAY_SEND),
        "may_note": _may(who, sheet, MAY_SEND),
        "form": form,
        "key": uuid.uuid4().hex,
    }


def _warning(line: FiredLine) -> dict[str, Any]:
    titles = {"tells": ADDRESSEES[line.tells], "watched": WATCHED[line.watched], "when": when_words(line.minutes)}
    return {"line": line, **titles}


def _may(who: Principal, sheet: Sheet, permissions: Sequence[str]) -> bool:
    return any(who.may(permission, unit) for permission in permissions for unit in sheet.unit_ids)


def _step(
    sheet: Sheet,
    ledger: list[LedgerLine],
    calendar: Calendar,
    commission: Commission,
    found: Reckoning,
    now: datetime,
) -> dict[str, Any] | None:
    since = entered(ledger, sheet.received_at)
    budget = budget_of(commission.rules, sheet.workflow, sheet.state)
    due = step_due(calendar, since, budget, found.planned, found.pauses)
    if due is None:
        return None
    return {"due_at": due.due_at, "over": due.due_at < now, "why": step_sentence(due, since, budget)}


async def _supplement(
    sheet: Sheet, ledger: list[LedgerLine], calendar: Calendar, commission: Commission
) -> dict[str, Any] | None:
    allowed = allowance(commission.rules, sheet.facts.rules)
    told = await told_until(sheet.id)
    due = supplement_due(calendar, sheet.workflow, sheet.state, ledger, allowed, told)
    return None if due is None else {"due_at": due.due_at, "why": supplement_sentences(due)}


def _errand(away: Away, calendar: Calendar, now: datetime) -> dict[str, Any]:
    promised = away.due(calendar)
    late = promised.due_at is not None and (away.back_at or now) > promised.due_at
    sentences = promised.deadline.sentences() if promised.deadline else []
    return {"away": away, "due_at": promised.due_at, "late": late, "why": sentences}


def _linked(sheet: Sheet, ledger: list[LedgerLine], calendar: Calendar, began: datetime) -> LinkedPlan | None:
    linked = linked_procedures().get(sheet.procedure_code)
    if linked is None:
        return None
    choice, done = choice_of(ledger)
    return plan(calendar, began, linked.member, choice, done)
