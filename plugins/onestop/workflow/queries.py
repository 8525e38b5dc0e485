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
    """One version of a workflow."""

    id: int
    name: str
    version: int
    published_at: datetime
    published_by: str
    note: str
    definition: str

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


class Order(Struct, frozen=True):
    """An order to move running dossiers, with what became of it so far."""

    id: int
    source: int
    target: int
    reason: str
    asked_at: datetime
    asked_by_name: str
    done_at: datetime | None
    moved: int
    kept: int


class OrderLine(Struct, frozen=True):
    """What became of one dossier; obstacle "": it was moved."""

    code: str
    source: str
    target: str
    obstacle: str
    at: datetime


_PUBLISHED = """
SELECT w.id, w.name, w.version, w.published_at, w.published_by, w.note, w.definition::text
FROM onestop.onestop_workflow w WHERE $1 = '' OR w.name = $1 ORDER BY w.name, w.version DESC
"""
_RUNNING = "SELECT workflow, count(*) FROM onestop.onestop_dossier WHERE closed_at IS NULL GROUP BY 1"
_DRAFTS = """
SELECT name, base_version, definition::text, revision, changed_at, changed_by
FROM onestop.onestop_workflow_draft WHERE $1 = '' OR name = $1 ORDER BY name
"""
_ORDERS = """
SELECT r.id, o.version, n.version, r.reason, r.asked_at, r.asked_by_name, r.done_at,
       (SELECT count(*) FROM onestop.onestop_relocation_line l WHERE l.relocation = r.id AND l.obstacle = ''),
       (SELECT count(*) FROM onestop.onestop_relocation_line l WHERE l.relocation = r.id AND l.obstacle <> '')
FROM onestop.onestop_relocation r
JOIN onestop.onestop_workflow o ON o.id = r.workflow JOIN onestop.onestop_workflow n ON n.id = r.target
WHERE o.name = $1 AND ($2::bigint IS NULL OR r.id = $2) ORDER BY r.id DESC LIMIT 50
"""
_ORDER_LINES = """
SELECT d.code, l.source, l.target, l.obstacle, l.at
FROM onestop.onestop_relocation_line l JOIN onestop.onestop_dossier d ON d.id = l.dossier
WHERE l.relocation = $1 ORDER BY l.obstacle = '', l.obstacle, d.id LIMIT 500
"""
_USERS = "SELECT workflow, count(*) FROM onestop.onestop_procedure GROUP BY 1"
_ROUNDS = """
SELECT round, items::text, note, asked_at, asked_by_name, deadline_at, closed_at, outcome
FROM onestop.onestop_supplement WHERE dossier = $1 ORDER BY round DESC
"""
_TOLD = """
SELECT deadline_at FROM onestop.onestop_supplement WHERE dossier = $1 AND closed_at IS NULL ORDER BY round DESC LIMIT 1
"""


async def published(name: str = "") -> list[Published]:
    """Return the versions of a workflow (of all for ""), the newest first."""
    return await db.structs(Published, _PUBLISHED, name)


async def running() -> dict[int, int]:
    """Return id of a version -> number of open dossiers that go by it."""
    return {row[0]: row[1] for row in await db.rows(_RUNNING)}


async def drafts(name: str = "") -> list[Draft]:
    """Return the draft of a workflow, or all drafts, by name."""
    return await db.structs(Draft, _DRAFTS, name)


async def orders(name: str, order_id: int | None = None) -> list[Order]:
    """Return the orders to move dossiers of a workflow, the newest first; only one when its number is given."""
    return await db.structs(Order, _ORDERS, name, order_id)


async def order_lines(order_id: int) -> list[OrderLine]:
    """Return up to 500 lines of an order, those that had to stay first."""
    return await db.structs(OrderLine, _ORDER_LINES, order_id)


async def procedures_using() -> dict[str, int]:
    """Return name of a workflow -> number of procedures whose new dossiers take it."""
    return {row[0]: row[1] for row in await db.rows(_USERS)}


async def rounds(dossier_id: int) -> list[Round]:
    """Return the supplements asked for, the newest first."""
    return await db.structs(Round, _ROUNDS, dossier_id)


async def told_until(dossier_id: int) -> datetime | None:
    """Return the last moment for missing papers that the applicant was told; None when nothing waits or none was."""
    return await db.value(_TOLD, dossier_id)  # type: ignore[no-any-return]


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
        case=next((line.target for line in reversed(ledger) if line.kind == "case"), ""),
        times=Counter(line.action for line in moves(ledger)),
    )
