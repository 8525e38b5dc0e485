"""Why a deadline is what it is: named rules, and steps that become sentences in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, Literal

import msgspec

from core.text.formats import format_datetime, format_duration, format_time, format_weekday
from core.text.i18n import LazyText, lazy, ngettext
from core.text.i18n import gettext as _
from core.worktime.days import DayChange

StepKind = Literal[
    "begin",
    "back",
    "first_day",
    "cutoff",
    "count",
    "elapsed",
    "off",
    "pause",
    "days",
    "moved",
    "due",
    "doubt",
    "unannounced",
]


class Rule(msgspec.Struct, frozen=True):
    """A rule of the clock; its code ends with its version, a changed rule gets a new code."""

    code: str
    title: LazyText
    source: str

    def sentence(self) -> str:
        """Return the rule in words, in the current language, with its source."""
        return f"{self.title} ({self.source})." if self.source else f"{self.title}."


OPEN_TIME: Final = Rule("open-time-1", lazy("Chỉ tính giờ làm việc của đơn vị"), "")
WORKING_DAY: Final = Rule("working-day-1", lazy("Một ngày làm việc là số giờ của một ngày làm việc đầy đủ"), "")
PAUSE: Final = Rule("pause-1", lazy("Thời gian tạm dừng không tính; khi tiếp tục, thời gian đã dùng vẫn được tính"), "")
CIVIL_DAYS: Final = Rule(
    "civil-days-1",
    lazy(
        "Không tính ngày đầu; hết hạn khi hết giờ ngày cuối; ngày cuối là ngày nghỉ thì chuyển sang ngày làm việc sau"
    ),
    "Điều 147, Điều 148 Bộ luật Dân sự 2015",
)
SAME_DAY: Final = Rule(
    "same-day-1",
    lazy("Trả trong ngày; nhận từ 15 giờ thì trả trong ngày làm việc tiếp theo"),
    "Điều 16 Nghị định 99/2022/NĐ-CP",
)
WHOLE_DAYS: Final = Rule(
    "whole-days-1", lazy("Không tính ngày nhận; hết hạn khi hết giờ của ngày làm việc cuối cùng"), ""
)
ELAPSED: Final = Rule(
    "elapsed-hours-1",
    lazy("Giờ liên tục, kể cả ngoài giờ làm việc; hết hạn ngoài giờ làm việc thì chuyển sang lúc mở cửa tiếp theo"),
    "",
)
RULES: Final = {rule.code: rule for rule in (OPEN_TIME, WORKING_DAY, PAUSE, CIVIL_DAYS, SAME_DAY, WHOLE_DAYS, ELAPSED)}


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step of the reckoning, from start to end (moments in Vietnam's zone).

    amount: open time that the step counts, or that a pause or the time before the beginning leaves out. days: how many
    days a "count" or "days" step covers. rule: the code of a rule in RULES. changes: the days that differ from the
    ordinary week, with their sources.
    """

    kind: StepKind
    start: datetime
    end: datetime
    amount: timedelta = timedelta(0)
    days: int = 0
    rule: str = ""
    changes: tuple[DayChange, ...] = ()

    def sentence(self) -> str:
        """Return the step in words, in the current language, with its source."""
        return f"{_SENTENCES[self.kind](self)}{_sources(self)}."


class Deadline(msgspec.Struct, frozen=True):
    """When something is due, and every step that leads there. rule: the code of a rule in RULES."""

    due_at: datetime
    rule: str
    steps: tuple[Step, ...]

    def sentences(self) -> list[str]:
        """Return the rule and the steps in words, in the current language."""
        return [RULES[self.rule].sentence(), *(step.sentence() for step in self.steps)]


def _begin(step: Step) -> str:
    if step.start == step.end:
        return _("Bắt đầu tính từ %(at)s", at=format_datetime(step.start))
    return _(
        "Nhận lúc %(at)s, ngoài giờ làm việc: bắt đầu tính từ %(opening)s",
        at=format_datetime(step.start),
        opening=format_datetime(step.end),
    )


def _back(step: Step) -> str:
    return _("Tính ngược từ %(at)s", at=format_datetime(step.end))


def _first_day(step: Step) -> str:
    return _("Không tính ngày đầu: %(day)s", day=format_weekday(step.start))


def _cutoff(step: Step) -> str:
    if step.start == step.end:
        return _("Nhận lúc %(at)s, trước giờ chốt: trả trong ngày", at=format_datetime(step.start))
    return _(
        "Nhận lúc %(at)s, sau giờ chốt hoặc ngoài ngày làm việc: trả trong ngày làm việc tiếp theo, %(day)s",
        at=format_datetime(step.start),
        day=format_weekday(step.end),
    )


def _count(step: Step) -> str:
    amount = format_duration(step.amount)
    if step.changes:
        return _("Tính %(amount)s ngày %(day)s: %(name)s", amount=amount, day=_span(step), name=_titles(step))
    if step.days > 1:
        days = ngettext("%(num)s ngày làm việc", "%(num)s ngày làm việc", step.days)
        return _("Tính %(days)s (%(amount)s): %(span)s", days=days, amount=amount, span=_span(step))
    return _(
        "Tính %(amount)s ngày %(day)s, từ %(start)s đến %(end)s",
        amount=amount,
        day=format_weekday(step.start),
        start=format_time(step.start),
        end=format_time(step.end),
    )


def _elapsed(step: Step) -> str:
    return _(
        "Tính %(amount)s liên tục, từ %(start)s đến %(end)s",
        amount=format_duration(step.amount),
        start=format_datetime(step.start),
        end=format_datetime(step.end),
    )


def _off(step: Step) -> str:
    names = [_("nghỉ hằng tuần")] if step.days > len(step.changes) else []
    return _("Không tính %(span)s: %(names)s", span=_span(step), names=", ".join([*names, *_names(step)]))


def _pause(step: Step) -> str:
    return _(
        "Không tính từ %(start)s đến %(end)s: tạm dừng (%(amount)s làm việc)",
        start=format_datetime(step.start),
        end=format_datetime(step.end),
        amount=format_duration(step.amount),
    )


def _days(step: Step) -> str:
    days = ngettext("%(num)s ngày", "%(num)s ngày", step.days)
    return _("Tính %(days)s theo lịch: %(span)s", days=days, span=_span(step))


def _moved(step: Step) -> str:
    if step.rule == ELAPSED.code:
        return _(
            "%(last)s là ngoài giờ làm việc: chuyển sang lúc mở cửa tiếp theo, %(next)s",
            last=format_datetime(step.start),
            next=format_datetime(step.end),
        )
    return _(
        "%(last)s là ngày nghỉ: chuyển sang ngày làm việc tiếp theo, %(next)s",
        last=format_weekday(step.start),
        next=format_weekday(step.end),
    )


def _due(step: Step) -> str:
    return _("Hạn: %(at)s, %(day)s", at=format_time(step.end), day=format_weekday(step.end))


def _doubt(step: Step) -> str:
    return _("Chưa áp dụng vì chưa kiểm chứng: %(day)s là %(name)s", day=format_weekday(step.start), name=_titles(step))


def _unannounced(step: Step) -> str:
    return _("Lịch nghỉ từ sau %(day)s chưa được công bố: hạn này có thể đổi", day=format_weekday(step.start))


_SENTENCES: Final[Mapping[StepKind, Callable[[Step], str]]] = {
    "begin": _begin,
    "back": _back,
    "first_day": _first_day,
    "cutoff": _cutoff,
    "count": _count,
    "elapsed": _elapsed,
    "off": _off,
    "pause": _pause,
    "days": _days,
    "moved": _moved,
    "due": _due,
    "doubt": _doubt,
    "unannounced": _unannounced,
}


def _span(step: Step) -> str:
    first, last = format_weekday(step.start), format_weekday(step.end)
    return first if first == last else f"{first} – {last}"


def _names(step: Step) -> list[str]:
    return list(dict.fromkeys(change.title() for change in step.changes))


def _titles(step: Step) -> str:
    return ", ".join(_names(step))


def _sources(step: Step) -> str:
    """Return who says so, in brackets: of the days that differ from the ordinary week, and of a rule's turning points.

    The rule itself is named once for the whole deadline.
    """
    rule = RULES.get(step.rule) if step.kind in {"first_day", "cutoff", "moved"} else None
    named = [rule.source if rule else "", *(change.source for change in step.changes)]
    sources = "; ".join(dict.fromkeys(source for source in named if source))
    return f" ({sources})" if sources else ""
