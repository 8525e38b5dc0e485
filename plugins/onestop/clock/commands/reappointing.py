"""Give the applicant another day: with a reason, an apology owed, and only as often as the rules allow."""

from collections.abc import Iterator
from datetime import datetime

from core import audit, db
from core.acting import Act
from core.clock import VIETNAM
from core.errors import Problem, Refused
from core.events import publish
from core.idempotency import once
from core.text.formats import format_date, format_datetime
from core.text.i18n import gettext as _
from core.text.i18n import ngettext
from core.worktime import Calendar
from plugins.onestop.access import APPRAISE, RECEIVE, SIGN
from plugins.onestop.clock.commands.ledgering import Line, append, opened
from plugins.onestop.clock.domain.reckoning import Reckoning, written_moment
from plugins.onestop.clock.domain.rules import ClockRules
from plugins.onestop.clock.events import DossierReappointed
from plugins.onestop.clock.queries.sheets import clock_of
from plugins.onestop.clock.schemas import Apology, Reappointment
from plugins.onestop.queries.dossiers import Sheet

MAY_REAPPOINT = (APPRAISE, SIGN)
MAY_APOLOGISE = (RECEIVE, APPRAISE, SIGN)


async def reappoint(code: str, data: Reappointment, act: Act, key: str = "") -> datetime:
    """Promise another day, at closing time; return that moment. key: idempotency key.

    Raises Refused with every reason why not, Missing, Forbidden and Conflict.
    """
    request = {"code": code, "reappoint": data}
    return await once(key, act.who.username, request, lambda: _reappoint(code, data, act), datetime)


async def _reappoint(code: str, data: Reappointment, act: Act) -> datetime:
    async with db.transaction():
        sheet, ledger = await opened(code, data.revision, act, MAY_REAPPOINT)
        calendar, commission, found = await clock_of(sheet, ledger, act.at)
        before = found.planned
        problems = [*_state_problems(sheet, found, commission.rules), *_day_problems(calendar, data, before, act)]
        Refused.if_any(problems)
        day = calendar.closing(data.day)
        line = Line("reappointed", written_moment(before), written_moment(day), reason=data.reason)
        await append(sheet, [line], act, promised_at=day)
        await audit.record(
            act,
            "onestop.reappoint",
            subject="onestop.dossier",
            subject_id=sheet.id,
            unit_id=sheet.unit_id,
            before={"code": sheet.code, "promised_at": written_moment(before)},
            after={"promised_at": written_moment(day), "reason": data.reason},
        )
        if before is not None:
            await publish(
                DossierReappointed(
                    dossier_id=sheet.id,
                    code=sheet.code,
                    unit_id=sheet.unit_id,
                    before=before,
                    day=day,
                    reason=data.reason,
                ),
                act,
            )
    return day


async def apologise(code: str, data: Apology, act: Act, key: str = "") -> bool:
    """Note that the applicant got the apology for a new day. Returns True. Raises as `reappoint`."""
    request = {"code": code, "apology": data}
    return await once(key, act.who.username, request, lambda: _apologise(code, data, act), bool)


async def _apologise(code: str, data: Apology, act: Act) -> bool:
    async with db.transaction():
        sheet, ledger = await opened(code, data.revision, act, MAY_APOLOGISE)
        if not owes_apology([line.action for line in ledger if line.kind == "clock"]):
            raise Refused(Problem(_("Hồ sơ này không còn phiếu xin lỗi nào phải gửi."), None, "no_apology"))
        await append(sheet, [Line("apologised", data.way)], act)
        after = {"code": sheet.code, "way": data.way}
        await audit.record(
            act, "onestop.apologise", subject="onestop.dossier", subject_id=sheet.id, unit_id=sheet.unit_id, after=after
        )
    return True


def owes_apology(actions: list[str]) -> bool:
    """Tell from the clock's actions, oldest first, whether a new day was given without an apology yet."""
    return actions.count("reappointed") > actions.count("apologised")


def refusals(sheet: Sheet, found: Reckoning, rules: ClockRules) -> list[str]:
    """Return why a dossier cannot be given another day at all; empty when it can."""
    return [problem.message for problem in _state_problems(sheet, found, rules)]


def _state_problems(sheet: Sheet, found: Reckoning, rules: ClockRules) -> Iterator[Problem]:
    if found.planned is None:
        yield Problem(_("Hồ sơ này không có ngày hẹn nên không hẹn lại được."), None, "no_promise")
    if sheet.clock == "stopped":
        yield Problem(_("Hồ sơ đã giải quyết xong nên không hẹn lại được."), None, "stopped")
    if sheet.clock == "paused":
        yield Problem(_("Thời hạn đang tạm dừng: ngày hẹn sẽ tự lùi khi tính tiếp, chưa cần hẹn lại."), None, "paused")
    rule = rules.find("reappointments")
    if rule is not None and len(found.reappointed) >= rule.value:
        allowed = ngettext(
            "Theo %(source)s, một hồ sơ chỉ được hẹn lại %(num)s lần.",
            "Theo %(source)s, một hồ sơ chỉ được hẹn lại %(num)s lần.",
            rule.value,
            source=rule.source,
        )
        yield Problem(" ".join([allowed, *_last_words(found)]), None, "used_up")


def _last_words(found: Reckoning) -> Iterator[str]:
    for last in found.reappointed[-1:]:
        at, day = format_datetime(last.at), format_date(last.day)
        yield _("Hồ sơ này đã hẹn lại lúc %(at)s, sang ngày %(day)s.", at=at, day=day)


def _day_problems(calendar: Calendar, data: Reappointment, before: datetime | None, act: Act) -> Iterator[Problem]:
    if data.day < act.at.astimezone(VIETNAM).date():
        yield Problem(_("Ngày hẹn mới đã qua. Hãy chọn một ngày từ hôm nay trở đi."), "day", "past")
    elif not calendar.first <= data.day < calendar.last:
        yield Problem(_("Ngày hẹn mới nằm ngoài lịch làm việc. Hãy chọn ngày gần hơn."), "day", "beyond")
    elif not calendar.shifts(data.day):
        free = calendar.next_working_day(data.day)
        yield Problem(
            _("Ngày hẹn mới là ngày nghỉ. Hãy chọn ngày làm việc, chẳng hạn %(day)s.", day=format_date(free)),
            "day",
            "off",
        )
    elif before is not None and calendar.closing(data.day) <= before:
        yield Problem(
            _("Ngày hẹn mới phải sau ngày đã hẹn (%(day)s).", day=format_datetime(before)), "day", "not_later"
        )
