"""Move a dossier one step along its workflow: exactly one of several movers wins, and the others are told who did."""

from typing import Any

from msgspec import Struct

from core import audit, db
from core.acting import Act
from core.contracts.events import DossierMoved, ResultReady
from core.errors import Conflict, Forbidden, Missing, Problem, Refused
from core.events import publish
from core.idempotency import once
from core.text.formats import format_datetime
from core.text.i18n import gettext as _
from plugins.onestop.access import duties, scope
from plugins.onestop.clock.queries.sheets import AfterMove, after_move
from plugins.onestop.domain.ledger import Holder, LedgerLine, did, moves, next_holder
from plugins.onestop.domain.workflow import Mover, Transition, decide
from plugins.onestop.office import receiver_of
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.schemas import Move, Moved
from plugins.onestop.wording import DENIALS

_MOVE = """
WITH moved AS (
  UPDATE onestop.onestop_dossier d
  SET revision = d.revision + 1, state = $3, clock = $4, holder_duty = $5, holder_id = $6, holder_name = $7,
      promised_at = coalesce($8, d.promised_at), settled_at = coalesce($9, d.settled_at), closed_at = $10,
      unit_ids = CASE WHEN $11::bigint IS NULL OR $11 = ANY(d.unit_ids) THEN d.unit_ids ELSE d.unit_ids || $11 END
  WHERE d.id = $1 AND d.revision = $2
  RETURNING d.id
), ledger AS (
  INSERT INTO onestop.onestop_dossier_event
    (dossier, at, kind, action, source, target, person_id, person_name, holder_name, reason)
  SELECT moved.id, $12, s.kind, s.action, $13, $3, $14, $15, $7, s.reason
  FROM moved, unnest($16::text[], $17::text[], $18::text[]) AS s (kind, action, reason)
)
SELECT id FROM moved
"""


class _Step(Struct, frozen=True):
    """A decided move: what the dossier becomes."""

    move: Transition
    holder: Holder
    holder_unit: int | None
    clock: AfterMove


async def move(code: str, data: Move, act: Act, key: str = "") -> Moved:
    """Move the dossier with this number. key: idempotency key of the form or the client.

    Raises Missing for a dossier of other units, Refused when the step is not possible (with the reason), Forbidden
    when it is not the mover's, Conflict when somebody was faster.
    """
    request = {"code": code, "move": data}
    return await once(key, act.who.username, request, lambda: _move(code, data, act), Moved)


async def _move(code: str, data: Move, act: Act) -> Moved:
    async with db.transaction():
        sheet = await dossiers.by_code(code, scope(act.who))
        if sheet is None:
            raise Missing
        ledger = await dossiers.ledger(sheet.id)
        if sheet.revision != data.revision:
            raise _overtaken(sheet, ledger)
        step = await _decide(sheet, ledger, data, act)
        if await db.value(_MOVE, *_values(sheet, step, data, act)) is None:
            raise _overtaken(sheet, await dossiers.ledger(sheet.id))
        await _tell(sheet, step, data, act)
    return Moved(sheet.code, step.move.target, sheet.revision + 1, step.clock.promised_at)


async def _decide(sheet: Sheet, ledger: list[LedgerLine], data: Move, act: Act) -> _Step:
    workflow = sheet.workflow
    mover = Mover(duties(act.who, sheet.unit_ids), did(ledger, act.who.person_id))
    found = decide(workflow, sheet.state, data.action, mover, data.reason)
    if not isinstance(found, Transition):
        problem = Problem(str(DENIALS[found]), "reason" if found == "reason_missing" else None, found)
        raise Forbidden(problem.message) if found in {"not_your_duty", "own_work"} else Refused(problem)
    receiver, holder_unit = await _receiver(sheet, found, data, act)
    holder = next_holder(workflow, found, Holder(act.who.person_id, act.who.display_name), receiver, ledger)
    clock = await after_move(sheet, ledger, found, act.at)
    return _Step(found, holder, holder_unit, clock)


async def _receiver(sheet: Sheet, found: Transition, data: Move, act: Act) -> tuple[Holder | None, int | None]:
    """Return the person who is handed the dossier and that person's unit; nobody when the step hands nothing over."""
    if not found.hands_over:
        return None, None
    person = await receiver_of(sheet.unit_id, data.receiver, act.at) if data.receiver else None
    if person is None:
        raise Refused(Problem(_("Hãy chọn người nhận hồ sơ."), "receiver", "missing"))
    return Holder(person.id, person.full_name), person.unit_id


def _values(sheet: Sheet, step: _Step, data: Move, act: Act) -> tuple[Any, ...]:
    target = sheet.workflow.state(step.move.target)
    lines = [("move", data.action, data.reason.strip())]
    if step.clock.event:
        lines.append(("clock", step.clock.event, ""))
    return (
        sheet.id,
        sheet.revision,
        target.code,
        step.clock.stands,
        target.holder,
        step.holder.id,
        step.holder.name,
        None if step.clock.promised_at == sheet.promised_at else step.clock.promised_at,
        act.at if target.settles else None,
        act.at if target.final else None,
        step.holder_unit,
        act.at,
        sheet.state,
        act.who.person_id,
        act.who.display_name,
        *([line[place] for line in lines] for place in range(3)),
    )


async def _tell(sheet: Sheet, step: _Step, data: Move, act: Act) -> None:
    """Log the step and publish it."""
    await audit.record(
        act,
        "onestop.move",
        subject="onestop.dossier",
        subject_id=sheet.id,
        unit_id=sheet.unit_id,
        before={"code": sheet.code, "state": sheet.state, "holder": sheet.holder_name},
        after={"action": data.action, "state": step.move.target, "holder": step.holder.name},
    )
    moved = DossierMoved(
        dossier_id=sheet.id,
        code=sheet.code,
        unit_id=sheet.unit_id,
        action=data.action,
        source=sheet.state,
        target=step.move.target,
        notice=step.move.notice,
    )
    await publish(moved, act)
    if sheet.workflow.state(step.move.target).settles and not sheet.workflow.state(step.move.target).final:
        ready = ResultReady(dossier_id=sheet.id, code=sheet.code, unit_id=sheet.unit_id, settled_at=act.at)
        await publish(ready, act)


def _overtaken(sheet: Sheet, ledger: list[LedgerLine]) -> Conflict:
    """Return the refusal for whoever came second: who was first, with what, and when."""
    last = moves(ledger)[-1]
    titles = {step.action: step.title for step in sheet.workflow.transitions}
    message = _(
        "%(who)s vừa làm “%(action)s” với hồ sơ này lúc %(at)s. Hãy xem lại hồ sơ rồi làm tiếp.",
        who=last.person_name or _("Người khác"),
        action=_(titles.get(last.action, last.action)),
        at=format_datetime(last.at),
    )
    return Conflict(Problem(message, None, "overtaken"))
