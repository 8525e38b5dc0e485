"""Take a piece of work back: a compensating move for every dossier that nothing happened to since."""

from core import audit, db
from core.acting import Act
from core.contracts.events import DossierMoved
from core.errors import Conflict, Missing, Refused
from core.events import publish
from core.text.i18n import gettext as _
from plugins.onestop.access import scope
from plugins.onestop.desk import queries
from plugins.onestop.desk.commands.many import GIVEN
from plugins.onestop.desk.domain.batches import can_be_undone
from plugins.onestop.desk.queries import Batch, BatchLine
from plugins.onestop.domain.ledger import clock_action
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.workflow.domain.steps import RECALL

_UNDONE = """
UPDATE onestop.onestop_desk_batch SET undone_at = $2 WHERE id = $1 AND undone_at IS NULL RETURNING id
"""
_BACK = """
WITH back AS (
  UPDATE onestop.onestop_dossier d
  SET revision = d.revision + 1, state = $3, clock = $4, holder_duty = $5, holder_id = $6, holder_name = $7,
      promised_at = $8
  WHERE d.id = $1 AND d.revision = $2 RETURNING d.id
), ledger AS (
  INSERT INTO onestop.onestop_dossier_event
    (dossier, at, kind, action, source, target, person_id, person_name, holder_name, reason)
  SELECT back.id, $9, s.kind, s.action, $10, $3, $11, $12, $7, ''
  FROM back, unnest($13::text[], $14::text[]) AS s (kind, action)
)
SELECT id FROM back
"""


async def undo(batch_id: int, act: Act) -> int:
    """Take back one's own work where nothing followed; return for how many dossiers.

    Raises Missing, Conflict when it was taken back already, Refused when nothing of it can be taken back any more.
    """
    async with db.transaction():
        batch = await queries.batch(batch_id, act)
        if batch is None:
            raise Missing
        if await db.value(_UNDONE, batch_id, act.at) is None:
            raise Conflict(_("Việc này đã được hoàn tác rồi."))
        pairs = [(line, await undoable(batch, line, act)) for line in await queries.lines(batch_id)]
        back = [await _take_back(line, sheet, act) for line, sheet in pairs if sheet is not None]
        if not any(back):
            raise Refused(_("Không hoàn tác được: các hồ sơ đã được xử lý tiếp, hoặc người dân đã được báo."))
    return sum(back)


async def undoable(batch: Batch, line: BatchLine, act: Act) -> Sheet | None:
    """Return the dossier when what was done to it can still be taken back, else None."""
    if not (line.done and line.unchanged) or batch.undone_at is not None:
        return None
    sheet = await dossiers.by_code(line.code, scope(act.who))
    if sheet is None or sheet.revision != line.revision:
        return None
    free = batch.kind == GIVEN or can_be_undone(sheet.workflow, line.state, batch.kind)
    return sheet if free else None


async def _take_back(line: BatchLine, sheet: Sheet, act: Act) -> bool:
    entries = [("move", RECALL) if sheet.state != line.state else ("hold", "undo")]
    clock = clock_action(sheet.clock, line.clock)
    if clock:
        entries.append(("clock", clock))
    saved = await db.value(
        _BACK,
        sheet.id,
        sheet.revision,
        line.state,
        line.clock,
        line.holder_duty,
        line.holder_id,
        line.holder_name,
        line.promised_at,
        act.at,
        sheet.state,
        act.who.person_id,
        act.who.display_name,
        [kind for kind, _action in entries],
        [action for _kind, action in entries],
    )
    if saved is None:
        return False
    await _tell(line, sheet, act)
    return True


async def _tell(line: BatchLine, sheet: Sheet, act: Act) -> None:
    """Log that a step was taken back, and publish it."""
    await audit.record(
        act,
        "onestop.undo",
        subject="onestop.dossier",
        subject_id=sheet.id,
        unit_id=sheet.unit_id,
        before={"code": sheet.code, "state": sheet.state, "holder": sheet.holder_name},
        after={"state": line.state, "holder": line.holder_name},
    )
    moved = DossierMoved(
        dossier_id=sheet.id,
        code=sheet.code,
        unit_id=sheet.unit_id,
        action=RECALL,
        source=sheet.state,
        target=line.state,
        notice="",
    )
    await publish(moved, act)
