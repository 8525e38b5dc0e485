"""Send a dossier to another agency for its opinion, and take it back; each agency has a clock of its own."""

from core import audit, db, offices
from core.acting import Act
from core.contracts.procedures import Limit
from core.errors import Problem, Refused
from core.idempotency import once
from core.text.i18n import gettext as _
from plugins.onestop.access import APPRAISE
from plugins.onestop.clock.commands.ledgering import Line, append, foreseen, opened
from plugins.onestop.clock.domain.agencies import errands, written_terms
from plugins.onestop.clock.domain.rules import AGENCY, ClockRules
from plugins.onestop.clock.queries.sheets import clock_of, commission_of
from plugins.onestop.clock.schemas import Back, Errand
from plugins.onestop.domain.ledger import clock_in
from plugins.onestop.queries.dossiers import Sheet

MAY_SEND = (APPRAISE,)


async def send(code: str, data: Errand, act: Act, key: str = "") -> int:
    """Send a dossier out; return the errand's number. The dossier's own clock stands when the procedure says so.

    Raises Refused, Missing, Forbidden and Conflict.
    """
    request = {"code": code, "errand": data}
    return await once(key, act.who.username, request, lambda: _send(code, data, act), int)


async def _send(code: str, data: Errand, act: Act) -> int:
    async with db.transaction():
        sheet, ledger = await opened(code, data.revision, act, MAY_SEND)
        agency = await _agency(data)
        if sheet.clock == "stopped":
            raise Refused(Problem(_("Hồ sơ đã giải quyết xong nên không gửi lấy ý kiến được nữa."), None, "stopped"))
        sent = errands(ledger)
        if any(one.agency == agency and one.back_at is None for one in sent):
            message = _("Đang chờ chính cơ quan này trả lời. Hãy ghi câu trả lời trước khi gửi tiếp.")
            raise Refused(Problem(message, "agency", "twice"))
        counted = not waiting_excluded(sheet, (await commission_of(sheet)).rules)
        budget = Limit(data.value, data.unit) if data.value else None
        terms = written_terms(counted=counted, budget=budget, unit_id=data.unit_id)
        line = Line("agency_out", terms, str(len(sent) + 1), agency, data.question)
        stands = clock_in(sheet.workflow.state(sheet.state).clock, foreseen(ledger, [line], act))
        await append(sheet, [line], act, clock=stands, unit_id=data.unit_id)
        after = {"code": sheet.code, "agency": agency, "terms": terms, "question": data.question}
        await audit.record(
            act, "onestop.refer", subject="onestop.dossier", subject_id=sheet.id, unit_id=sheet.unit_id, after=after
        )
    return len(sent) + 1


async def take_back(code: str, data: Back, act: Act, key: str = "") -> bool:
    """Note an agency's answer; the clock goes on unless something else holds it. Returns True. Raises as `send`."""
    request = {"code": code, "back": data}
    return await once(key, act.who.username, request, lambda: _take_back(code, data, act), bool)


async def _take_back(code: str, data: Back, act: Act) -> bool:
    async with db.transaction():
        sheet, ledger = await opened(code, data.revision, act, MAY_SEND)
        away = next((one for one in errands(ledger) if one.number == data.number and one.back_at is None), None)
        if away is None:
            raise Refused(Problem(_("Lần gửi này đã có câu trả lời."), None, "answered"))
        line = Line("agency_back", "", str(away.number), away.agency, data.answer)
        after = foreseen(ledger, [line], act)
        stands = clock_in(sheet.workflow.state(sheet.state).clock, after)
        _calendar, _commission, found = await clock_of(sheet, after, act.at)
        await append(sheet, [line], act, clock=stands, promised_at=found.planned)
        await audit.record(
            act,
            "onestop.refer_back",
            subject="onestop.dossier",
            subject_id=sheet.id,
            unit_id=sheet.unit_id,
            after={"code": sheet.code, "agency": away.agency, "answer": data.answer},
        )
    return True


def waiting_excluded(sheet: Sheet, rules: ClockRules) -> bool:
    """Tell whether the time at another agency is not counted: the procedure says so, or a cap has been set for it."""
    return "waiting_excluded" in sheet.facts.rules or rules.find("pause_cap", AGENCY) is not None


async def _agency(data: Errand) -> str:
    if data.unit_id is not None:
        found = (await offices.units([data.unit_id])).get(data.unit_id)
        if found is None:
            raise Refused(Problem(_("Không có đơn vị này."), "unit_id", "unknown"))
        return found.name
    if not data.agency.strip():
        raise Refused(Problem(_("Hãy chọn đơn vị hoặc ghi tên cơ quan cần lấy ý kiến."), "agency", "missing"))
    return data.agency.strip()
