"""The time of one step: its own budget, which never overrides the limit of the whole."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from core.contracts.procedures import Limit
from core.worktime import Calendar, Pause, add_open_time
from plugins.onestop.clock.domain.rules import ClockRules
from plugins.onestop.domain.ledger import LedgerLine, moves
from plugins.onestop.domain.promise import Terms, length
from plugins.onestop.domain.workflow import Workflow


class StepDue(Struct, frozen=True):
    """When a step is due. bound: which of the two came first, the step's own budget or the limit of the whole."""

    due_at: datetime
    bound: Literal["budget", "limit"]


def step_due(
    calendar: Calendar, entered_at: datetime, budget: Limit | None, latest: datetime | None, pauses: Sequence[Pause]
) -> StepDue | None:
    """Return when a step entered at an aware moment is due; None when it has neither a budget nor a limit above it."""
    own = None
    if budget is not None and budget.value is not None and budget.unit is not None:
        own = add_open_time(calendar, entered_at, length(calendar, budget.value, budget.unit), pauses)
    if own is not None and (latest is None or own < latest):
        return StepDue(own, "budget")
    return None if latest is None else StepDue(latest, "limit")


def budget_of(rules: ClockRules, workflow: Workflow, state: str) -> Limit | None:
    """Return the time of a step: what the office set for it, else what the workflow says; None for none."""
    set_by_office = rules.limit("step_budget", state)
    minutes = workflow.state(state).budget_minutes
    return set_by_office or (Limit(minutes, "minute") if minutes else None)


def entered(ledger: Sequence[LedgerLine], received_at: datetime) -> datetime:
    """Return when the dossier came into the state in which it is."""
    made = moves(ledger)
    return made[-1].at if made else received_at


class Overdrawn(Struct, frozen=True):
    """The budgets of the steps add up to more than the limit; both as open time."""

    budgets: timedelta
    limit: timedelta


def overdrawn(calendar: Calendar, terms: Terms, budgets: Iterable[Limit]) -> Overdrawn | None:
    """Return by how much the steps exceed the limit, None when they fit or the limit is no open time.

    A same-day limit is the open time of one full day.
    """
    limit = terms.limit
    if terms.rule == "same_day_15":
        whole = calendar.hours.full_day_length
    elif limit is None or limit.value is None or limit.unit is None or limit.unit == "calendar_day":
        return None
    else:
        whole = length(calendar, limit.value, limit.unit)
    parts = [length(calendar, b.value, b.unit) for b in budgets if b.value is not None and b.unit is not None]
    total = sum(parts, timedelta(0))
    return Overdrawn(total, whole) if total > whole else None


def budgets_on_the_way(way: Sequence[str], budgets: Mapping[str, Limit]) -> list[Limit]:
    """Return the budgets of the states that a dossier passes."""
    return [budgets[state] for state in dict.fromkeys(way) if state in budgets]
