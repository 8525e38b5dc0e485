"""Who does not bring the missing papers in time: the dossier is stopped by itself, with the reason."""

from datetime import date, timedelta

import pytest

from core import db as database
from core.contracts.events import DossierMoved
from core.registry import Registry
from plugins.onestop.clock.commands.rules import add_rule
from plugins.onestop.clock.commands.stopping import stop_unanswered
from plugins.onestop.clock.payloads import StopUnanswered
from plugins.onestop.clock.schemas import NewClockRule
from plugins.onestop.commands.moving import move
from plugins.onestop.queries import dossiers
from plugins.onestop.schemas import MissingPaper, Move
from plugins.onestop.workflow.queries import rounds
from tests.onestop.clock.conftest import Track, appraising, system
from tests.onestop.conftest import Desk, load_catalogue

pytestmark = pytest.mark.anyio
LINKED = "3.000722"  # says itself: seven working days


async def days(desk: Desk, value: int) -> None:
    await add_rule(NewClockRule("supplement_days", value, date(2017, 1, 1), "Quy định của xã"), system(desk))


async def test_after_the_days_that_the_office_set(track: Track) -> None:
    desk = track.desk
    await days(desk, 3)
    await track.step(desk.specialist, "ask_supplement", "Thiếu giấy tờ")
    desk.clock.move(timedelta(days=5, hours=7))  # Monday 27 November, 16:30: the last day is not over
    assert await stop_unanswered(system(desk)) == 0
    desk.clock.move(timedelta(hours=1))
    assert await stop_unanswered(system(desk)) == 1
    assert await stop_unanswered(system(desk)) == 0
    sheet = await track.sheet()
    assert (sheet.state, sheet.closed_at) == ("stopped", desk.clock.now())
    last = [line for line in await dossiers.ledger(sheet.id) if line.kind == "move"][-1]
    assert (last.action, last.person_id) == ("stop", None)
    assert "3 ngày làm việc" in last.reason
    assert "27/11/2017" in last.reason
    assert "Quy định của xã" in last.reason
    told = await database.value(
        "SELECT body->>'notice' FROM core.core_event WHERE type LIKE $1 ORDER BY seq DESC LIMIT 1",
        f"%.{DossierMoved.__name__}",
    )
    assert told == "stopped"


async def test_after_the_seven_days_that_the_procedure_says(desk: Desk) -> None:
    await load_catalogue(desk.clock.now(), [LINKED])
    track = await appraising(desk, LINKED, limit=1)
    await track.step(desk.specialist, "ask_supplement", "Thiếu giấy chứng sinh")
    desk.clock.move(timedelta(days=9))  # Friday 1 December: the seventh working day
    assert await stop_unanswered(system(desk)) == 0
    desk.clock.move(timedelta(hours=8))
    assert await stop_unanswered(system(desk)) == 1


async def test_without_a_rule_nobody_is_stopped(track: Track) -> None:
    await track.step(track.desk.specialist, "ask_supplement", "Thiếu giấy tờ")
    track.desk.clock.move(timedelta(days=400))
    assert await stop_unanswered(system(track.desk)) == 0


async def test_who_answered_in_time_goes_on(track: Track) -> None:
    desk = track.desk
    await days(desk, 3)
    await track.step(desk.specialist, "ask_supplement", "Thiếu giấy tờ")
    await track.step(desk.clerk, "supplemented")
    desk.clock.move(timedelta(days=30))
    assert await stop_unanswered(system(desk)) == 0
    assert (await track.sheet()).state == "appraising"


async def test_a_rule_of_a_later_day_is_not_for_a_dossier_taken_before(track: Track) -> None:
    desk = track.desk
    rule = NewClockRule("supplement_days", 3, date(2017, 11, 23), "Quy định của xã")
    await add_rule(rule, system(desk))
    await track.step(desk.specialist, "ask_supplement", "Thiếu giấy tờ")
    desk.clock.move(timedelta(days=30))
    assert await stop_unanswered(system(desk)) == 0


@pytest.mark.parametrize("rule", [None, 3, 30])
async def test_the_day_that_the_applicant_was_told_goes_before_every_rule(track: Track, rule: int | None) -> None:
    desk = track.desk
    if rule:
        await days(desk, rule)
    data = Move("ask_supplement", await track.revision(), items=[MissingPaper(paper="Tờ khai", text="thiếu")], days=7)
    await move(track.code, data, desk.act(desk.specialist))
    desk.clock.move(timedelta(days=9, hours=7, minutes=30))  # Friday 1 December, 17:00: the seventh working day ends
    assert await stop_unanswered(system(desk)) == 0
    desk.clock.move(timedelta(minutes=1))
    assert await stop_unanswered(system(desk)) == 1
    last = [line for line in await dossiers.ledger((await track.sheet()).id) if line.kind == "move"][-1]
    assert "01/12/2017" in last.reason
    assert "hạn đã thông báo" in last.reason


async def test_the_applicant_is_told_the_day_that_the_rules_give(track: Track) -> None:
    desk = track.desk
    await days(desk, 3)
    await track.step(desk.specialist, "ask_supplement", "Thiếu giấy tờ")
    [asked] = await rounds((await track.sheet()).id)
    assert asked.deadline_at == desk.clock.now() + timedelta(days=5, hours=7.5)  # Monday 27 November, 17:00


def test_it_is_on_the_schedule(registry: Registry) -> None:
    assert any(isinstance(schedule.payload, StopUnanswered) for schedule in registry.all("schedules"))
