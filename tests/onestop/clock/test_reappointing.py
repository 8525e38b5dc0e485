"""Another day for the applicant: once, with a reason, and an apology owed."""

from datetime import date, datetime, timedelta

import pytest

from core import db as database
from core.errors import Conflict, Forbidden, Missing, Refused
from plugins.onestop.clock.commands.reappointing import apologise, owes_apology, reappoint
from plugins.onestop.clock.commands.rules import add_rule
from plugins.onestop.clock.schemas import Apology, NewClockRule, Reappointment
from tests.onestop.clock.conftest import Track, appraising
from tests.onestop.conftest import HOUSE

pytestmark = pytest.mark.anyio
FRIDAY = date(2017, 12, 1)


def anew(revision: int, day: date = FRIDAY, reason: str = "Chờ xác minh") -> Reappointment:
    return Reappointment(revision, day, reason)


async def codes(track: Track, data: Reappointment) -> list[tuple[str | None, str]]:
    with pytest.raises(Refused) as refused:
        await reappoint(track.code, data, track.desk.act(track.desk.specialist))
    return [(problem.field, problem.code) for problem in refused.value.problems]


async def test_a_new_day_is_promised_logged_and_told(track: Track) -> None:
    desk = track.desk
    day = await reappoint(track.code, anew(await track.revision()), desk.act(desk.specialist))
    assert day == datetime.fromisoformat("2017-12-01T17:00:00+07:00")
    sheet = await track.sheet()
    assert sheet.promised_at == day
    [line] = await track.clock_lines()
    assert (line.action, line.reason) == ("reappointed", "Chờ xác minh")
    assert line.source.startswith("2017-11-29T09:30")
    assert await database.value("SELECT count(*) FROM audit.audit_entry WHERE action = 'onestop.reappoint'") == 1
    assert await database.value("SELECT count(*) FROM core.core_event WHERE type LIKE '%DossierReappointed'") == 1


async def test_a_second_time_is_refused_and_says_when_the_first_was(track: Track) -> None:
    act = track.desk.act(track.desk.leader)
    await reappoint(track.code, anew(await track.revision()), act)
    with pytest.raises(Refused) as refused:
        await reappoint(track.code, anew(await track.revision(), date(2017, 12, 8)), act)
    [problem] = refused.value.problems
    assert problem.code == "used_up"
    assert "1 lần" in problem.message
    assert "01/12/2017" in problem.message
    assert "61/2018" in problem.message


async def test_how_often_is_dated_data(track: Track) -> None:
    act = track.desk.act(track.desk.specialist)
    rule = NewClockRule("reappointments", 2, date(2017, 1, 1), "Quy chế của xã", procedure="1.000593")
    await add_rule(rule, act)
    await reappoint(track.code, anew(await track.revision()), act)
    await reappoint(track.code, anew(await track.revision(), date(2017, 12, 8)), act)
    assert await codes(track, anew(await track.revision(), date(2017, 12, 15))) == [(None, "used_up")]


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        (date(2017, 11, 21), "past"),
        (date(2017, 11, 28), "not_later"),
        (date(2017, 12, 2), "off"),
        (date(2099, 1, 1), "beyond"),
    ],
)
async def test_only_a_later_working_day(track: Track, day: date, problem: str) -> None:
    assert await codes(track, anew(await track.revision(), day)) == [("day", problem)]


async def test_not_while_the_clock_stands_nor_without_a_promise_nor_when_it_is_over(track: Track) -> None:
    desk = track.desk
    await track.step(desk.specialist, "ask_supplement", "Thiếu giấy tờ")
    assert (None, "paused") in await codes(track, anew(await track.revision()))
    without = await appraising(desk, HOUSE)
    assert (None, "no_promise") in await codes(without, anew(await without.revision()))
    over = await appraising(desk)
    await over.step(desk.clerk, "ask_withdraw", "Xin rút")
    await over.step(desk.specialist, "grant_withdrawal")
    assert (None, "stopped") in await codes(over, anew(await over.revision()))


async def test_not_by_the_clerk_nor_a_stranger_nor_twice_nor_on_an_old_page(track: Track) -> None:
    desk, revision = track.desk, await track.revision()
    with pytest.raises(Forbidden):
        await reappoint(track.code, anew(revision), desk.act(desk.clerk))
    with pytest.raises(Missing):
        await reappoint(track.code, anew(revision), desk.act(desk.stranger))
    first = await reappoint(track.code, anew(revision), desk.act(desk.specialist), "key")
    assert await reappoint(track.code, anew(revision), desk.act(desk.specialist), "key") == first
    assert len(await track.clock_lines()) == 1
    with pytest.raises(Conflict):
        await reappoint(track.code, anew(revision), desk.act(desk.specialist))


async def test_the_apology_is_owed_until_it_is_given(track: Track) -> None:
    desk = track.desk

    async def owed() -> bool:
        return owes_apology([line.action for line in await track.clock_lines()])

    assert not await owed()
    with pytest.raises(Refused):
        await apologise(track.code, Apology(await track.revision()), desk.act(desk.clerk))
    await reappoint(track.code, anew(await track.revision()), desk.act(desk.specialist))
    assert await owed()
    await apologise(track.code, Apology(await track.revision(), "mail"), desk.act(desk.clerk))
    assert not await owed()


async def test_a_supplement_after_it_moves_the_new_day_by_its_true_length(track: Track) -> None:
    desk = track.desk
    await reappoint(track.code, anew(await track.revision()), desk.act(desk.specialist))
    await track.step(desk.specialist, "ask_supplement", "Thiếu giấy tờ")
    desk.clock.move(timedelta(days=1))
    await track.step(desk.clerk, "supplemented")
    promised = (await track.sheet()).promised_at
    assert promised == datetime.fromisoformat("2017-12-04T17:00:00+07:00")
