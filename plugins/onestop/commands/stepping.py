"""Write one decided step of a dossier: row, ledger, log and events together, or nothing when somebody was faster."""

from typing import Any

from msgspec import Struct

from core import audit, db
from core.acting import Act
from core.contracts.events import DossierMoved, ResultReady
from core.errors import Conflict, Problem
from core.events import publish
from core.text.formats import format_datetime
from core.text.i18n import gettext as _
from plugins.onestop.clock.queries.sheets import AfterMove
from plugins.onestop.domain.axes import delivery_after
from plugins.onestop.domain.ledger import NOBODY, Holder, LedgerLine, moves
from plugins.onestop.domain.workflow import State
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.workflow.domain.steps import settled_after
from plugins.onestop.workflow.wording import STEP_WORDS

_MOVE = """
WITH moved AS (
  UPDATE onestop.onestop_dossier d
  SET revision = d.revision + 1, state = $3, clock = $4, holder_duty = $5, holder_id = $6, holder_name = $7,
      promised_at = coalesce($8, d.promised_at), settled_at = $9, closed_at = $10,
      unit_ids = CASE WHEN $11::bigint IS NULL OR $11 = ANY(d.unit_ids) THEN d.unit_ids ELSE d.unit_ids || $11 END,
      result_number = coalesce(nullif($19, ''), d.result_number), delivery = $20
  WHERE d.id = $1 AND d.revision = $2
  RETURNING d.id
), ledger AS (
  INSERT INTO onestop.onestop_dossier_event
    (dossier, at, kind, action, source, target, person_id, person_name, holder_name, reason, on_behalf_of,
     on_behalf_name)
  SELECT moved.id, $12, s.kind, s.action, $13, $3, $14, $15, $7, s.reason, $21, $22
  FROM moved, unnest($16::text[], $17::text[], $18::text[]) AS s (kind, action, reason)
)
SELECT id FROM moved
"""


class Step(Struct, frozen=True):
    """A decided step: what the dossier becomes. number: of the result.

    holder_unit: the unit that has it from now on, when it is handed to somebody. on_behalf: for whom it is made.
    """

    action: str
    target: State
    holder: Holder
    clock: AfterMove
    reason: str = ""
    notice: str = ""
    holder_unit: int | None = None
    number: str = ""
    on_behalf: Holder = NOBODY


async def write_step(sheet: Sheet, step: Step, act: Act) -> None:
    """Take the step, in the caller's transaction. Raises Conflict when somebody was faster."""
    if await db.value(_MOVE, *_values(sheet, step, act)) is None:
        raise overtaken(sheet, await dossiers.ledger(sheet.id))
    await _tell(sheet, step, act)


def overtaken(sheet: Sheet, ledger: list[LedgerLine]) -> Conflict:
    """Return the refusal for whoever came second: who was first, with what, and when."""
    last = next((line for line in reversed(ledger) if line.kind in {"move", "hold", "correct", "version"}), None)
    last = last or moves(ledger)[-1]
    titles: dict[str, object] = {step.action: step.title for step in sheet.workflow.transitions}
    title = titles.get(last.action) or STEP_WORDS.get(f"{last.kind}.{last.action}", last.action)
    message = _(
        "%(who)s vừa làm “%(action)s” với hồ sơ này lúc %(at)s. Hãy xem lại hồ sơ rồi làm tiếp.",
        who=last.person_name or _("Người khác"),
        action=_(str(title)),
        at=format_datetime(last.at),
    )
    return Conflict(Problem(message, None, "overtaken"))


def _values(sheet: Sheet, step: Step, act: Act) -> tuple[Any, ...]:
    source, target = sheet.workflow.state(sheet.state), step.target
    lines = [("move", step.action, step.reason.strip())]
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
        # unchanged ones are left alone: a change of the office's days may be moving the day at this moment
        None if step.clock.promised_at == sheet.promised_at else step.clock.promised_at,
        settled_after(source, target, sheet.settled_at, act.at),
        act.at if target.final else None,
        step.holder_unit,
        act.at,
        sheet.state,
        act.who.person_id,
        act.who.display_name,
        *([line[place] for line in lines] for place in range(3)),
        step.number.strip(),
        delivery_after(source, target, sheet.delivery),
        step.on_behalf.id,
        step.on_behalf.name,
    )


async def _tell(sheet: Sheet, step: Step, act: Act) -> None:
    """Log the step and publish it."""
    after: dict[str, Any] = {"action": step.action, "state": step.target.code, "holder": step.holder.name}
    if step.on_behalf.id is not None:
        after |= {"on_behalf_of": step.on_behalf.id, "on_behalf_name": step.on_behalf.name}
    await audit.record(
        act,
        "onestop.move",
        subject="onestop.dossier",
        subject_id=sheet.id,
        unit_id=sheet.unit_id,
        before={"code": sheet.code, "state": sheet.state, "holder": sheet.holder_name},
        after=after,
    )
    moved = DossierMoved(
        dossier_id=sheet.id,
        code=sheet.code,
        unit_id=sheet.unit_id,
        action=step.action,
        source=sheet.state,
        target=step.target.code,
        notice=step.notice,
    )
    await publish(moved, act)
    if step.target.settles and not step.target.final:
        ready = ResultReady(dossier_id=sheet.id, code=sheet.code, unit_id=sheet.unit_id, settled_at=act.at)
        await publish(ready, act)
