"""Numbers: unique and without gaps per service and day, one for a double press, none outside the rules."""

import asyncio
from datetime import timedelta

import pytest

from core import db as database
from core.errors import Conflict, Missing, Refused
from plugins.onestop.queueing.commands.arranging import set_rules
from plugins.onestop.queueing.commands.leaving import give_back
from plugins.onestop.queueing.commands.taking import digest_of, take, token_of
from plugins.onestop.queueing.domain.tickets import label
from plugins.onestop.queueing.queries import tickets
from plugins.onestop.queueing.schemas import Rules, Wanted
from tests.onestop.queueing.conftest import Hall

pytestmark = pytest.mark.anyio
TAKERS = 200


async def test_200_simultaneous_takers_get_200_numbers_without_a_gap(committed_hall: Hall) -> None:
    hall = committed_hall
    service = await hall.service("A")
    takers = [database.spawn(take(hall.unit_id, Wanted(service), hall.act(), f"press-{n}")) for n in range(TAKERS)]
    given = await asyncio.gather(*takers)
    assert sorted(one.label for one in given) == [label("A", n) for n in range(1, TAKERS + 1)]
    stored = await database.rows("SELECT number, label FROM onestop.onestop_queue_ticket ORDER BY number")
    assert [(row["number"], row["label"]) for row in stored] == [(n, label("A", n)) for n in range(1, TAKERS + 1)]
    assert await database.value("SELECT last FROM onestop.onestop_queue_line") == TAKERS


async def test_a_double_press_gives_one_number(committed_hall: Hall) -> None:
    presses = [database.spawn(committed_hall.come(key="one-page")) for _ in range(6)]
    given = await asyncio.gather(*presses)
    assert {one.label for one in given} == {"A001"}
    assert await database.value("SELECT count(*) FROM onestop.onestop_queue_ticket") == 1


async def test_each_service_and_day_counts_by_itself(hall: Hall) -> None:
    labels = [(await hall.come(letter)).label for letter in "ABAB"]
    hall.clock.move(timedelta(days=1))
    labels.append((await hall.come("A")).label)
    assert labels == ["A001", "B001", "A002", "B002", "A001"]


async def test_a_full_day_gives_no_more_numbers(hall: Hall) -> None:
    desk = await hall.desk()
    await set_rules(hall.unit_id, Rules(most_a_day=2, revision=desk.revision), hall.act(hall.manager))
    await hall.come()
    await hall.come()
    with pytest.raises(Conflict, match="hết số"):
        await hall.come()
    assert (await hall.come("B")).label == "B001"


@pytest.mark.parametrize(
    ("hours", "words"),
    [(0, ""), (-4, "Chưa đến giờ"), (8, "hết giờ"), (24 * 3, "nghỉ")],
    ids=["open", "too early", "after closing", "Saturday"],
)
async def test_numbers_are_given_in_the_office_hours_when_the_desk_wants_it(
    hall: Hall, hours: float, words: str
) -> None:
    desk = await hall.desk()
    await set_rules(hall.unit_id, Rules(only_open_hours=True, revision=desk.revision), hall.act(hall.manager))
    hall.clock.move(timedelta(hours=hours))
    if not words:
        assert (await hall.come()).label == "A001"
        return
    with pytest.raises(Refused, match=words):
        await hall.come()
    assert await tickets.of_day(hall.unit_id, hall.clock.now().date()) == []


async def test_a_priority_that_the_desk_does_not_know_is_refused(hall: Hall) -> None:
    with pytest.raises(Refused, match="ưu tiên"):
        await hall.come(priority="merit")


async def test_a_unit_without_a_queue_gives_no_number(hall: Hall) -> None:
    with pytest.raises(Missing):
        await take(hall.stranger.unit_id or 0, Wanted(await hall.service("A")), hall.act())


async def test_the_code_on_the_ticket_opens_it_and_nothing_else_does(hall: Hall) -> None:
    taken = await hall.come()
    found = await tickets.by_digest(digest_of(token_of(taken.id)))
    assert found is not None
    assert found.label == "A001"
    with pytest.raises(ValueError, match="opaque"):
        digest_of("40" + "0" * 15)


async def test_a_ticket_given_back_leaves_the_queue_and_again_is_fine(hall: Hall) -> None:
    first, second = await hall.come(), await hall.come()
    await give_back(token_of(first.id), hall.act())
    await give_back(token_of(first.id), hall.act())
    await hall.sit(1)
    assert await hall.next() == second.label
    with pytest.raises(Refused):
        await give_back(token_of(second.id), hall.act())
    with pytest.raises(Missing):
        await give_back("12345", hall.act())
