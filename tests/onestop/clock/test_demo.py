"""The demonstration of the clock obeys the clock: every stored day is the one that its ledger gives."""

from random import Random

import pytest

from core import db as database
from core.acting import system_act
from core.clock import FixedClock
from core.contributions import DemoContext
from core.offices.demo import load_people
from plugins.onestop import demo
from plugins.onestop.clock.commands.recomputing import recompute
from plugins.onestop.clock.commands.sweeping import sweep
from plugins.onestop.clock.demo import load_clock

pytestmark = [pytest.mark.anyio, pytest.mark.slow]


async def test_every_stored_day_follows_from_budget_and_ledger(
    db: None, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "COMMUNE_A_DAY", 0.4)
    monkeypatch.setattr(demo, "DISTRICT_A_DAY", 4)
    context = DemoContext(at=clock.now(), random=Random(2017))
    await load_people(context)
    await demo.load_week(context)
    assert await recompute("", system_act(clock.now())) == 0
    await load_clock(context)
    assert await recompute("", system_act(clock.now())) == 0
    assert await sweep(system_act(clock.now())) == 0
    told = {row[0] for row in await database.rows("SELECT DISTINCT action FROM onestop.onestop_dossier_event")}
    assert {"moved", "agency_out", "reappointed", "member_done"} <= told
