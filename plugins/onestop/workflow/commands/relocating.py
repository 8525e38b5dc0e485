"""Move running dossiers to another version of their workflow: ordered once, done in the background, one by one.

Each dossier is a transaction of its own: a broken line or a killed worker leaves whole dossiers behind, and the next
run goes on with the rest. What became of each stands in the order's lines.
"""

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from core import audit, db
from core.acting import Act
from core.errors import Missing, Problem, Refused
from core.idempotency import once
from core.jobs import Payload, enqueue
from core.text.i18n import gettext as _
from plugins.onestop.clock.queries.sheets import after_move
from plugins.onestop.queries import dossiers
from plugins.onestop.workflow import queries
from plugins.onestop.workflow.commands.opening import note
from plugins.onestop.workflow.commands.supplements import close_round
from plugins.onestop.workflow.domain.relocating import Placement, Runner, place
from plugins.onestop.workflow.domain.steps import came_from, closes_supplement
from plugins.onestop.workflow.queries import Published
from plugins.onestop.workflow.schemas import Relocate

BATCH = 200

_ORDER = """
INSERT INTO onestop.onestop_relocation (workflow, target, states, reason, asked_at, asked_by, asked_by_name)
VALUES ($1, $2, $3::jsonb, $4, $5, $6, $7) RETURNING id
"""
_OPEN_ORDER = "SELECT workflow, target, states::text, reason FROM onestop.onestop_relocation WHERE id = $1"
_RUNNERS = """
SELECT d.id, d.code FROM onestop.onestop_dossier d
WHERE d.workflow = $1 AND d.closed_at IS NULL AND d.id > $2
  AND NOT EXISTS (SELECT FROM onestop.onestop_relocation_line l WHERE l.relocation = $3 AND l.dossier = d.id)
ORDER BY d.id LIMIT $4
"""
_LOCK = "SELECT workflow FROM onestop.onestop_dossier WHERE id = $1 AND closed_at IS NULL FOR UPDATE"
_MOVE = """
UPDATE onestop.onestop_dossier
SET workflow = $2, state = $3, clock = $4, promised_at = $6, revision = revision + 1,
    holder_id = CASE WHEN holder_duty = $5 THEN holder_id END,
    holder_name = CASE WHEN holder_duty = $5 THEN holder_name ELSE '' END, holder_duty = $5
WHERE id = $1
"""
_CLOCK = """
INSERT INTO onestop.onestop_dossier_event (dossier, at, kind, action, source, target, person_id, person_name)
VALUES ($1, $2, 'clock', $3, $4, $5, $6, $7)
"""
_LINE = """
INSERT INTO onestop.onestop_relocation_line (relocation, dossier, source, target, obstacle, at)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (relocation, dossier) DO NOTHING
"""
_DONE = "UPDATE onestop.onestop_relocation SET done_at = coalesce(done_at, $2) WHERE id = $1"
_COUNT = """
SELECT d.state, count(*) FROM onestop.onestop_dossier d WHERE d.workflow = $1 AND d.closed_at IS NULL GROUP BY 1
"""


class RelocateDossiers(Payload, frozen=True, tag="onestop.relocate_dossiers"):
    """The order to carry out."""

    relocation: int


class Ordered(Struct, frozen=True):
    """The answer to an order: its number."""

    relocation: int


class Forecast(Struct, frozen=True):
    """What an order would do to the dossiers in one state."""

    state: str
    count: int
    placement: Placement


async def forecast(old: Published, new: Published, states: Mapping[str, str]) -> list[Forecast]:
    """Return what would become of the running dossiers, state by state; nothing is changed.

    Whether a dossier can go back to where it came from is looked at one by one when it is moved.
    """
    counts = {row[0]: row[1] for row in await db.rows(_COUNT, old.id)}
    before, after = old.workflow, new.workflow
    return [
        Forecast(state.code, counts[state.code], place(before, after, states, Runner(0, "", state.code, state.code)))
        for state in before.states
        if counts.get(state.code)
    ]


async def order_relocation(name: str, data: Relocate, act: Act, key: str = "") -> Ordered:
    """Order the move of all running dossiers of a version. Raises Missing, and Refused for the same version twice."""
    request = {"relocate": name, "data": data}
    return await once(key, act.who.username, request, lambda: _order(name, data, act), Ordered)


async def _order(name: str, data: Relocate, act: Act) -> Ordered:
    async with db.transaction():
        versions = {version.version: version for version in await queries.published(name)}
        old, new = versions.get(data.source), versions.get(data.target)
        if old is None or new is None:
            raise Missing
        if old.id == new.id:
            raise Refused(Problem(_("Hãy chọn hai phiên bản khác nhau."), "target", "same"))
        states = msgspec.json.encode(data.state_map).decode()
        who = act.who
        number: int = await db.value(
            _ORDER, old.id, new.id, states, data.reason.strip(), act.at, who.person_id, who.display_name
        )
        after = {"from": old.version, "to": new.version, "states": data.state_map, "reason": data.reason}
        await audit.record(act, "onestop.workflow_relocate", subject="onestop.workflow", subject_id=name, after=after)
        await enqueue(RelocateDossiers(relocation=number), dedupe=f"onestop.relocation.{number}")
    return Ordered(number)


async def carry_out(payload: RelocateDossiers, act: Act) -> None:
    """Move what is still to be moved; a job. Running it twice changes nothing more."""
    order = await db.row(_OPEN_ORDER, payload.relocation)
    if order is None:
        return
    known = {version.id: version for version in await queries.published()}
    old, new = known[order[0]], known[order[1]]
    states = msgspec.json.decode(order[2], type=dict[str, str])
    last = 0
    while found := await db.rows(_RUNNERS, old.id, last, payload.relocation, BATCH):
        for row in found:
            await _move_one(payload.relocation, row["code"], old, new, states, order[3], act)
            last = row["id"]
    await db.execute(_DONE, payload.relocation, act.at)


async def _move_one(
    order: int, code: str, old: Published, new: Published, states: Mapping[str, str], reason: str, act: Act
) -> None:
    async with db.transaction():
        sheet = await dossiers.by_code(code, None)
        if sheet is None or await db.value(_LOCK, sheet.id) != old.id:
            return
        sheet = await dossiers.by_code(code, None) or sheet  # as it is under the lock
        ledger = await dossiers.ledger(sheet.id)
        runner = Runner(sheet.id, code, sheet.state, came_from(ledger, sheet.state))
        placed = place(old.workflow, new.workflow, states, runner)
        target = placed.target
        code_after = target.code if target else ""
        await db.execute(_LINE, order, sheet.id, sheet.state, code_after, placed.obstacle or "", act.at)
        if target is None:
            return
        clock = await after_move(sheet, ledger, target, act.at)
        await db.execute(_MOVE, sheet.id, new.id, target.code, clock.stands, target.holder, clock.promised_at)
        if closes_supplement(new.workflow, sheet.workflow.state(sheet.state), target):
            await close_round(sheet.id, "version", act)
        if clock.event:
            ends = (sheet.state, target.code)
            await db.execute(_CLOCK, sheet.id, act.at, clock.event, *ends, act.who.person_id, act.who.display_name)
        versions = f"{old.version} → {new.version}. {reason}"
        await note(sheet, "version", "moved", act, source=sheet.state, target=target.code, reason=versions)
