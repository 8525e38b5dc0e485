"""Which agencies, departments, counters and hamlets there are, who works there, and who stands in for whom.

Everything takes and returns what `core.contracts.offices` describes. Units and people are never deleted: keep their
ids. A day is a calendar day in Vietnam (`office_day(act.at)`). What a person may do comes with the `Principal`.
"""

from core.offices.commands.organisation import load_organisation
from core.offices.domain.days import office_day
from core.offices.domain.tree import Tree
from core.offices.queries import (
    TREE_VERSION,
    absences,
    agency_code,
    assignments,
    authority,
    children,
    find_unit,
    holdings,
    office_hours_of,
    people,
    people_of,
    person,
    roles,
    search_people,
    substitute_of,
    tree,
    unit,
    units,
)

__all__ = [
    "TREE_VERSION",
    "Tree",
    "absences",
    "agency_code",
    "assignments",
    "authority",
    "children",
    "find_unit",
    "holdings",
    "load_organisation",
    "office_day",
    "office_hours_of",
    "people",
    "people_of",
    "person",
    "roles",
    "search_people",
    "substitute_of",
    "tree",
    "unit",
    "units",
]
