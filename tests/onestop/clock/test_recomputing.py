"""The office's days change: open dossiers follow, and say so."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from core import db as database
from core.acting import Act
from core.errors import Missing, Refused
from core.text.i18n import use_language
from plugins.onestop.clock.commands import recomputing
from plugins.onestop.clock.commands.days import add_days, foretell, foretell_without, verify_day, withdraw_day
from plugins.onestop.clock.commands.recomputing import recompute
from plugins.onestop.clock.queries.days import stored_days
from plugins.onestop.clock.schemas import NewDays
from plugins.onestop.office import office_of
from tests.onestop.clock.conftest import Track, appraising, system
from tests.onestop.conftest import MARRIAGE, Desk

pytestmark = pytest.mark.anyio
RunJobs = Callable[[], Awaitable[int]]
STORM = NewDays("off", date(2017, 11, 24), "nghỉ tránh bão số 14", "Công điện 1/CĐ-UBND", verified=True)


def admin(desk: Desk) -> Act:
    return desk.act(desk.leader)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


async def test_a_day_off_moves_the_open_promises_and_each_dossier_says_so(track: Track, run_jobs: RunJobs) -> None:
    desk = track.desk
    seen = await foretell(STORM, admin(desk))
    assert (seen.looked_at, seen.later, seen.earlier) == (1, 1, 0)
    assert (await track.sheet()).promised_at == moment("2017-11-29T09:30")
    await add_days(STORM, admin(desk), "key")
    await add_days(STORM, admin(desk), "key")
    await run_jobs()
    sheet = await track.sheet()
    assert sheet.promised_at == moment("2017-11-30T09:30")
    [line] = await track.clock_lines()
    assert (line.action, line.source, line.target) == (
        "moved",
        "2017-11-29T09:30:00+07:00",
        "2017-11-30T09:30:00+07:00",
    )
    assert "bão số 14" in line.reason
    assert "Công điện 1/CĐ-UBND" in line.reason
    moved = "SELECT count(*) FROM audit.audit_entry WHERE action = 'onestop.promise_moved'"
    assert await database.value(moved) == 1
    assert await database.value("SELECT count(*) FROM core.core_event WHERE type LIKE '%PromiseMoved'") == 1
    # a second run finds nothing to do
    assert await recompute("", system(desk)) == 0


async def test_new_dossiers_are_taken_under_the_new_days_at_once(desk: Desk) -> None:
    await add_days(STORM, admin(desk))
    assert (await desk.take(MARRIAGE)).promised_at == moment("2017-11-30T09:30")


async def test_a_day_taken_back_moves_the_promises_back(track: Track, run_jobs: RunJobs) -> None:
    desk = track.desk
    await add_days(STORM, admin(desk))
    await run_jobs()
    [day] = await stored_days()
    _day, seen = await foretell_without(day.id, admin(desk))
    assert (seen.later, seen.earlier) == (0, 1)
    await withdraw_day(day.id, admin(desk))
    await run_jobs()
    assert (await track.sheet()).promised_at == moment("2017-11-29T09:30")
    assert [line.action for line in await track.clock_lines()] == ["moved", "moved"]
    with pytest.raises(Missing):
        await withdraw_day(day.id, admin(desk))


async def test_a_swap_is_a_day_off_and_a_worked_saturday(track: Track, run_jobs: RunJobs) -> None:
    desk = track.desk
    swap = NewDays("swap", date(2017, 11, 24), "hoán đổi", "CV 1", made_up=date(2017, 11, 25), verified=True)
    await add_days(swap, admin(desk))
    await run_jobs()
    calendar = (await office_of((await track.sheet()).unit_id)).calendar
    assert not calendar.shifts(date(2017, 11, 24))
    assert calendar.shifts(date(2017, 11, 25))
    assert await track.clock_lines() == []  # one day less, one more: the promise stays


async def test_what_nobody_verified_is_a_doubt_until_somebody_does(track: Track, run_jobs: RunJobs) -> None:
    desk = track.desk
    doubtful = NewDays("off", date(2017, 11, 24), "tin báo chí", "Chưa có văn bản")
    assert (await foretell(doubtful, admin(desk))).moved == 0
    await add_days(doubtful, admin(desk))
    await run_jobs()
    assert await track.clock_lines() == []
    calendar = (await office_of((await track.sheet()).unit_id)).calendar
    assert [change.name for change in calendar.doubtful] == ["tin báo chí"]
    [day] = await stored_days()
    await verify_day(day.id, admin(desk))
    await run_jobs()
    assert (await track.sheet()).promised_at == moment("2017-11-30T09:30")


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (NewDays("swap", date(2017, 11, 24), "x", "CV 1"), "made_up"),
        (NewDays("off", date(2017, 11, 24), "x", "CV 1", made_up=date(2017, 11, 25)), "made_up"),
        (NewDays("swap", date(2017, 11, 24), "x", "CV 1", made_up=date(2017, 11, 24)), "made_up"),
        (NewDays("off", date(1990, 11, 24), "x", "CV 1"), "day"),
    ],
)
async def test_days_that_make_no_sense_are_refused(desk: Desk, data: NewDays, field: str) -> None:
    with pytest.raises(Refused) as refused:
        await add_days(data, admin(desk))
    assert refused.value.problems[0].field == field


async def test_a_day_is_in_the_list_once(desk: Desk) -> None:
    await add_days(STORM, admin(desk))
    with pytest.raises(Refused) as refused:
        await add_days(STORM, admin(desk))
    assert (refused.value.problems[0].field, refused.value.problems[0].code) == ("day", "twice")


async def test_a_clock_that_stands_is_worked_out_under_the_new_days_when_it_runs_on(
    track: Track, run_jobs: RunJobs
) -> None:
    desk = track.desk
    await track.step(desk.specialist, "ask_supplement", "Thiếu giấy tờ")
    await add_days(STORM, admin(desk))
    await run_jobs()
    assert [line.action for line in await track.clock_lines()] == ["pause"]
    desk.clock.move(timedelta(hours=1))
    await track.step(desk.clerk, "supplemented")
    assert (await track.sheet()).promised_at == moment("2017-11-30T10:30")


async def test_settled_and_closed_dossiers_keep_their_day(track: Track, run_jobs: RunJobs) -> None:
    desk = track.desk
    settled = await appraising(desk)
    await settled.step(desk.specialist, "submit")
    await settled.step(desk.leader, "sign")
    await settled.step(desk.specialist, "to_desk")
    await track.step(desk.clerk, "ask_withdraw", "Xin rút")
    await track.step(desk.specialist, "grant_withdrawal")
    await add_days(STORM, admin(desk))
    await run_jobs()
    for one in (settled, track):
        assert (await one.sheet()).promised_at == moment("2017-11-29T09:30")


async def test_a_step_taken_at_the_same_moment_keeps_what_the_days_gave(committed_desk: Desk) -> None:
    """Real connections: whoever comes first, the promise is the new one and the step is there."""
    desk = committed_desk
    track = await appraising(desk)
    await add_days(STORM, admin(desk))
    moving = database.spawn(track.step(desk.specialist, "submit"))
    counting = database.spawn(recompute("x", system(desk)))
    await asyncio.gather(moving, counting)
    await recompute("", system(desk))
    sheet = await track.sheet()
    assert (sheet.state, sheet.promised_at) == ("submitted", moment("2017-11-30T09:30"))
    assert len(await track.clock_lines()) == 1


async def test_other_processes_see_the_days_after_a_change(desk: Desk) -> None:
    unit_id = desk.clerk.unit_id or 0
    assert (await office_of(unit_id)).calendar.shifts(date(2017, 11, 24))
    await add_days(STORM, admin(desk))
    assert not (await office_of(unit_id)).calendar.shifts(date(2017, 11, 24))


async def test_a_run_that_is_killed_halfway_is_finished_by_the_next_one(
    committed_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Real commits: what was written stays, nothing moves twice, and the rest follows."""
    desk = committed_desk
    tracks = [await appraising(desk) for _dossier in range(4)]
    await add_days(STORM, admin(desk))
    written = recomputing._write
    left = 2

    async def dying(*args: Any) -> int:
        nonlocal left
        if left == 0:
            raise RuntimeError("killed")
        left -= 1
        return await written(*args)

    monkeypatch.setattr(recomputing, "_write", dying)
    with pytest.raises(RuntimeError):
        await recompute("x", system(desk))
    monkeypatch.setattr(recomputing, "_write", written)
    assert await recompute("x", system(desk)) == 2
    for track in tracks:
        assert (await track.sheet()).promised_at == moment("2017-11-30T09:30")
        assert [line.action for line in await track.clock_lines()] == ["moved"]


async def test_ledgers_are_written_in_vietnamese_whatever_the_administrator_reads(
    track: Track, run_jobs: RunJobs
) -> None:
    with use_language("en"):
        await add_days(STORM, admin(track.desk))
    await run_jobs()
    [line] = await track.clock_lines()
    assert line.reason == "lịch nghỉ thay đổi: nghỉ ngày 24/11/2017, nghỉ tránh bão số 14 (Công điện 1/CĐ-UBND)"
