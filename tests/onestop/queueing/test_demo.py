"""The demonstration of the queue: three desks at work, nothing after now, the same each time."""

from random import Random

import pytest

from core import db as database
from core.accounts.testing import load_office
from core.clock import FixedClock
from core.contributions import DemoContext
from core.offices.demo import load_people
from plugins.onestop.queueing.demo import DESKS, load_queues

pytestmark = [pytest.mark.anyio, pytest.mark.slow]


async def test_three_desks_at_work(db: None, clock: FixedClock) -> None:
    context = DemoContext(at=clock.now(), random=Random(1))
    await load_office(clock.now())
    await load_people(context)
    before = context.random.getstate()
    await load_queues(context)
    assert context.random.getstate() == before, "the data of others must not shift"
    states = {r[0] for r in await database.rows("SELECT DISTINCT state FROM onestop.onestop_queue_ticket")}
    assert {"waiting", "serving", "done"} <= states
    assert await database.value("SELECT count(DISTINCT unit_id) FROM onestop.onestop_queue_ticket") == len(DESKS)
    assert await database.value("SELECT max(at) FROM onestop.onestop_queue_event") <= clock.now()
