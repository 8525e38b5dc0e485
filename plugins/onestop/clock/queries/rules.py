"""The clock's rules as the administrator's page shows them, and procedures whose steps do not fit their limit."""

from datetime import date

from msgspec import Struct

from core import db, offices
from core.acting import Act
from core.worktime import office_hours, vietnamese_calendar
from plugins.onestop.clock.domain.rules import ClockRule, rules_for
from plugins.onestop.clock.domain.steps import Overdrawn, budgets_on_the_way, overdrawn
from plugins.onestop.clock.queries.running import clock_rules
from plugins.onestop.domain.promise import terms_of
from plugins.onestop.office import USUAL_HOURS, all_days
from plugins.onestop.queries.procedures import decode_facts

_RULES = """
SELECT id, kind, value, unit, subject, procedure_code, valid_from, valid_to, source, verified
FROM onestop.onestop_clock_rule ORDER BY valid_to IS NOT NULL, kind, subject, procedure_code, valid_from DESC
"""
_IN_FORCE = """
SELECT p.code, v.facts::text
FROM onestop.onestop_procedure p JOIN onestop.onestop_procedure_version v ON v.procedure = p.id
WHERE v.effective_from <= $1 AND (v.effective_to IS NULL OR v.effective_to > $1) ORDER BY p.code
"""


class StoredRule(Struct, frozen=True):
    """A rule with its id."""

    id: int
    rule: ClockRule

    def over(self, day: date) -> bool:
        """Tell whether the rule no longer holds on a day."""
        return self.rule.valid_to is not None and self.rule.valid_to <= day


async def stored_rules() -> list[StoredRule]:
    """Return every rule, those that still hold first."""
    return [StoredRule(row[0], ClockRule(*tuple(row)[1:])) for row in await db.rows(_RULES)]


async def overdrawn_procedures(act: Act) -> list[tuple[str, str, Overdrawn]]:
    """Return the procedures in force whose steps together have more time than the limit: code, name, by how much.

    The longest limit counts, since a shorter case has shorter steps only where somebody set them.
    """
    rules, day = await clock_rules(), offices.office_day(act.at)
    if not any(rule.kind == "step_budget" for rule in rules):
        return []
    calendar = vietnamese_calendar(office_hours(USUAL_HOURS), await all_days())
    found: list[tuple[str, str, Overdrawn]] = []
    for code, facts_json in await db.rows(_IN_FORCE, day):
        facts = decode_facts(facts_json)
        held = rules_for(rules, code, day)
        budgets = {r.subject: limit for r in held.rules if (limit := held.limit("step_budget", r.subject)) is not None}
        over = [overdrawn(calendar, terms, budgets_on_the_way(tuple(budgets), budgets)) for terms in terms_of(facts)]
        if over and all(over):
            found.append((code, facts.name, next(item for item in over if item is not None)))
    return found
