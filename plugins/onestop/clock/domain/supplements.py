"""How long an applicant has for missing papers."""

from collections.abc import Collection, Sequence
from datetime import datetime

from msgspec import Struct

from core.worktime import Calendar, Deadline, due_after_whole_days
from plugins.onestop.clock.domain.rules import ClockRule, ClockRules
from plugins.onestop.domain.ledger import LedgerLine, moves
from plugins.onestop.domain.workflow import Workflow

PUBLISHED_DAYS = 7


class SupplementDue(Struct, frozen=True):
    """Until when the applicant may answer, and why. rule: what the office set; None: the procedure itself says so."""

    asked_at: datetime
    deadline: Deadline
    days: int
    rule: ClockRule | None


def supplement_due(
    calendar: Calendar,
    workflow: Workflow,
    state: str,
    ledger: Sequence[LedgerLine],
    rules: ClockRules,
    published: Collection[str],
) -> SupplementDue | None:
    """Return until when the applicant may answer; None when nothing is asked, or when no rule gives a time.

    The day of asking does not count. published: the rules in the procedure's facts.
    """
    if workflow.state(state).holder != "citizen":
        return None
    rule = rules.find("supplement_days")
    days = PUBLISHED_DAYS if "supplement_7_working_days" in published else None
    if rule is not None and (days is None or rule.procedure):
        days = rule.value
    else:
        rule = None
    asked = [line.at for line in moves(ledger) if line.target == state]
    if not asked or days is None:
        return None
    return SupplementDue(asked[-1], due_after_whole_days(calendar, asked[-1], days), days, rule)
