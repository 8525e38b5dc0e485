"""Change the office's days: days off, working days and swaps over `holidays.toml`; open dossiers follow."""

from collections.abc import Iterator
from datetime import date

from core import audit, db, jobs
from core.acting import Act
from core.errors import Missing, Problem, Refused
from core.idempotency import once
from core.text.formats import format_date
from core.text.i18n import gettext as _
from core.text.i18n import use_language
from core.worktime import DayChange, Overrides
from core.worktime.calendars import YEARS
from plugins.onestop.clock.commands.recomputing import Preview, cause_of, preview
from plugins.onestop.clock.payloads import Recompute
from plugins.onestop.clock.queries.days import StoredDay, stored_days, taken
from plugins.onestop.clock.schemas import NewDays
from plugins.onestop.office import with_days

_INSERT = """
INSERT INTO onestop.onestop_office_day (day, working, name, name_en, decision, verified, added_at, added_by)
SELECT * , $6, $7, $8 FROM unnest($1::date[], $2::bool[], $3::text[], $4::text[], $5::text[])
"""
_VERSION = "UPDATE onestop.onestop_calendar SET version = gen_random_uuid()::text WHERE id = 1"
_WITHDRAW = "UPDATE onestop.onestop_office_day SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL"
_VERIFY = "UPDATE onestop.onestop_office_day SET verified = true WHERE id = $1 AND withdrawn_at IS NULL"


def changes_of(data: NewDays) -> tuple[DayChange, ...]:
    """Return the days of a form: one, or the two of a swap."""
    name_en = data.name_en or data.name
    day = DayChange(data.day, data.kind == "on", data.name, name_en, data.decision, data.verified)
    if data.kind != "swap" or data.made_up is None:
        return (day,)
    made_up = DayChange(
        data.made_up,
        working=True,
        name=f"làm bù cho ngày {data.day:%d/%m/%Y}",
        name_en=f"working day in place of {data.day:%d/%m/%Y}",
        source=data.decision,
        verified=data.verified,
    )
    return (day, made_up)


async def foretell(data: NewDays, act: Act) -> Preview:
    """Return what saving the days would move. Raises Refused for days that cannot be saved."""
    Refused.if_any([*_problems(data), *await _clashes(data)])
    return await preview(_after(await stored_days(), changes_of(data)), act.at)


async def foretell_without(day_id: int, act: Act) -> tuple[StoredDay, Preview]:
    """Return a day and what taking it back would move. Raises Missing."""
    stored = await stored_days()
    day = next((one for one in stored if one.id == day_id and one.withdrawn_at is None), None)
    if day is None:
        raise Missing
    return day, await preview(_after([one for one in stored if one.id != day_id], ()), act.at)


async def add_days(data: NewDays, act: Act, key: str = "") -> int:
    """Save days and have the open dossiers worked out anew; return how many days were saved. Raises Refused."""
    return await once(key, act.who.username, {"days": data}, lambda: _add(data, act), int)


async def _add(data: NewDays, act: Act) -> int:
    changes = changes_of(data)
    async with db.transaction():
        await db.execute(_VERSION)  # first: two administrators come one after the other
        Refused.if_any([*_problems(data), *await _clashes(data)])
        columns = ([getattr(change, name) for change in changes] for name in ("day", "working", "name", "name_en"))
        decisions = [change.source for change in changes]
        await db.execute(_INSERT, *columns, decisions, data.verified, act.at, act.who.display_name)
        await _log(act, "onestop.days_added", data.day, {"kind": data.kind, "name": data.name, "by": data.decision})
        if data.verified:
            await jobs.enqueue(Recompute(cause=_cause(data)))
    return len(changes)


async def withdraw_day(day_id: int, act: Act) -> None:
    """Take a day back; open dossiers follow. Raises Missing."""
    async with db.transaction():
        await db.execute(_VERSION)
        day = next((one for one in await stored_days() if one.id == day_id and one.withdrawn_at is None), None)
        if day is None:
            raise Missing
        await db.execute(_WITHDRAW, day_id, act.at)
        await _log(act, "onestop.day_withdrawn", day.day, {"name": day.name, "by": day.decision})
        if day.verified:
            words = f"bỏ ngày {day.day:%d/%m/%Y}, {day.name}"
            await jobs.enqueue(Recompute(cause=cause_of(words, day.decision)))


async def verify_day(day_id: int, act: Act) -> None:
    """Say that somebody has read the decision: the day holds from now on; open dossiers follow. Raises Missing."""
    async with db.transaction():
        await db.execute(_VERSION)
        day = next((one for one in await stored_days() if one.id == day_id and one.withdrawn_at is None), None)
        if day is None:
            raise Missing
        if day.verified:
            return
        await db.execute(_VERIFY, day_id)
        await _log(act, "onestop.day_verified", day.day, {"name": day.name, "by": day.decision})
        words = f"{day.day:%d/%m/%Y}, {day.name}"
        await jobs.enqueue(Recompute(cause=cause_of(words, day.decision)))


def _cause(data: NewDays) -> str:
    """Return the cause that ledgers name, in Vietnamese whatever the administrator reads."""
    with use_language("vi"):
        return cause_of(words_of(data), data.decision)


def words_of(data: NewDays) -> str:
    """Return the change in a few words."""
    day = format_date(data.day)
    if data.kind == "swap" and data.made_up is not None:
        made_up = format_date(data.made_up)
        return _("nghỉ %(day)s, làm bù %(made_up)s, %(name)s", day=day, made_up=made_up, name=data.name)
    if data.kind == "on":
        return _("làm việc ngày %(day)s, %(name)s", day=day, name=data.name)
    return _("nghỉ ngày %(day)s, %(name)s", day=day, name=data.name)


def _after(stored: list[StoredDay], more: tuple[DayChange, ...]) -> Overrides:
    kept = [
        DayChange(one.day, one.working, one.name, one.name_en, one.decision, one.verified)
        for one in stored
        if one.withdrawn_at is None
    ]
    return with_days([*kept, *more])


def _problems(data: NewDays) -> Iterator[Problem]:
    for field, day in (("day", data.day), ("made_up", data.made_up)):
        if day is not None and day.year not in YEARS:
            yield Problem(_("Ngày phải trong các năm %(a)s–%(b)s.", a=YEARS[0], b=YEARS[-1]), field, "beyond")
    if data.kind == "swap" and data.made_up is None:
        yield Problem(_("Hoán đổi thì phải ghi ngày làm bù."), "made_up", "missing")
    if data.kind != "swap" and data.made_up is not None:
        yield Problem(_("Chỉ hoán đổi mới có ngày làm bù. Hãy bỏ trống ô này."), "made_up", "needless")
    if data.made_up == data.day:
        yield Problem(_("Ngày làm bù phải khác ngày nghỉ."), "made_up", "same")


async def _clashes(data: NewDays) -> list[Problem]:
    held = await taken([change.day for change in changes_of(data)])
    fields: dict[date | None, str] = {data.made_up: "made_up", data.day: "day"}
    message = _("Ngày này đã có trong danh sách. Hãy bỏ dòng cũ trước.")
    return [Problem(message, fields[day], "twice") for day in sorted(held)]


async def _log(act: Act, action: str, day: date, after: dict[str, str]) -> None:
    values = {"day": day.isoformat(), **after}
    await audit.record(act, action, subject="onestop.office_day", subject_id=day.isoformat(), after=values)
