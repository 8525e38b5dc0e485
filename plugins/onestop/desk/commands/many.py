"""One step, or another holder, for many dossiers at once."""

from collections.abc import Iterable

from core.acting import Act
from core.errors import Problem, Refused
from core.idempotency import once
from core.text.i18n import gettext as _
from plugins.onestop.commands.moving import move
from plugins.onestop.desk import queries
from plugins.onestop.desk.commands.working import Item, Work, work_through
from plugins.onestop.desk.schemas import Done, Line, ManyHolders, ManySteps
from plugins.onestop.domain.workflow import Transition
from plugins.onestop.office import receiver_of
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.schemas import Move
from plugins.onestop.workflow.commands.holding import reassign
from plugins.onestop.workflow.schemas import Reassign

GIVEN = "reassign"
"""Kind of the work that gives dossiers to another holder."""


async def step_many(data: ManySteps, act: Act, key: str = "") -> Done:
    """Take one step with every chosen dossier that can take it. Raises Refused when nothing is chosen."""
    return await once(key, act.who.username, data, lambda: _step_many(data, act), Done)


async def reassign_many(data: ManyHolders, act: Act, key: str = "") -> Done:
    """Give every chosen dossier to another person who has the duty. Raises Refused when nothing is chosen."""
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
        sent = Reassign(sheet.revision, data.receiver, data.reason)
        return (await reassign(sheet.code, sent, act)).revision

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
