"""One step, or another holder, for many dossiers at once."""

from collections.abc import Iterable

from core import audit, db
from core.acting import Act
from core.contracts.events import DossierMoved
from core.errors import Conflict, Forbidden, Problem, Refused
from core.events import publish
from core.idempotency import once
from core.text.i18n import gettext as _
from plugins.onestop.commands.moving import move
from plugins.onestop.desk import queries
from plugins.onestop.desk.access import REASSIGN
from plugins.onestop.desk.commands.working import Item, Work, work_through
from plugins.onestop.desk.schemas import Done, Line, ManyHolders, ManySteps
from plugins.onestop.domain.workflow import Transition
from plugins.onestop.office import receiver_of
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.schemas import Move

GIVEN = "reassign"
"""Kind of such work, and what its event says."""

_REASSIGN = """
WITH given AS (
  UPDATE onestop.onestop_dossier d SET revision = d.revision + 1, holder_id = $3, holder_name = $4,
      unit_ids = CASE WHEN $5 = ANY(d.unit_ids) THEN d.unit_ids ELSE d.unit_ids || $5::bigint END
  WHERE d.id = $1 AND d.revision = $2 RETURNING d.id
), ledger AS (
  INSERT INTO onestop.onestop_dossier_event
    (dossier, at, kind, action, source, target, person_id, person_name, holder_name, reason)
  SELECT given.id, $6, 'holder', 'reassign', $7, $7, $8, $9, $4, $10 FROM given
)
SELECT id FROM given
"""


async def step_many(data: ManySteps, act: Act, key: str = "") -> Done:
    """Take one step with every chosen dossier that can take it. Raises Refused when nothing is chosen."""
    return await once(key, act.who.username, data, lambda: _step_many(data, act), Done)


async def reassign_many(data: ManyHolders, act: Act, key: str = "") -> Done:
    """Give every chosen dossier that a specialist holds to another one. Raises Refused when nothing is chosen."""
    return await once(key, act.who.username, data, lambda: _reassign_many(data, act), Done)


async def _step_many(data: ManySteps, act: Act) -> Done:
    items = await _items(data.lines, act)
    steps = [s for i in items if i.sheet for s in i.sheet.workflow.exits(i.sheet.state) if s.action == data.action]
    title = steps[0].title if steps else data.action
    Refused.if_any(_missing(data, steps))

    async def do(sheet: Sheet) -> int:
        sent = Move(data.action, sheet.revision, data.reason, data.receiver)
        return (await move(sheet.code, sent, act)).revision

    receiver = await _name_of(data.receiver, items, act)
    done, _outcomes = await work_through(Work(data.action, title, data.receiver, receiver), items, do, act)
    return done


def _missing(data: ManySteps, steps: list[Transition]) -> Iterable[Problem]:
    """Yield what the step needs and was not sent: asked for once, instead of told for each dossier."""
    if any(step.needs_reason for step in steps) and not data.reason.strip():
        yield Problem(_("Hãy ghi lý do."), "reason", "missing")
    if any(step.hands_over for step in steps) and data.receiver is None:
        yield Problem(_("Hãy chọn người nhận hồ sơ."), "receiver", "missing")


async def _reassign_many(data: ManyHolders, act: Act) -> Done:
    items = await _items(data.lines, act)

    async def do(sheet: Sheet) -> int:
        return await _reassign(sheet, data, act)

    receiver = await _name_of(data.receiver, items, act)
    done, _outcomes = await work_through(Work(GIVEN, "", data.receiver, receiver), items, do, act)
    return done


async def _items(lines: list[Line], act: Act) -> list[Item]:
    """Return the chosen dossiers; one that changed since it was chosen is not touched."""
    if not lines:
        raise Refused(_("Chưa chọn hồ sơ nào."))
    found = {sheet.code: sheet for sheet in await queries.chosen([line.code for line in lines], act)}
    return [_item(line, found.get(line.code)) for line in {line.code: line for line in lines}.values()]


def _item(line: Line, sheet: Sheet | None) -> Item:
    if sheet is None:
        return Item(line.code, None, _("Không tìm thấy hồ sơ nào của đơn vị mang mã này."))
    changed = sheet.revision != line.revision
    return Item(line.code, sheet, _("Hồ sơ vừa được người khác xử lý.") if changed else "")


async def _name_of(person_id: int | None, items: list[Item], act: Act) -> str:
    """Return the name of who gets the dossiers; "" for nobody. Each dossier checks by itself whether it may."""
    sheets = [item.sheet for item in items if item.sheet is not None]
    if person_id is None or not sheets:
        return ""
    person = await receiver_of(sheets[0].unit_id, person_id, act.at)
    return person.full_name if person else ""


async def _reassign(sheet: Sheet, data: ManyHolders, act: Act) -> int:
    if not any(act.who.may(REASSIGN, unit) for unit in sheet.unit_ids):
        raise Forbidden(_("Bạn không được giao lại hồ sơ này."))
    if sheet.holder_duty != "specialist":
        raise Refused(_("Hồ sơ không ở bước của cán bộ thụ lý nên không giao lại được."))
    person = await receiver_of(sheet.unit_id, data.receiver, act.at)
    if person is None:
        raise Refused(Problem(_("Hãy chọn người nhận hồ sơ."), "receiver", "missing"))
    if person.id == sheet.holder_id:
        raise Refused(_("%(name)s đang giữ hồ sơ này rồi.", name=person.full_name))
    before = sheet.holder_name or _("chưa ai")
    change = _("Từ %(before)s sang %(after)s.", before=before, after=person.full_name)
    reason = f"{change} {data.reason}".strip()
    who = act.who
    values = (person.id, person.full_name, person.unit_id, act.at, sheet.state, who.person_id, who.display_name, reason)
    if await db.value(_REASSIGN, sheet.id, sheet.revision, *values) is None:
        raise Conflict(_("Hồ sơ vừa được người khác xử lý."))
    await audit.record(
        act,
        "onestop.reassign",
        subject="onestop.dossier",
        subject_id=sheet.id,
        unit_id=sheet.unit_id,
        before={"code": sheet.code, "holder": sheet.holder_name},
        after={"holder": person.full_name},
    )
    moved = DossierMoved(
        dossier_id=sheet.id,
        code=sheet.code,
        unit_id=sheet.unit_id,
        action=GIVEN,
        source=sheet.state,
        target=sheet.state,
        notice="",
    )
    await publish(moved, act)
    return sheet.revision + 1
