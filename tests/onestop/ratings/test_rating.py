"""One dossier, one rating; offices in public, people for their leaders only."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import httpx
import pytest

from core import db as database
from core.acting import ANONYMOUS, Act
from core.errors import Missing, Refused
from plugins.onestop.commands.moving import move
from plugins.onestop.commands.slips import token_of
from plugins.onestop.queries import dossiers
from plugins.onestop.ratings import commands, figures
from plugins.onestop.schemas import Move
from tests.onestop.conftest import Desk
from tests.onestop.returns.test_returning import at_desk

pytestmark = pytest.mark.anyio


def anybody(desk: Desk) -> Act:
    return Act(who=ANONYMOUS, at=desk.clock.now(), address="198.51.100.9", request_id="test")


async def returned(desk: Desk) -> str:
    code = await at_desk(desk)
    await move(code, Move("return", 6), desk.act(desk.clerk))
    return code


async def kept() -> list[tuple[int, str]]:
    rows = await database.rows("SELECT score, comment FROM onestop.onestop_rating ORDER BY id")
    return [(row[0], row[1]) for row in rows]


async def test_only_what_is_over_can_be_rated(desk: Desk) -> None:
    code = await at_desk(desk)
    assert not await commands.may_rate(code)
    with pytest.raises(Missing):
        await commands.rate(code, 5, "", anybody(desk))
    await move(code, Move("return", 6), desk.act(desk.clerk))
    assert await commands.may_rate(code)


async def test_the_first_of_two_counts(desk: Desk) -> None:
    code = await returned(desk)
    with pytest.raises(Refused):
        await commands.rate(code, 6, "", anybody(desk))
    await commands.rate(code, 4, " Được ", anybody(desk))
    await commands.rate(code, 1, "đổi ý", anybody(desk))
    assert await kept() == [(4, "Được")]
    assert not await commands.may_rate(code)


async def test_twenty_at_once_make_one(committed_desk: Desk) -> None:
    code = await returned(committed_desk)
    await asyncio.gather(*(commands.rate(code, n % 5 + 1, "", anybody(committed_desk)) for n in range(20)))
    assert len(await kept()) == 1


async def test_a_few_ratings_make_no_average_in_public(desk: Desk) -> None:
    since = desk.clock.now() - timedelta(days=1)
    for number in range(figures.FEWEST_IN_PUBLIC):
        (line,) = await figures.offices(since) or [None]
        assert line is None or line.average is None
        await commands.rate(await returned(desk), number % 2 + 4, "", anybody(desk))
    (line,) = await figures.offices(since)
    assert line is not None
    assert (line.count, line.average) == (5, 4.4)


async def test_people_are_for_leaders_of_the_unit(
    desk: Desk, login: Callable[..., Awaitable[httpx.AsyncClient]], client: httpx.AsyncClient
) -> None:
    await commands.rate(await returned(desk), 1, "Chờ lâu", anybody(desk))
    leader = await login("leader", "my-hanh-bac")
    page = await leader.get("/staff/ratings")
    assert desk.specialist.display_name in page.text
    assert desk.clerk.display_name in page.text
    assert "Chờ lâu" in page.text
    other = await login("leader", "my-hanh-nam")
    assert "Chờ lâu" not in (await other.get("/staff/ratings")).text
    clerk = await login("clerk", "my-hanh-bac.mot-cua")
    assert (await clerk.get("/staff/ratings")).status_code == 403
    public = (await client.get("/danh-gia")).text
    assert "chưa đủ 5 đánh giá" in public
    assert "Chờ lâu" not in public
    assert desk.specialist.display_name not in public


async def test_the_slip_s_holder_rates_on_the_page(desk: Desk, client: httpx.AsyncClient) -> None:
    code = await returned(desk)
    assert (await client.get("/tra-cuu/danh-gia")).headers["location"] == "/tra-cuu"
    sheet = await dossiers.by_code(code, None)
    assert sheet is not None
    await client.post("/tra-cuu/giay-tiep-nhan", data={"slip": token_of(sheet)})
    assert "/tra-cuu/danh-gia" in (await client.get("/tra-cuu/ho-so")).text
    page = await client.post("/tra-cuu/danh-gia", data={"comment": "Quên chấm điểm"})
    assert page.status_code == 422
    assert "Quên chấm điểm" in page.text
    for _click in range(2):
        page = await client.post("/tra-cuu/danh-gia", data={"score": "5", "comment": "Tốt"})
        assert "Cảm ơn" in page.text
    assert await kept() == [(5, "Tốt")]
    assert "/tra-cuu/danh-gia" not in (await client.get("/tra-cuu/ho-so")).text
