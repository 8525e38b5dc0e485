"""What a citizen may know of a dossier: one SELECT, then the pure rules of publication."""

import hmac
from datetime import datetime

import asyncpg
import msgspec
from msgspec import Struct

from core import db
from core.clock import VIETNAM
from core.contracts.dossiers import PublicDossier
from plugins.onestop.domain.publication import PublishedRow, Step, public_view
from plugins.onestop.domain.workflow import Workflow
from plugins.onestop.workflow.queries import with_words

_ROW = """
SELECT d.code, p.code, v.facts->>'name', d.unit_name, d.state, d.received_at, d.promised_at, d.settled_at, d.fee_due,
       d.fee_paid, d.owner_name, f.sensitive, d.clock,
       s.items::text, s.note, s.deadline_at, d.workflow,
       (SELECT json_agg(json_build_object('state', e.target, 'at', e.at, 'action', e.action, 'reason', e.reason)
                        ORDER BY e.id)::text
        FROM onestop.onestop_dossier_event e WHERE e.dossier = d.id AND e.kind = 'move'),
       ARRAY[d.owner_identity, d.submitter_identity], ARRAY[d.owner_phone, d.submitter_phone]
FROM onestop.onestop_dossier d
JOIN onestop.onestop_procedure p ON p.id = d.procedure
JOIN onestop.onestop_field f ON f.id = p.field
JOIN onestop.onestop_procedure_version v ON v.id = d.version
LEFT JOIN LATERAL (
  SELECT items, note, deadline_at FROM onestop.onestop_supplement WHERE dossier = d.id AND closed_at IS NULL
  ORDER BY round DESC LIMIT 1
) s ON true
"""
_BY_DIGEST = _ROW + "WHERE d.slip_digest = $1"
_BY_CODE = _ROW + "WHERE d.code = $1"
_WORKFLOW = "SELECT definition::text FROM onestop.onestop_workflow WHERE id = $1"

# Published workflows never change, so a process reads each of them once.
_workflows: dict[int, Workflow] = {}


class Found(Struct, frozen=True):
    """A dossier with the answers that its holder knows; columns in the order of the statement, those of row first."""

    row: PublishedRow
    workflow_id: int
    steps_json: str
    identities: list[str]
    phones: list[str]

    async def view(self, now: datetime) -> PublicDossier:
        """Return what may be shown of it now."""
        steps, workflow = _STEPS.decode(self.steps_json), await _workflow(self.workflow_id)
        if any(workflow.find(step.state) is None for step in steps):  # moved here from a version with other states
            workflow = await with_words(workflow)
        return public_view(self.row, steps, workflow, now, VIETNAM)


_STEPS = msgspec.json.Decoder(tuple[Step, ...])
_NOTHING = Found(PublishedRow("", "", "", "", "", datetime.min, None, None, 0, 0, "", True), 0, "[]", [], [])  # noqa: DTZ901


async def by_digest(digest: bytes) -> Found | None:
    """Return the dossier whose present slip has this digest."""
    return _found(await db.row(_BY_DIGEST, digest))


async def by_code(code: str) -> Found | None:
    """Return the dossier with this number."""
    return _found(await db.row(_BY_CODE, code))


def _found(record: asyncpg.Record | None) -> Found | None:
    width = len(PublishedRow.__struct_fields__)
    return None if record is None else Found(PublishedRow(*record[:width]), *record[width:])


def knows(found: Found | None, factor: str) -> bool:
    """Tell whether somebody knows the last 6 digits of an identity number or the last 4 of a phone of the dossier.

    The comparisons are made in the same way when there is no dossier, so that the time tells nothing.
    """
    asked = "".join(sign for sign in factor if sign.isdigit())
    answers = _NOTHING if found is None else found
    fits = False
    for texts, length in ((answers.identities or [""], 6), (answers.phones or [""], 4)):
        for text in [*texts, ""][:2]:
            digits = "".join(sign for sign in text if sign.isdigit())
            same = hmac.compare_digest(digits[-length:].encode(), asked.encode())
            fits |= same and len(asked) == length == len(digits[-length:])
    return fits and found is not None


async def _workflow(workflow_id: int) -> Workflow:
    if workflow_id not in _workflows:
        text = await db.value(_WORKFLOW, workflow_id)
        _workflows[workflow_id] = msgspec.json.decode(text, type=Workflow)
    return _workflows[workflow_id]
