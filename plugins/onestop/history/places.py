"""What many past dossiers need to know of the catalogue and of the desks, read once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec
from msgspec import Struct

from core import db, offices
from plugins.onestop.domain.promise import Terms, usual_terms
from plugins.onestop.domain.workflow import Workflow
from plugins.onestop.history.domain.walk import Ways, ways_of
from plugins.onestop.office import Office, office_of
from plugins.onestop.queries.procedures import decode_facts

_VERSIONS = """
SELECT p.code, p.id, v.id, w.id, w.definition::text, v.effective_from, v.effective_to, v.facts::text
FROM onestop.onestop_procedure p
JOIN onestop.onestop_procedure_version v ON v.procedure = p.id
JOIN LATERAL (
  SELECT f.id, f.definition FROM onestop.onestop_workflow f WHERE f.name = p.workflow ORDER BY f.version DESC LIMIT 1
) w ON true
WHERE p.code = ANY($1::text[]) ORDER BY p.code, v.number
"""


class Known(Struct, frozen=True):
    """One version of a procedure with what a dossier keeps of it. terms: the usual ones, None: nobody can tell."""

    procedure: int
    version: int
    workflow: int
    ways: Ways
    effective_from: date
    effective_to: date | None
    name: str
    terms: Terms | None


class Places(Struct, frozen=True):
    """The versions of each procedure in the order of time, and the office behind each desk's code."""

    versions: Mapping[str, Sequence[Known]]
    offices: Mapping[str, Office]

    def version(self, procedure: str, day: date) -> Known:
        """Return the version in force on a day, before the first one the first. Raises KeyError for no such code."""
        known = self.versions[procedure]
        before = [item for item in known if item.effective_from <= day]
        return before[-1] if before else known[0]


async def places(procedures: Iterable[str], desks: Iterable[str], day: date) -> Places:
    """Return what is known of these codes; unknown ones are left out. day: on which the desks have to exist."""
    versions: dict[str, list[Known]] = {}
    ways: dict[int, Ways] = {}
    for row in await db.rows(_VERSIONS, sorted(set(procedures))):
        if row[3] not in ways:
            ways[row[3]] = ways_of(msgspec.json.decode(row[4], type=Workflow))
        facts = decode_facts(row[7])
        known = Known(row[1], row[2], row[3], ways[row[3]], row[5], row[6], facts.name, usual_terms(facts))
        versions.setdefault(row[0], []).append(known)
    tree = await offices.tree()
    units = {unit.code: unit for unit in tree if unit.exists_on(day)}
    found = {code: await office_of(units[code].id) for code in sorted(set(desks)) if code in units}
    return Places(versions, found)
