"""The review of a workflow with what only this installation knows: who holds which duty, which limits it must keep."""

from typing import Final

from core import accounts, db
from core.contracts.dossiers import Duty
from core.contracts.procedures import Facts
from plugins.onestop.access import PERMISSION_OF
from plugins.onestop.domain.promise import terms_of
from plugins.onestop.domain.workflow import Workflow
from plugins.onestop.queries.procedures import decode_facts
from plugins.onestop.workflow.domain.review import Finding, review

DAY_MINUTES: Final = 8 * 60
_HELD = "SELECT DISTINCT role FROM offices.offices_assignment WHERE valid_to IS NULL"
_FACTS = """
SELECT v.facts::text FROM onestop.onestop_procedure p
JOIN onestop.onestop_procedure_version v ON v.procedure = p.id AND v.effective_to IS NULL
WHERE p.workflow = $1
"""


async def findings_of(workflow: Workflow) -> tuple[Finding, ...]:
    """Return everything that is doubtful about a workflow here and now, errors first."""
    return review(workflow, staffed=await _staffed(), limit_minutes=await _shortest_limit(workflow.name))


async def _staffed() -> frozenset[Duty]:
    """Return the duties whose permission some role has that somebody holds."""
    roles = [row[0] for row in await db.rows(_HELD)]
    known = await accounts.matrix()
    allowed = frozenset().union(*(known.get(role, frozenset()) for role in roles))
    return frozenset(duty for duty, permission in PERMISSION_OF.items() if permission in allowed)


async def _shortest_limit(name: str) -> int | None:
    """Return the shortest limit of the procedures that take this workflow, in open minutes; None when none is known."""
    limits = [minutes for row in await db.rows(_FACTS, name) for minutes in _minutes(decode_facts(row[0]))]
    return min(limits, default=None)


def _minutes(facts: Facts) -> list[int]:
    """Return the limits of a procedure in open minutes; calendar days count as whole working days."""
    found = []
    for terms in terms_of(facts):
        if terms.limit is not None and terms.limit.value is not None:
            found.append(terms.limit.value * (60 if terms.limit.unit == "hour" else DAY_MINUTES))
        elif terms.rule == "same_day_15":
            found.append(DAY_MINUTES)
    return found
