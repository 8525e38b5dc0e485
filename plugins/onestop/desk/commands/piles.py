"""Hand a pile of dossiers to one person by scanning their slips."""

from core.acting import Act
from core.codes import normalise
from core.errors import Refused
from core.idempotency import once
from core.text.i18n import gettext as _
from core.text.viet import clean
from plugins.onestop.access import scope
from plugins.onestop.commands.moving import move
from plugins.onestop.commands.slips import digest_of
from plugins.onestop.desk.commands.working import Item, Work, work_through
from plugins.onestop.desk.schemas import Done, HandOver
from plugins.onestop.domain.workflow import Transition
from plugins.onestop.office import receivers
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.schemas import Move

HAND_OVER = "hand_over"


async def hand_over_pile(data: HandOver, act: Act, key: str = "") -> Done:
    """Hand every scanned dossier to the receiver; the answer's number stands for the pile and its control sheet.

    A scan that cannot be handed over says why and does not stop the others; one that comes twice counts once. Raises
    Refused for an empty pile, and for somebody who cannot receive.
    """
    return await once(key, act.who.username, data, lambda: _hand_over(data, act), Done)


async def find_scanned(scan: str, act: Act) -> str:
    """Return the number of the dossier that a scan or typed number means, "" when there is none in one's units."""
    read = normalise(scan)
    for digits in read.codes:
        try:
            digest = digest_of(digits)
        except ValueError:
            continue
        found = await dossiers.code_of_slip(digest, scope(act.who))
        if found is not None:
            return found
    typed = clean(scan).upper()
    return typed if await dossiers.by_code(typed, scope(act.who)) is not None else ""


def hand_over_step(sheet: Sheet) -> Transition | None:
    """Return the step that hands a dossier over from where it is now, None when there is none."""
    return next((step for step in sheet.workflow.exits(sheet.state) if step.hands_over), None)


async def _hand_over(data: HandOver, act: Act) -> Done:
    if not data.pile:
        raise Refused(_("Chưa có hồ sơ nào trong danh sách. Hãy quét giấy tiếp nhận trước."))
    people = await receivers(act.who.unit_id, act.at) if act.who.unit_id else []
    name = next((person.full_name for person in people if person.id == data.receiver), "")
    work = Work(HAND_OVER, "", data.receiver, name)

    async def do(sheet: Sheet) -> int:
        step = hand_over_step(sheet)
        action = step.action if step else HAND_OVER
        return (await move(sheet.code, Move(action, sheet.revision, receiver=data.receiver), act)).revision

    done, _outcomes = await work_through(work, await _items(data.pile, act), do, act)
    return done


async def _items(pile: list[str], act: Act) -> list[Item]:
    """Return each scan once: the dossier that it means, or why it cannot be handed over."""
    items: dict[str, Item] = {}
    for scan in pile:
        code = await find_scanned(scan, act)
        sheet = await dossiers.by_code(code, scope(act.who)) if code else None
        if sheet is None:
            items.setdefault(scan, Item(scan, None, _("Không tìm thấy hồ sơ nào của đơn vị mang mã này.")))
            continue
        title = _(sheet.workflow.state(sheet.state).title)
        problem = "" if hand_over_step(sheet) else _("Hồ sơ đang ở bước “%(state)s”.", state=title)
        items.setdefault(code, Item(code, sheet, problem))
    return list(items.values())
