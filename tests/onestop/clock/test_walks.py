"""Random walks: whatever people do in whatever order, column, ledger and a model kept beside them agree."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

import pytest

from core.errors import Refused
from core.worktime import Calendar, open_time
from plugins.onestop.clock.commands.reappointing import reappoint
from plugins.onestop.clock.commands.recomputing import recompute
from plugins.onestop.clock.commands.referring import send, take_back
from plugins.onestop.clock.commands.rules import add_rule
from plugins.onestop.clock.schemas import Back, Errand, NewClockRule, Reappointment
from plugins.onestop.office import office_of
from tests.onestop.clock.conftest import Track, appraising, system
from tests.onestop.conftest import Desk

pytestmark = [pytest.mark.anyio, pytest.mark.slow]
WALKS, STEPS = 8, 14


@dataclass
class Model:
    """What a person with a stop watch would note: open time used, and what holds the clock."""

    calendar: Calendar
    seen_at: datetime
    left: timedelta
    asked: bool = False
    away: set[int] = field(default_factory=set)

    @property
    def stands(self) -> bool:
        return self.asked or bool(self.away)

    def pass_to(self, now: datetime) -> None:
        """Let time pass: it is used up unless something holds the clock."""
        if not self.stands:
            self.left -= open_time(self.calendar, self.seen_at, now)
        self.seen_at = now


@pytest.mark.parametrize("seed", range(WALKS))
async def test_the_clock_is_what_a_stop_watch_shows(desk: Desk, seed: int) -> None:
    chance = Random(seed)
    rule = NewClockRule("pause_cap", 900, date(2017, 1, 1), "Quy chế", subject="agency")  # never used up here
    await add_rule(rule, system(desk))
    track = await appraising(desk)
    unit_id = (await track.sheet()).unit_id
    model = Model((await office_of(unit_id)).calendar, desk.clock.now(), timedelta(hours=40))
    for _step in range(STEPS):
        desk.clock.move(timedelta(minutes=chance.randint(0, 2000)))
        model.pass_to(desk.clock.now())
        await _act(track, model, chance)
        sheet = await track.sheet()
        assert sheet.clock == ("paused" if model.stands else "runs")
        if sheet.clock == "runs" and model.left > timedelta(0):
            assert sheet.promised_at is not None
            assert open_time(model.calendar, desk.clock.now(), sheet.promised_at) == model.left
        assert await recompute("", system(desk)) == 0


async def _act(track: Track, model: Model, chance: Random) -> None:
    """Do one thing that is possible now."""
    desk = track.desk
    what = chance.choice(["ask", "answer", "send", "send", "back", "submit_and_back", "nothing"])
    revision = await track.revision()
    if what == "ask" and not model.asked:
        await track.step(desk.specialist, "ask_supplement", "Thiếu giấy tờ")
        model.asked = True
    elif what == "answer" and model.asked:
        await track.step(desk.clerk, "supplemented")
        model.asked = False
    elif what == "send":
        agency = f"Cơ quan {chance.randint(1, 3)}"
        try:
            number = await send(track.code, Errand(revision, "Cho ý kiến", agency), desk.act(desk.specialist))
        except Refused as refused:
            assert refused.problems[0].code == "twice"  # noqa: PT017 -- the other way is a success
        else:
            model.away.add(number)
    elif what == "back" and model.away:
        number = chance.choice(sorted(model.away))
        await take_back(track.code, Back(revision, number, "Đồng ý"), desk.act(desk.specialist))
        model.away.remove(number)
    elif what == "submit_and_back" and not model.asked:
        await track.step(desk.specialist, "submit")
        await track.step(desk.leader, "send_back", "Sửa lại")


@pytest.mark.parametrize("seed", range(3))
async def test_a_day_given_anew_keeps_its_distance_in_open_time(desk: Desk, seed: int) -> None:
    """From the moment at which it was given: pauses move it by exactly the open time for which they held the clock."""
    chance = Random(100 + seed)
    track = await appraising(desk)
    calendar = (await office_of((await track.sheet()).unit_id)).calendar
    day = await reappoint(
        track.code, Reappointment(await track.revision(), date(2017, 12, 8), "Chờ"), desk.act(desk.specialist)
    )
    left = open_time(calendar, desk.clock.now(), day)
    for _round in range(4):
        worked = timedelta(minutes=chance.randint(1, 900))
        left -= open_time(calendar, desk.clock.now(), desk.clock.now() + worked)
        desk.clock.move(worked)
        await track.step(desk.specialist, "ask_supplement", "Thiếu giấy tờ")
        desk.clock.move(timedelta(minutes=chance.randint(1, 9000)))
        await track.step(desk.clerk, "supplemented")
    promised = (await track.sheet()).promised_at
    assert promised is not None
    assert left > timedelta(0)
    assert open_time(calendar, desk.clock.now(), promised) == left
