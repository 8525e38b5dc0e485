"""Move a dossier one step along its workflow: exactly one of several movers wins, and the others are told who did."""

from core import db
from core.acting import Act
from core.errors import Forbidden, Missing, Problem, Refused
from core.idempotency import once
from core.text.i18n import gettext as _
from plugins.onestop.access import scope
from plugins.onestop.clock.queries.sheets import after_move
from plugins.onestop.commands.stepping import Step, overtaken, write_step
from plugins.onestop.domain.ledger import NOBODY, Holder, LedgerLine, next_holder
from plugins.onestop.domain.workflow import Decided, Transition, judge
from plugins.onestop.office import receiver_of
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.results.numbering import check_issued
from plugins.onestop.schemas import Move, Moved
from plugins.onestop.wording import DENIALS
from plugins.onestop.workflow.acting import Acting, acting_for
from plugins.onestop.workflow.commands.supplements import Asked, ask_for, close_round, what_is_asked
from plugins.onestop.workflow.domain.steps import came_from, closes_supplement
from plugins.onestop.workflow.queries import known_of
from plugins.onestop.workflow.wording import condition_sentence

_PERSONAL = frozenset({"not_your_duty", "own_work", "held_by_other"})


async def move(code: str, data: Move, act: Act, key: str = "") -> Moved:
    """Move the dossier with this number. key: idempotency key of the form or the client.

    Raises Missing for a dossier of other units, Refused when the step is not possible (with every reason), Forbidden
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
            raise overtaken(sheet, ledger)
        asked = await what_is_asked(sheet, data, act)
        step = await _decide(sheet, ledger, data, asked, act)
        if step.number:
            await check_issued(sheet.id, step.number)
        await write_step(sheet, step, act)
        if closes_supplement(sheet.workflow, sheet.workflow.state(sheet.state), step.target):
            await close_round(sheet.id, data.action, act)
        if asked:
            await ask_for(sheet.id, asked, act)
    return Moved(sheet.code, step.target.code, sheet.revision + 1, step.clock.promised_at)


async def _decide(sheet: Sheet, ledger: list[LedgerLine], data: Move, asked: Asked | None, act: Act) -> Step:
    workflow, reason = sheet.workflow, asked.reason if asked else data.reason
    acting = await acting_for(act, sheet.unit_ids)
    wanted = next((m for m in workflow.exits(sheet.state) if m.action == data.action), None)
    careful = wanted is not None and bool(wanted.conditions or wanted.papers)
    decided = judge(
        workflow,
        sheet.state,
        data.action,
        acting.mover(wanted, ledger, sheet.holder_id),
        reason=reason,
        number=data.number,
        known=await known_of(sheet, ledger) if careful else None,
        came_from=came_from(ledger, sheet.state),
    )
    found = decided.move
    if found is None:
        raise denied(decided, sheet)
    receiver, holder_unit = await _receiver(sheet, found, data, act)
    holder = next_holder(workflow, found, Holder(act.who.person_id, act.who.display_name), receiver, ledger)
    target = workflow.state(found.target)
    return Step(
        action=found.action,
        target=target,
        holder=holder,
        clock=await after_move(sheet, ledger, target, act.at, taken=found.takes),
        reason=reason,
        notice=found.notice,
        holder_unit=holder_unit,
        number=data.number if found.needs_number else "",
        on_behalf=_on_behalf(acting, found, sheet.holder_id),
    )


def denied(decided: Decided, sheet: Sheet) -> Refused | Forbidden:
    """Return the refusal of a step in words: every condition that does not hold, or the one thing that is wrong."""
    if decided.unmet:
        return Refused(*(Problem(condition_sentence(one), None, "unmet") for one in decided.unmet))
    code = decided.denial or "no_such_action"
    message = str(DENIALS[code])
    if code == "held_by_other":
        message = _("Hồ sơ đang do %(who)s giữ. Người quản lý có thể phân công lại.", who=sheet.holder_name)
    field = {"reason_missing": "reason", "number_missing": "number"}.get(code)
    return Forbidden(message) if code in _PERSONAL else Refused(Problem(message, field, code))


def _on_behalf(acting: Acting, found: Transition, holder_id: int | None) -> Holder:
    person = acting.instead_of(found.duties, holder_id)
    return NOBODY if person is None else Holder(person, acting.names[person])


async def _receiver(sheet: Sheet, found: Transition, data: Move, act: Act) -> tuple[Holder | None, int | None]:
    """Return the person who is handed the dossier and that person's unit; nobody when the step hands nothing over."""
    if not found.hands_over:
        return None, None
    person = await receiver_of(sheet.unit_id, data.receiver, act.at) if data.receiver else None
    if person is None:
        raise Refused(Problem(_("Hãy chọn người nhận hồ sơ."), "receiver", "missing"))
    return Holder(person.id, person.full_name), person.unit_id
