"""Move one of the axes beside the business: hand-over of the result, digitising."""

from core import db
from core.acting import Act
from core.errors import Forbidden, Problem, Refused
from core.idempotency import once
from core.text.i18n import gettext as _
from plugins.onestop.access import RECEIVE
from plugins.onestop.domain.axes import axis_move
from plugins.onestop.schemas import Moved
from plugins.onestop.workflow.commands.opening import note, opened
from plugins.onestop.workflow.schemas import AxisStep

_SET = {
    "delivery": "UPDATE onestop.onestop_dossier SET revision = revision + 1, delivery = $2 WHERE id = $1",
    "digitised": "UPDATE onestop.onestop_dossier SET revision = revision + 1, digitised = $2 WHERE id = $1",
}


async def step_axis(code: str, data: AxisStep, act: Act, key: str = "") -> Moved:
    """Take a step of an axis; the business state stays. For the desk.

    Raises Missing, Conflict, Forbidden, and Refused when the step is not possible now or its reason is missing.
    """
    return await once(key, act.who.username, {"axis": code, "data": data}, lambda: _step(code, data, act), Moved)


async def _step(code: str, data: AxisStep, act: Act) -> Moved:
    async with db.transaction():
        sheet = await opened(code, data.revision, act)
        if not any(act.who.may(RECEIVE, unit) for unit in sheet.unit_ids):
            raise Forbidden(_("Bước này thuộc bộ phận một cửa."))
        before = sheet.delivery if data.axis == "delivery" else sheet.digitised
        found = axis_move(data.axis, before, data.action)
        if found is None:
            raise Refused(_("Việc này không làm được nữa. Hãy xem lại hồ sơ."))
        if found.needs_reason and not data.reason.strip():
            raise Refused(Problem(_("Hãy ghi lý do."), "reason", "missing"))
        await db.execute(_SET[data.axis], sheet.id, found.target)
        await note(sheet, data.axis, found.action, act, source=before, target=found.target, reason=data.reason)
    return Moved(sheet.code, sheet.state, sheet.revision + 1, sheet.promised_at)
