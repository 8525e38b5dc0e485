"""The clock in words: why each of a dossier's dates is what it is, and the rules as people name them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from core.contracts.procedures import RULES, Limit
from core.text.formats import format_date, format_datetime, format_duration
from core.text.i18n import gettext as _
from core.text.i18n import lazy, ngettext
from core.worktime import Calendar
from plugins.onestop.clock.domain.reckoning import Commission, Reckoning, read_moment, reasons
from plugins.onestop.clock.domain.rules import AGENCY, ClockRule, Kind
from plugins.onestop.clock.domain.steps import Overdrawn, StepDue
from plugins.onestop.clock.domain.supplements import SupplementDue
from plugins.onestop.clock.domain.warnings import Addressee
from plugins.onestop.domain.ledger import LedgerLine
from plugins.onestop.domain.workflows import SHIPPED
from plugins.onestop.wording import promise_sentences

KINDS: Final[Mapping[Kind, object]] = {
    "pause_cap": lazy("Thời gian không tính tối đa"),
    "supplement_days": lazy("Số ngày chờ bổ sung trước khi dừng"),
    "reappointments": lazy("Số lần được hẹn lại"),
    "step_budget": lazy("Thời gian của một bước"),
}
RULE_FAULTS: Final[Mapping[str, object]] = {
    "too_small": lazy("Giá trị phải từ 1 trở lên (số lần hẹn lại: từ 0)."),
    "no_subject": lazy("Hãy chọn bước mà quy tắc này áp dụng."),
    "needless_subject": lazy("Quy tắc này áp dụng cho cả hồ sơ: hãy bỏ trống ô bước."),
    "wrong_unit": lazy("Hãy dùng phút, giờ hoặc ngày làm việc."),
    "ends_before": lazy("Ngày hết hiệu lực phải sau ngày bắt đầu."),
    "no_source": lazy("Hãy ghi căn cứ của quy tắc."),
    "twice": lazy("Đã có quy tắc như vậy bắt đầu từ chính ngày này."),
}
ADDRESSEES: Final[Mapping[Addressee, object]] = {
    "holder": lazy("Người đang giữ hồ sơ"),
    "head": lazy("Trưởng phòng của người đang giữ"),
    "leader": lazy("Lãnh đạo cơ quan"),
}
WATCHED: Final[Mapping[str, object]] = {
    "step": lazy("Hạn của bước"),
    "whole": lazy("Ngày hẹn trả"),
    "agency": lazy("Hạn trả lời của cơ quan khác"),
}
WAYS: Final[Mapping[str, object]] = {
    "desk": lazy("Đưa tận tay tại bộ phận một cửa"),
    "mail": lazy("Gửi bưu điện"),
    "email": lazy("Gửi thư điện tử"),
    "phone": lazy("Nhắn tin"),
}
_STATES: Final = {state.code: state.title for workflow in SHIPPED for state in workflow.states}


def subject_words(subject: str) -> str:
    """Return a step, or what else holds the clock up, in words."""
    if subject == AGENCY:
        return _("Lấy ý kiến cơ quan khác")
    return _(_STATES[subject]) if subject in _STATES else subject


def rule_words(rule: ClockRule) -> str:
    """Return a rule's amount in words."""
    if rule.kind == "reappointments":
        return ngettext("%(num)s lần", "%(num)s lần", rule.value)
    return Limit(rule.value, rule.unit).words()


def unverified(rule: ClockRule) -> str:
    """Return the source of a rule, and that nobody has verified it where that is so."""
    return _("%(source)s, chưa kiểm chứng", source=rule.source) if not rule.verified else rule.source


def date_sentences(calendar: Calendar, commission: Commission, found: Reckoning) -> list[str]:
    """Return why the promised day is what it is: where the limit began, what counted, what was promised anew."""
    counted = promise_sentences(reasons(calendar, commission, found))
    return [*_beginning(commission, found), *counted, *_caps(commission, found), *_anew(found)]


def _beginning(commission: Commission, found: Reckoning) -> Iterator[str]:
    if commission.starts_at_agency and found.begun_at is not None:
        at = format_datetime(found.begun_at)
        yield _("%(rule)s Cơ quan giải quyết nhận lúc %(at)s.", rule=RULES["starts_at_agency"], at=at)
    elif commission.starts_at_agency:
        yield _(
            "%(rule)s Cơ quan giải quyết chưa nhận: ngày này tạm tính từ lúc nộp và sẽ tính lại khi nhận.",
            rule=RULES["starts_at_agency"],
        )


def _caps(commission: Commission, found: Reckoning) -> Iterator[str]:
    for cut in found.cut:
        rule = commission.rules.find("pause_cap", cut.cause)
        if rule is not None:
            yield _(
                "%(cause)s: chỉ được trừ tối đa %(cap)s (%(source)s); từ %(at)s thời gian lại được tính.",
                cause=subject_words(cut.cause),
                cap=rule_words(rule),
                source=unverified(rule),
                at=format_datetime(cut.at),
            )


def _anew(found: Reckoning) -> Iterator[str]:
    for given in found.reappointed:
        yield _(
            "Đã hẹn lại lúc %(at)s: từ %(before)s sang %(day)s. Lý do: %(reason)s.",
            at=format_datetime(given.at),
            before=format_date(given.before),
            day=format_datetime(given.day),
            reason=given.reason.rstrip("."),
        )
    if found.reappointed and found.planned is not None:
        moved = found.planned != found.reappointed[-1].day
        if moved:
            yield _("Ngày hẹn lại lùi theo thời gian tạm dừng, đến %(day)s.", day=format_datetime(found.planned))
        if found.latest is not None:
            yield _("Hạn theo quy định vẫn là %(day)s.", day=format_datetime(found.latest))


def supplement_sentences(due: SupplementDue) -> list[str]:
    """Return why the applicant has until then, and what follows."""
    if due.counted is None:
        return [_("Đây là ngày đã báo cho người nộp khi yêu cầu bổ sung.")]
    allowed, deadline = due.counted
    days = Limit(allowed.days, "working_day").words()
    source = unverified(allowed.rule) if allowed.rule else str(RULES["supplement_7_working_days"])
    first = _("Người nộp có %(days)s để bổ sung (%(source)s).", days=days, source=source.rstrip("."))
    return [first, *deadline.sentences()[1:]]


def step_sentence(due: StepDue, entered_at: datetime, budget: Limit | None) -> str:
    """Return why a step is due when it is."""
    at, since = format_datetime(due.due_at), format_datetime(entered_at)
    if due.bound == "budget" and budget is not None:
        return _("Bước này có %(budget)s, tính từ %(since)s: đến %(at)s.", budget=budget.words(), since=since, at=at)
    if budget is not None:
        return _(
            "Bước này có %(budget)s, nhưng thời hạn của cả hồ sơ hết trước: đến %(at)s.", budget=budget.words(), at=at
        )
    return _("Bước này không có thời gian riêng: hạn là hạn của cả hồ sơ, %(at)s.", at=at)


def overdrawn_sentence(found: Overdrawn) -> str:
    """Return that the steps together take longer than the limit allows."""
    return _(
        "Tổng thời gian các bước (%(budgets)s) vượt thời hạn giải quyết (%(limit)s): hạn của cả hồ sơ vẫn giữ nguyên.",
        budgets=format_duration(found.budgets),
        limit=format_duration(found.limit),
    )


def clock_line_words(line: LedgerLine) -> str:
    """Return what a line of the ledger about the clock says besides its title; "" for nothing."""
    if line.action in {"moved", "reappointed"}:
        before, after = format_datetime(read_moment(line.source)), format_datetime(read_moment(line.target))
        return _("Từ %(before)s sang %(after)s: %(why)s", before=before, after=after, why=line.reason)
    if line.action in {"agency_out", "agency_back"}:
        return f"{line.holder_name}: {line.reason}"
    if line.action == "cap_used":
        return _("%(cause)s, từ %(at)s", cause=subject_words(line.target), at=format_datetime(read_moment(line.source)))
    if line.action == "apologised":
        return str(WAYS.get(line.source, ""))
    return f"{line.reason} ({line.source})" if line.action == "member_case" and line.source else line.reason


def when_words(minutes: int) -> str:
    """Return when a warning goes out: so many open hours before or after a due time."""
    if minutes == 0:
        return _("Ngay khi quá hạn")
    hours = f"{abs(minutes) / 60:g}"
    return (
        _("Trước hạn %(hours)s giờ làm việc", hours=hours) if minutes < 0 else _("Sau hạn %(hours)s giờ", hours=hours)
    )
