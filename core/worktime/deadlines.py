"""Deadlines with their explanation: hours, working days, calendar days, and the same day."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Final

from core.clock import VIETNAM
from core.worktime.arithmetic import Pause, add_open_time, merged, open_time, subtract_open_time
from core.worktime.calendars import Calendar
from core.worktime.hours import day_minutes
from core.worktime.steps import (
    CIVIL_DAYS,
    ELAPSED,
    OPEN_TIME,
    PAUSE,
    SAME_DAY,
    WHOLE_DAYS,
    WORKING_DAY,
    Deadline,
    Rule,
    Step,
    StepKind,
)

Pauses = Iterable[Sequence[datetime]]
"""Pairs of aware moments, `Pause` or plain pairs, in any order; they may overlap."""

SAME_DAY_CUTOFF: Final = time(15)
_DAY: Final = timedelta(days=1)


def due_after_open_time(calendar: Calendar, received: datetime, amount: timedelta, pauses: Pauses = ()) -> Deadline:
    """Return when amount of the office's open time has passed since received, without pauses.

    Raises ValueError for a negative amount, naive moments, and beyond the calendar, as all functions here.
    """
    return _forward(calendar, received, amount, merged(pauses), OPEN_TIME)


def due_after_working_days(calendar: Calendar, received: datetime, days: float, pauses: Pauses = ()) -> Deadline:
    """Return when a number of working days has passed: received on Monday 10:00, two days end on Wednesday 10:00.

    A working day is the open time of the week's longest day, so a Saturday morning counts for half a day. Days may be
    a fraction.
    """
    return _forward(calendar, received, days * calendar.hours.full_day_length, merged(pauses), WORKING_DAY)


def due_after_whole_days(calendar: Calendar, received: datetime, days: int, pauses: Pauses = ()) -> Deadline:
    """Return the closing time of the last of a number of working days; the day of reception is none of them.

    Counted as open time from the end of that day, as `due_after_working_days` does; with zero days due is the closing
    time of the day of reception, of the next working day where that is past or off.
    """
    local, stretches = _local(received), merged(pauses)
    begin = _midnight(local.date()) + _DAY
    ended = _local(add_open_time(calendar, begin, days * calendar.hours.full_day_length, stretches))
    day = ended.date() if days else local.date()
    if not calendar.shifts(day) or calendar.closing(day) < local:
        day = calendar.next_working_day(day)
    due_at, code = calendar.closing(day), WHOLE_DAYS.code
    first = Step("first_day", local, local, rule=code)
    return _deadline(calendar, local, due_at, WHOLE_DAYS, [first, *_counted(calendar, begin, due_at, stretches)])


def due_after_elapsed_time(calendar: Calendar, received: datetime, amount: timedelta) -> Deadline:
    """Return when an amount of time has passed, nights and days off included; outside office hours the next opening.

    For limits such as "24 giờ" that are meant by the clock on the wall.
    """
    if amount < timedelta(0):
        raise ValueError(f"an amount of time cannot be negative: {amount}")
    local, code = _local(received), ELAPSED.code
    passed = local + amount
    shifts = calendar.shifts(passed.date())
    closes = bool(shifts) and passed == calendar.closing(passed.date())
    due_at = passed if closes else _local(calendar.next_open(passed))
    steps = [Step("elapsed", local, passed, amount, rule=code)]
    if due_at != passed:
        steps.append(Step("moved", passed, due_at, rule=code))
    return _deadline(calendar, local, due_at, ELAPSED, steps)


def due_before_open_time(calendar: Calendar, moment: datetime, amount: timedelta, pauses: Pauses = ()) -> Deadline:
    """Return the last moment from which amount of open time remains until moment, without pauses."""
    return _backward(calendar, moment, amount, merged(pauses), OPEN_TIME)


def due_before_working_days(calendar: Calendar, moment: datetime, days: float, pauses: Pauses = ()) -> Deadline:
    """Return the last moment from which a number of working days remains until moment; days as for adding."""
    return _backward(calendar, moment, days * calendar.hours.full_day_length, merged(pauses), WORKING_DAY)


def due_after_calendar_days(calendar: Calendar, received: datetime, days: int, pauses: Pauses = ()) -> Deadline:
    """Return the closing time of the last of a number of calendar days, the next working day's when that one is off.

    The first day does not count (Civil Code 2015, articles 147 and 148). The minutes of pauses after the first day do
    not count either: the last day is the one in which the last counted minute lies. Raises ValueError for less than
    one day.
    """
    if days < 1:
        raise ValueError(f"a time limit has at least one day, not {days}")
    local = _local(received)
    begin = _midnight(local.date()) + _DAY
    end, paused = begin + days * _DAY, list[Pause]()
    for pause in merged(pauses):
        if pause.end > begin and pause.start < end:
            paused.append(Pause(_local(max(pause.start, begin)), _local(pause.end)))
            end += paused[-1].end - paused[-1].start
    last = (end - timedelta(microseconds=1)).date()
    due_day = last if calendar.shifts(last) else calendar.next_working_day(last)
    code = CIVIL_DAYS.code
    steps = [
        Step("first_day", local, local, rule=code),
        *(Step("pause", p.start, p.end, open_time(calendar, *p), rule=PAUSE.code) for p in paused),
        Step("days", begin, _midnight(last), days=days, rule=code),
    ]
    if due_day != last:
        changes = (calendar.changes[last],) if last in calendar.changes else ()
        steps.append(Step("moved", _midnight(last), _midnight(due_day), rule=code, changes=changes))
    return _deadline(calendar, local, calendar.closing(due_day), CIVIL_DAYS, steps)


def due_same_day(
    calendar: Calendar, received: datetime, pauses: Pauses = (), cutoff: time = SAME_DAY_CUTOFF
) -> Deadline:
    """Return the closing time of the day of reception, of the next working day when received from the cutoff on.

    Received on a day off or after closing is received for the next working day. Pauses move the end by the open time
    that they take. Source: Decree 99/2022, art. 16 (15:00 rule).
    """
    local, day = _local(received), _local(received).date()
    today = bool(calendar.shifts(day)) and local.time() < cutoff and local < calendar.closing(day)
    if not today:
        day = calendar.next_working_day(day)
    stretches = merged(pauses)
    closing = calendar.closing(day)
    due_at = add_open_time(calendar, local, open_time(calendar, local, closing), stretches)
    cutoff_step = Step("cutoff", local, local if today else _midnight(day), rule=SAME_DAY.code)
    steps = [cutoff_step, *_counted(calendar, local, due_at, stretches)]
    return _deadline(calendar, local, due_at, SAME_DAY, steps)


def _forward(calendar: Calendar, received: datetime, amount: timedelta, pauses: list[Pause], rule: Rule) -> Deadline:
    local = _local(received)
    due_at = _local(add_open_time(calendar, local, amount, pauses))
    begin = Step("begin", local, _local(calendar.next_open(local)), rule=rule.code)
    return _deadline(calendar, local, due_at, rule, [begin, *_counted(calendar, local, due_at, pauses)])


def _backward(calendar: Calendar, moment: datetime, amount: timedelta, pauses: list[Pause], rule: Rule) -> Deadline:
    local = _local(moment)
    due_at = _local(subtract_open_time(calendar, local, amount, pauses))
    back = Step("back", due_at, local, rule=rule.code)
    steps = [back, *_counted(calendar, due_at, local, pauses), Step("due", due_at, due_at, rule=rule.code)]
    return Deadline(due_at, rule.code, (*steps, *_doubts(calendar, due_at.date(), local.date())))


def _deadline(calendar: Calendar, start: datetime, due_at: datetime, rule: Rule, steps: Iterable[Step]) -> Deadline:
    due = Step("due", due_at, due_at, rule=rule.code)
    return Deadline(due_at, rule.code, (*steps, due, *_doubts(calendar, start.date(), due_at.date())))


def _counted(calendar: Calendar, start: datetime, end: datetime, pauses: list[Pause]) -> Iterator[Step]:
    """Yield what counts and what does not from start to end; the amounts of "count" steps add up to the open time."""
    at = start
    for pause in pauses:
        if pause.start < end and pause.end > start:
            begin, stop = _local(max(pause.start, start)), _local(min(pause.end, end))
            yield from _running(calendar, at, begin)
            yield Step("pause", begin, stop, open_time(calendar, begin, stop), rule=PAUSE.code)
            at = stop
    yield from _running(calendar, at, end)


def _running(calendar: Calendar, start: datetime, end: datetime) -> Iterator[Step]:
    """Yield the steps of a stretch without pauses: days off together, full days together, the others one by one."""
    if start >= end:
        return
    last = (end - timedelta(microseconds=1)).date()
    days = [date.fromordinal(number) for number in range(start.date().toordinal(), last.toordinal() + 1)]
    pieces = [_piece(calendar, day, start, end) for day in days]
    for (kind, _key), group in groupby(pieces, key=_group):
        steps = list(group)
        amount = sum((step.amount for step in steps), timedelta(0))
        if kind == "off" or amount:
            changes = tuple(change for step in steps for change in step.changes)
            yield Step(kind, steps[0].start, steps[-1].end, amount, len(steps), OPEN_TIME.code, changes)


def _piece(calendar: Calendar, day: date, start: datetime, end: datetime) -> Step:
    """Return the step of one day, from its first to its last counted moment."""
    change = calendar.changes.get(day)
    changes = () if change is None else (change,)
    midnight = _midnight(day)
    shifts = calendar.shifts(day)
    if not shifts:
        return Step("off", midnight, midnight, days=1, changes=changes)
    begin = max(start, midnight + timedelta(minutes=shifts[0].opens))
    stop = min(end, midnight + timedelta(minutes=shifts[-1].closes))
    amount = open_time(calendar, begin, stop) if begin < stop else timedelta(0)
    full = amount == timedelta(minutes=day_minutes(shifts))
    return Step("count", begin, stop, amount, days=int(full), changes=changes)


def _group(step: Step) -> tuple[StepKind, date | None]:
    """Return what neighbours have in common; a part of a day and a made-up day stand alone."""
    alone = step.kind == "count" and (step.changes or not step.days)
    return step.kind, step.start.date() if alone else None


def _doubts(calendar: Calendar, first: date, last: date) -> Iterator[Step]:
    """Yield what may still change between two days."""
    for change in calendar.doubtful:
        if first <= change.day <= last:
            day = _midnight(change.day)
            yield Step("doubt", day, day, changes=(change,))
    if calendar.announced_until is not None and last > calendar.announced_until:
        day = _midnight(calendar.announced_until)
        yield Step("unannounced", day, day)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, VIETNAM)


def _local(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError(f"a moment without time zone: {moment!r}")
    return moment.astimezone(VIETNAM)
