"""How long an applicant has for missing papers."""

from collections.abc import Collection, Sequence
from datetime import datetime

from msgspec import Struct

from core.worktime import Calendar, Deadline, due_after_whole_days
from plugins.onestop.clock.domain.rules import ClockRule, ClockRules
from plugins.onestop.domain.ledger import LedgerLine, moves
from plugins.onestop.domain.workflow import Workflow

PUBLISHED_DAYS = 7


class Allowance(Struct, frozen=True):
    """How many working days an applicant has. rule: what the office set; None: the procedure itself says so."""

    days: int
    rule: ClockRule | None

    def until(self, calendar: Calendar, asked_at: datetime) -> Deadline:
        """Return when the last of the days ends; the day of asking does not count."""
        return due_after_whole_days(calendar, asked_at, self.days)


class SupplementDue(Struct, frozen=True):
    """Until when the applicant may answer. counted: the rule that gives this date, None for a date set by hand."""

    asked_at: datetime
    due_at: datetime
    counted: tuple[Allowance, Deadline] | None = None


def allowance(rules: ClockRules, published: Collection[str]) -> Allowance | None:
    """Return how long applicants have by the rules; None when no rule gives a time.

    A rule of the office for this very procedure goes before what the procedure says, and that before a general rule.
    published: the rules in the procedure's facts.
    """
    rule = rules.find("supplement_days")
    if "supplement_7_working_days" in published and (rule is None or not rule.procedure):
        return Allowance(PUBLISHED_DAYS, None)
    return None if rule is None else Allowance(rule.value, rule)


def supplement_due(
    calendar: Calendar,
    workflow: Workflow,
    state: str,
    ledger: Sequence[LedgerLine],
    allowed: Allowance | None,
    told: datetime | None,
) -> SupplementDue | None:
    """Return until when the applicant may answer; None when nothing is asked, or when nothing gives a time.

    told: the day that the applicant was told with the request, which holds whatever the rules say.
    """
    if workflow.state(state).holder != "citizen":
        return None
    asked = [line.at for line in moves(ledger) if line.target == state]
    if not asked:
        return None
    counted = (allowed, allowed.until(calendar, asked[-1])) if allowed else None
    if told is not None and (counted is None or counted[1].due_at != told):
        return SupplementDue(asked[-1], told)
    return SupplementDue(asked[-1], counted[1].due_at, counted) if counted else None
