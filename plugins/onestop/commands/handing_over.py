"""Hand a pile of dossiers to one person by scanning their slips."""

from core import db
from core.acting import Act
from core.codes import normalise
from core.errors import MotcuaError
from core.text.i18n import gettext as _
from core.text.viet import clean
from plugins.onestop.access import scope
from plugins.onestop.commands.moving import move
from plugins.onestop.commands.slips import digest_of
from plugins.onestop.queries import dossiers
from plugins.onestop.schemas import HandOver, HandOverLine, Move


async def hand_over_scanned(data: HandOver, act: Act) -> list[HandOverLine]:
    """Hand every scanned dossier to the receiver; return one line for each scan, in their order.

    A scan that cannot be handed over says why and does not stop the others; one that comes twice counts once.
    """
    lines: list[HandOverLine] = []
    seen: set[str] = set()
    for scan in data.pile:
        code = await find_scanned(scan, act)
        if code in seen:
            continue
        if code:
            seen.add(code)
        lines.append(await _hand_over(scan, code, data.receiver, act))
    return lines


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


async def _hand_over(scan: str, code: str, receiver: int, act: Act) -> HandOverLine:
    sheet = await dossiers.by_code(code, scope(act.who)) if code else None
    if sheet is None:
        return HandOverLine(scan, "", done=False, message=_("Không tìm thấy hồ sơ nào của đơn vị mang mã này."))
    step = next((step for step in sheet.workflow.exits(sheet.state) if step.hands_over), None)
    if step is None:
        title = _(sheet.workflow.state(sheet.state).title)
        return HandOverLine(scan, code, done=False, message=_("Hồ sơ đang ở bước “%(state)s”.", state=title))
    try:
        async with db.transaction():
            await move(code, Move(action=step.action, revision=sheet.revision, receiver=receiver), act)
    except MotcuaError as error:
        return HandOverLine(scan, code, done=False, message=str(error))
    return HandOverLine(scan, code, done=True)
