"""What the tests of the clock share: an office, moments, lines of a ledger."""

from datetime import datetime
from typing import Final

from core.clock import VIETNAM
from core.contracts.procedures import Limit, Rule, Unit
from core.worktime import office_hours, vietnamese_calendar
from plugins.onestop.clock.domain.reckoning import Commission
from plugins.onestop.clock.domain.rules import ClockRule, ClockRules
from plugins.onestop.domain.ledger import LedgerLine
from plugins.onestop.domain.promise import Terms

OFFICE: Final = vietnamese_calendar(office_hours([["07:30", "11:30"], ["13:00", "17:00"]]))


def at(text: str) -> datetime:
    """Return a moment of November 2017 in Vietnam: "20T10:00" is Monday the 20th."""
    return datetime.fromisoformat(f"2017-11-{text}").replace(tzinfo=VIETNAM)


def line(
    action: str, when: str, source: str = "", target: str = "", *, kind: str = "clock", who: str = ""
) -> LedgerLine:
    return LedgerLine(0, at(when), kind, action, source, target, 7, "Trần Thị Bích", who, "lý do", None)


def within(value: int | None, unit: Unit = "working_day", rule: Rule | None = None) -> Terms:
    return Terms(Limit(value, unit), rule)


def taken(received: str, terms: Terms, *rules: ClockRule, starts_at_agency: bool = False) -> Commission:
    return Commission(at(received), terms, starts_at_agency, ClockRules(rules))
