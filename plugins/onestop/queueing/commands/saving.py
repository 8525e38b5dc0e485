"""Save a ticket after a step, with its line in the history and in the log; tell whoever looks at the desk's queue."""

from core import audit, db
from core.acting import Act
from core.errors import Conflict
from core.text.i18n import gettext as _
from plugins.onestop.queueing.domain.tickets import Step, Ticket

_SAVE = """
WITH saved AS (
  UPDATE onestop.onestop_queue_ticket
  SET state = $3, service = $4, counter = $5, only_counter = $6, revision = $2 + 1, calls = $7, called_at = $8,
      first_called_at = $9, started_at = $10, ended_at = $11, clerk_id = $12, clerk_name = $13, dossiers = $14
  WHERE id = $1 AND revision = $2 RETURNING id
), event AS (
  INSERT INTO onestop.onestop_queue_event (ticket, at, action, source, target, counter, person_id, person_name)
  SELECT id, $15, $16, $17, $3, $18, $19, $20 FROM saved
)
SELECT id FROM saved
"""


async def save(moved: Ticket, step: Step, act: Act, counter: int | None) -> None:
    """Save a ticket that took a step. Raises Conflict when it is not any more as it was before the step."""
    saved = await db.value(
        _SAVE,
        moved.id,
        moved.revision - 1,
        moved.state,
        moved.service,
        moved.counter,
        moved.only_counter,
        moved.calls,
        moved.called_at,
        moved.first_called_at,
        moved.started_at,
        moved.ended_at,
        moved.clerk_id,
        moved.clerk_name,
        moved.dossiers,
        act.at,
        step.action,
        step.source,
        counter,
        act.who.person_id,
        act.who.display_name,
    )
    if saved is None:
        raise Conflict(_("Số %(label)s vừa được người khác gọi hoặc chuyển.", label=moved.label))
    await audit.record(
        act,
        "onestop.queue_step",
        subject="onestop.queue_ticket",
        subject_id=moved.id,
        unit_id=moved.unit_id,
        before={"state": step.source},
        after={"label": moved.label, "action": step.action, "state": step.target, "counter": counter},
    )


async def tell(unit_id: int) -> None:
    """Wake the boards and pages of a desk, in every process, once the transaction is saved."""
    await db.execute("SELECT pg_notify('onestop_queue', $1)", str(unit_id))
