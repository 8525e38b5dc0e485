"""Reading: versions and drafts of workflows, what a dossier is known to have, rounds of supplements, corrections."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from core import db
from plugins.onestop.domain.checklist import Handed, matrix
from plugins.onestop.domain.conditions import Known
from plugins.onestop.domain.ledger import LedgerLine, moves
from plugins.onestop.domain.workflow import Workflow
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet


class Published(Struct, frozen=True):
    """One version of a workflow, and how many open dossiers go by it."""

    id: int
    name: str
    version: int
    published_at: datetime
    published_by: str
    note: str
    definition: str
    running: int

    @property
    def workflow(self) -> Workflow:
        """The table itself."""
        return msgspec.json.decode(self.definition, type=Workflow)


class Draft(Struct, frozen=True):
    """A workflow that is being edited."""

    name: str
    base_version: int
    definition: str
    revision: int
    changed_at: datetime
    changed_by: str

    @property
    def workflow(self) -> Workflow:
        """The table itself."""
        return msgspec.json.decode(self.definition, type=Workflow)


class Round(Struct, frozen=True):
    """One round of a supplement; items as JSON `[{"paper", "text"}]`."""

    round: int
    items_json: str
    note: str
    asked_at: datetime
    asked_by_name: str
    deadline_at: datetime | None
    closed_at: datetime | None
    outcome: str

    @property
    def items(self) -> list[dict[str, str]]:
        """What was asked for."""
        return msgspec.json.decode(self.items_json, type=list[dict[str, str]])


_PUBLISHED = """
SELECT w.id, w.name, w.version, w.published_at, w.published_by, w.note, w.definition::text,
       (SELECT count(*) FROM onestop.onestop_dossier d WHERE d.workflow = w.id AND d.closed_at IS NULL)
FROM onestop.onestop_workflow w WHERE $1 = '' OR w.name = $1 ORDER BY w.name, w.version DESC
"""
_DRAFTS = """
SELECT name, base_version, definition::text, revision, changed_at, changed_by
FROM onestop.onestop_workflow_draft WHERE $1 = '' OR name = $1 ORDER BY name
"""
_USERS = "SELECT workflow, count(*) FROM onestop.onestop_procedure GROUP BY 1"
_ROUNDS = """
SELECT round, items::text, note, asked_at, asked_by_name, deadline_at, closed_at, outcome
FROM onestop.onestop_supplement WHERE dossier = $1 ORDER BY round DESC
"""


async def published(name: str = "") -> list[Published]:
    """Return the versions of a workflow (of all for ""), the newest first."""
    return await db.structs(Published, _PUBLISHED, name)


async def drafts(name: str = "") -> list[Draft]:
    """Return the draft of a workflow, or all drafts, by name."""
    return await db.structs(Draft, _DRAFTS, name)


async def procedures_using() -> dict[str, int]:
    """Return name of a workflow -> number of procedures whose new dossiers take it."""
    return {row[0]: row[1] for row in await db.rows(_USERS)}


async def rounds(dossier_id: int) -> list[Round]:
    """Return the supplements asked for, the newest first."""
    return await db.structs(Round, _ROUNDS, dossier_id)


async def readable(sheet: Sheet, ledger: Sequence[LedgerLine]) -> Workflow:
    """Return the workflow of a dossier with the words of the versions before it, when it was moved from one.

    For reading its history only: what may be done next stands in the dossier's own version.
    """
    if not any(line.kind == "version" for line in ledger):
        return sheet.workflow
    return await with_words(sheet.workflow)


async def with_words(workflow: Workflow) -> Workflow:
    """Return a workflow with the states and moves of its other versions added behind its own."""
    states, transitions = list(workflow.states), list(workflow.transitions)
    for other in await published(workflow.name):
        known = {state.code for state in states}
        states += [state for state in other.workflow.states if state.code not in known]
        actions = {(move.source, move.action) for move in transitions}
        transitions += [move for move in other.workflow.transitions if (move.source, move.action) not in actions]
    return replace(workflow, states=tuple(states), transitions=tuple(transitions))


async def known_of(sheet: Sheet, ledger: Sequence[LedgerLine]) -> Known:
    """Return what conditions ask about a dossier."""
    handed = [
        Handed(p.name, p.paper, p.originals, p.certified, p.photocopies, p.remark)
        for p in await dossiers.papers(sheet.id)
    ]
    return Known(
        fee_open=max(0, sheet.fee_due - sheet.fee_paid),
        papers={line.name: line.standing for line in matrix(sheet.facts.papers, handed)},
        result_number=sheet.result_number,
        digitised=sheet.digitised != "none",
        channel=sheet.channel,
        case=getattr(sheet, "case_name", ""),
        times=Counter(line.action for line in moves(ledger)),
    )
