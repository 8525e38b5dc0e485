"""A dossier goes to another agency and comes back; each has a clock of its own."""

from datetime import date, timedelta

import pytest

from core.errors import Forbidden, Missing, Refused
from core.offices import find_unit
from plugins.onestop.clock.commands.referring import send, take_back
from plugins.onestop.clock.commands.rules import add_rule
from plugins.onestop.clock.commands.sweeping import sweep
from plugins.onestop.clock.domain.agencies import errands
from plugins.onestop.clock.schemas import Back, Errand, NewClockRule
from plugins.onestop.queries import dossiers
from tests.onestop.clock.conftest import Track, system
from tests.onestop.conftest import Desk

pytestmark = pytest.mark.anyio


async def cap(desk: Desk, days: int) -> None:
    rule = NewClockRule("pause_cap", days, date(2017, 1, 1), "Quy chế phối hợp", subject="agency")
    await add_rule(rule, desk.act(desk.leader))


async def out(track: Track, agency: str = "Chi cục Thuế", **changes: object) -> int:
    data = Errand(await track.revision(), "Xác định nghĩa vụ tài chính", agency, **changes)  # type: ignore[arg-type]
    return await send(track.code, data, track.desk.act(track.desk.specialist))


async def back(track: Track, number: int) -> None:
    data = Back(await track.revision(), number, "Không nợ thuế")
    await take_back(track.code, data, track.desk.act(track.desk.specialist))


async def test_waiting_counts_unless_the_procedure_says_otherwise(track: Track) -> None:
    before = (await track.sheet()).promised_at
    number = await out(track, value=3)
    assert (await track.sheet()).clock == "runs"
    track.desk.clock.move(timedelta(days=2))
    await back(track, number)
    assert (await track.sheet()).promised_at == before


async def test_waiting_that_does_not_count_moves_the_day_by_its_true_length(track: Track) -> None:
    desk = track.desk
    await cap(desk, 5)
    before = (await track.sheet()).promised_at
    number = await out(track, value=3)
    assert (await track.sheet()).clock == "paused"
    desk.clock.move(timedelta(days=1))
    await back(track, number)
    sheet = await track.sheet()
    assert before is not None
    assert (sheet.clock, sheet.promised_at) == ("runs", before + timedelta(days=1))


async def test_the_clock_stands_until_the_last_of_several_is_back(track: Track) -> None:
    desk = track.desk
    await cap(desk, 5)
    first, second = await out(track), await out(track, "Công an xã")
    await back(track, first)
    assert (await track.sheet()).clock == "paused"
    await back(track, second)
    assert (await track.sheet()).clock == "runs"


async def test_a_step_taken_meanwhile_does_not_let_the_clock_run(track: Track) -> None:
    desk = track.desk
    await cap(desk, 5)
    number = await out(track)
    await track.step(desk.specialist, "submit")
    assert (await track.sheet()).clock == "paused"
    await back(track, number)
    assert (await track.sheet()).clock == "runs"


async def test_a_supplement_asked_meanwhile_keeps_the_clock_when_the_agency_answers(track: Track) -> None:
    desk = track.desk
    await cap(desk, 20)
    before = (await track.sheet()).promised_at
    number = await out(track)
    await track.step(desk.specialist, "ask_supplement", "Thiếu giấy tờ")
    desk.clock.move(timedelta(days=1))
    await back(track, number)
    assert (await track.sheet()).clock == "paused"
    desk.clock.move(timedelta(days=1))
    await track.step(desk.clerk, "supplemented")
    sheet = await track.sheet()
    assert before is not None
    # Wednesday to Friday, and the weekend before the new day
    assert (sheet.clock, sheet.promised_at) == ("runs", before + timedelta(days=2))


async def test_when_the_cap_is_used_up_the_clock_runs_on_from_that_moment(track: Track) -> None:
    desk = track.desk
    await cap(desk, 1)
    before = (await track.sheet()).promised_at
    await out(track)
    desk.clock.move(timedelta(hours=20))
    await sweep(system(desk))
    assert (await track.sheet()).clock == "paused"
    desk.clock.move(timedelta(hours=10))
    for _twice in range(2):
        await sweep(system(desk))
    sheet = await track.sheet()
    assert before is not None
    assert (sheet.clock, sheet.promised_at) == ("runs", before + timedelta(days=1))
    assert [line.action for line in await track.clock_lines()] == ["agency_out", "cap_used"]


async def test_an_office_of_this_installation_may_see_the_dossier_from_then_on(track: Track) -> None:
    unit = await find_unit("duc-hoa.tu-phap")
    assert unit is not None
    assert await dossiers.by_code(track.code, [unit.id]) is None
    await out(track, "", unit_id=unit.id)
    assert await dossiers.by_code(track.code, [unit.id]) is not None
    [errand] = errands(await dossiers.ledger((await track.sheet()).id))
    assert errand.agency == unit.name


async def test_what_cannot_be_sent_says_why(track: Track) -> None:
    desk = track.desk
    for changes in ({"agency": " "}, {"agency": "", "unit_id": 10**9}):
        with pytest.raises(Refused):
            await out(track, **changes)
    await out(track)
    with pytest.raises(Refused) as refused:
        await out(track)
    assert refused.value.problems[0].code == "twice"
    with pytest.raises(Forbidden):
        await send(track.code, Errand(await track.revision(), "Hỏi", "Thuế"), desk.act(desk.clerk))
    with pytest.raises(Missing):
        await send(track.code, Errand(await track.revision(), "Hỏi", "Thuế"), desk.act(desk.stranger))


async def test_an_answer_is_noted_once(track: Track) -> None:
    number = await out(track)
    await back(track, number)
    with pytest.raises(Refused):
        await back(track, number)
