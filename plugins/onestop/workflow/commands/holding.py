"""Whose a dossier is: claim what lies with nobody, let go, take back one's own step, hand to somebody else."""

from core import db, offices
from core.accounts import matrix
from core.acting import Act
from core.contracts.offices import Person
from core.errors import Forbidden, Problem, Refused
from core.idempotency import once
from core.text.i18n import gettext as _
from plugins.onestop.access import ASSIGN, PERMISSION_OF
from plugins.onestop.clock.queries.sheets import after_move
from plugins.onestop.commands.stepping import Step, write_step
from plugins.onestop.domain.ledger import NOBODY, Holder
from plugins.onestop.office import own_units
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.schemas import Moved
from plugins.onestop.workflow.acting import acting_for
from plugins.onestop.workflow.commands.opening import note, opened
from plugins.onestop.workflow.domain.steps import RECALL, recallable
from plugins.onestop.workflow.schemas import Looked, Reassign
from plugins.onestop.workflow.wording import RECALL_DENIALS

_HOLD = """
UPDATE onestop.onestop_dossier d SET revision = revision + 1, holder_id = $2, holder_name = $3,
  unit_ids = CASE WHEN $4::bigint IS NULL OR $4 = ANY(d.unit_ids) THEN d.unit_ids ELSE d.unit_ids || $4 END
WHERE id = $1
"""


async def claim(code: str, data: Looked, act: Act, key: str = "") -> Moved:
    """Take a dossier that lies with nobody in particular and whose turn is one's own.

    Raises Missing, Conflict, Refused when somebody has it, Forbidden when it is not one's duty.
    """
    return await once(key, act.who.username, {"claim": code, "data": data}, lambda: _claim(code, data, act), Moved)


async def unclaim(code: str, data: Looked, act: Act, key: str = "") -> Moved:
    """Let go of a dossier that lies with oneself or with somebody one stands in for. Raises as `claim`."""
    return await once(key, act.who.username, {"unclaim": code, "data": data}, lambda: _unclaim(code, data, act), Moved)


async def reassign(code: str, data: Reassign, act: Act, key: str = "") -> Moved:
    """Give a dossier to another person who has the duty; for managers. Raises as `claim`."""
    return await once(key, act.who.username, {"assign": code, "data": data}, lambda: _reassign(code, data, act), Moved)


async def recall(code: str, data: Looked, act: Act, key: str = "") -> Moved:
    """Take one's own last step back while the next has not begun. Raises Missing, Conflict, and Refused with why."""
    return await once(key, act.who.username, {"recall": code, "data": data}, lambda: _recall(code, data, act), Moved)


async def able_people(sheet: Sheet, act: Act) -> list[Person]:
    """Return who of the authority behind the desk holds the duty whose turn it is, by name; also as a substitute."""
    permission = PERMISSION_OF.get(sheet.holder_duty)
    if permission is None:
        return []
    day = offices.office_day(act.at)
    units = await own_units(sheet.unit_id, day)
    known = await matrix()
    roles = [role for role, allowed in known.items() if permission in allowed]
    found = {person.id: person for role in roles for person in await offices.people_of(units, day, role=role)}
    return sorted(found.values(), key=lambda person: person.full_name.split()[::-1])


async def _claim(code: str, data: Looked, act: Act) -> Moved:
    async with db.transaction():
        sheet = await opened(code, data.revision, act)
        if sheet.holder_id is not None:
            raise Refused(_("Hồ sơ đang do %(who)s giữ.", who=sheet.holder_name))
        acting = await acting_for(act, sheet.unit_ids)
        if sheet.holder_duty not in acting.duties or act.who.person_id is None:
            raise Forbidden(_("Bước này không thuộc nhiệm vụ của bạn."))
        person = acting.instead_of({sheet.holder_duty}, None)
        on_behalf = NOBODY if person is None else Holder(person, acting.names[person])
        me = Holder(act.who.person_id, act.who.display_name)
        return await _hold(sheet, "claim", me, act, on_behalf=on_behalf)


async def _unclaim(code: str, data: Looked, act: Act) -> Moved:
    async with db.transaction():
        sheet = await opened(code, data.revision, act)
        acting = await acting_for(act, sheet.unit_ids)
        if sheet.holder_id is None or not acting.holds(sheet.holder_id):
            raise Refused(_("Hồ sơ này không do bạn giữ."))
        return await _hold(sheet, "unclaim", NOBODY, act)


async def _reassign(code: str, data: Reassign, act: Act) -> Moved:
    async with db.transaction():
        sheet = await opened(code, data.revision, act)
        if not any(act.who.may(ASSIGN, unit) for unit in sheet.unit_ids):
            raise Forbidden(_("Chỉ người quản lý mới phân công lại hồ sơ."))
        person = next((one for one in await able_people(sheet, act) if one.id == data.receiver), None)
        if person is None:
            raise Refused(Problem(_("Người này không làm được bước hiện tại của hồ sơ."), "receiver", "unable"))
        if person.id == sheet.holder_id:
            raise Refused(Problem(_("Hồ sơ đang do chính người này giữ."), "receiver", "same"))
        to = Holder(person.id, person.full_name)
        return await _hold(sheet, "reassign", to, act, unit_id=person.unit_id, reason=data.reason)


async def _hold(
    sheet: Sheet,
    action: str,
    holder: Holder,
    act: Act,
    *,
    unit_id: int | None = None,
    reason: str = "",
    on_behalf: Holder = NOBODY,
) -> Moved:
    await db.execute(_HOLD, sheet.id, holder.id, holder.name, unit_id)
    await note(sheet, "hold", action, act, holder=holder.name, reason=reason, on_behalf=on_behalf)
    return Moved(sheet.code, sheet.state, sheet.revision + 1, sheet.promised_at)


async def _recall(code: str, data: Looked, act: Act) -> Moved:
    async with db.transaction():
        sheet = await opened(code, data.revision, act)
        ledger = await dossiers.ledger(sheet.id)
        found = recallable(sheet.workflow, ledger, sheet.state, act.who.person_id)
        if isinstance(found, str):
            raise Refused(Problem(str(RECALL_DENIALS[found]), None, found))
        target = sheet.workflow.state(found.source)
        acting = await acting_for(act, sheet.unit_ids)
        mine = target.holder in acting.duties and act.who.person_id is not None
        me = Holder(act.who.person_id, act.who.display_name) if mine else NOBODY
        clock = await after_move(sheet, ledger, target, act.at)
        await write_step(sheet, Step(RECALL, target, me, clock), act)
    return Moved(sheet.code, target.code, sheet.revision + 1, clock.promised_at)
