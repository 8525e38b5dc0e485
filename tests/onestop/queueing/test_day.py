"""A desk's day as it stands: what a newcomer would wait, which counters count as open."""

from datetime import timedelta

import pytest

from plugins.onestop.queueing.views import day_of, queues, ticket_view
from tests.onestop.queueing.conftest import Hall

pytestmark = pytest.mark.anyio


async def minutes(hall: Hall) -> dict[str, int | None]:
    now = hall.clock.now()
    return {one.service.letter: one.minutes for one in queues(await day_of(await hall.desk(), now), now)}


async def test_without_a_clerk_nobody_knows_how_long_it_takes(hall: Hall) -> None:
    await hall.come()
    assert await minutes(hall) == {"A": None, "B": None, "C": None}


async def test_the_wait_follows_who_is_before_and_what_the_counters_do(hall: Hall) -> None:
    for _ in range(3):
        await hall.come()
    await hall.sit(1)
    assert await minutes(hall) == {"A": 30, "B": None, "C": None}
    await hall.sit(3, hall.colleague)
    assert await minutes(hall) == {"A": 10, "B": 10, "C": 10}


async def test_today_s_service_times_count(hall: Hall) -> None:
    await hall.sit(1)
    for _ in range(5):
        await hall.come()
        await hall.next()
        hall.later(2)
        await hall.do("finish")
    await hall.come()
    assert (await minutes(hall))["A"] == 6  # five usual ten-minute ones and five of two minutes


async def test_a_counter_left_open_yesterday_does_not_count_until_it_calls(hall: Hall) -> None:
    await hall.sit(1)
    hall.clock.move(timedelta(days=1))
    await hall.come()
    assert (await minutes(hall))["A"] is None
    await hall.next()
    assert (await minutes(hall))["A"] == 10


async def test_a_ticket_knows_how_many_are_called_before_it(hall: Hall) -> None:
    for priority in ("", "", "elderly"):
        await hall.come(priority=priority)
        hall.later(1)
    await hall.sit(1)
    now = hall.clock.now()
    day = await day_of(await hall.desk(), now)
    before = {t.label: ticket_view(day, t, now)["before"] for t in day.tickets}
    assert before == {"A001": 0, "A003": 1, "A002": 2}
