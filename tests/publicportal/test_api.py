"""The look-up for programs: the same answer as the page, nothing in the address, every look-up in the log."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from core import db as database
from core.clock import FixedClock
from core.codes import slip_token
from core.registry import current
from core.text.i18n import gettext, use_language
from plugins.onestop.commands import moving
from plugins.onestop.schemas import Move, Received
from plugins.publicportal.domain.guard import TRIES_PER_ADDRESS
from tests.onestop.conftest import HOUSE, MARRIAGE, Desk, open_desk

pytestmark = pytest.mark.anyio

PATH = "/api/portal/look-up"
NOBODYS = slip_token(b"another-installation's-key", 7, 1)


@pytest.fixture
async def desk(db: None, clock: FixedClock) -> Desk:
    return await open_desk(clock)


def slip_of(taken: Received) -> str:
    return slip_token(current().settings.secret_key.encode(), taken.id, 1)


async def log() -> list[tuple[str, str, str]]:
    rows = await database.rows("SELECT channel, outcome, code FROM publicportal.publicportal_lookup ORDER BY id")
    return [tuple(row) for row in rows]


async def test_a_slip_opens_its_dossier_without_names_and_numbers(client: httpx.AsyncClient, desk: Desk) -> None:
    taken = await desk.take(HOUSE)
    answer = await client.post(PATH, json={"slip": slip_of(taken)})
    found = answer.json()
    assert answer.status_code == 200
    assert (found["code"], found["procedure_code"], found["holder"]) == (taken.code, HOUSE, "reception")
    assert found["timeline"][0]["title"] == "Đã tiếp nhận hồ sơ"
    assert found["owner"] == "N. M. H."
    for hidden in ("Minh Hòa", "080123456789", "0912345678", "Ấp 3"):
        assert hidden not in answer.text


async def test_in_english_below_en(client: httpx.AsyncClient, desk: Desk) -> None:
    taken = await desk.take(HOUSE)
    found = (await client.post(f"/en{PATH}", json={"slip": slip_of(taken)})).json()
    with use_language("en"):
        assert found["stage"] == gettext("Đã tiếp nhận hồ sơ")
    assert found["stage"] == found["timeline"][-1]["title"]


async def test_the_answer_is_kept_nowhere(client: httpx.AsyncClient, desk: Desk) -> None:
    answer = await client.post(PATH, json={"slip": slip_of(await desk.take())})
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex"


async def test_it_follows_the_dossier(client: httpx.AsyncClient, desk: Desk) -> None:
    taken = await desk.take(MARRIAGE)
    desk.clock.move(timedelta(hours=1))
    refusal = Move(action="refuse", revision=1, reason="Không đúng thẩm quyền")
    await moving.move(taken.code, refusal, desk.act(desk.clerk))
    found = (await client.post(PATH, json={"slip": slip_of(taken)})).json()
    assert (found["final"], found["reason"]) == (True, "Không đúng thẩm quyền")


async def test_every_look_up_is_logged_without_the_digits(client: httpx.AsyncClient, desk: Desk) -> None:
    taken = await desk.take()
    await client.post(PATH, json={"slip": slip_of(taken)})
    await client.post(PATH, json={"slip": NOBODYS})
    assert await log() == [("api", "found", taken.code), ("api", "refused", "")]
    kept = await database.value("SELECT string_agg(l::text, ' ') FROM publicportal.publicportal_lookup l")
    assert slip_of(taken) not in kept
    assert NOBODYS not in kept


@pytest.mark.parametrize("slip", ["", "1234", "0" * 20, "12345678901234567890 ", "đ" * 20])
async def test_what_is_no_slip_opens_nothing(client: httpx.AsyncClient, desk: Desk, slip: str) -> None:
    answer = await client.post(PATH, json={"slip": slip})
    assert answer.status_code in {404, 422}
    assert answer.headers["content-type"] == "application/problem+json"


async def test_nothing_is_read_from_the_address(client: httpx.AsyncClient, desk: Desk) -> None:
    taken = await desk.take()
    assert (await client.post(PATH, params={"slip": slip_of(taken)}, json={})).status_code == 422
    assert (await client.get(PATH, params={"slip": slip_of(taken)})).status_code == 405


async def test_an_address_that_misses_too_often_is_told_to_wait(client: httpx.AsyncClient, desk: Desk) -> None:
    taken = await desk.take()
    for _ in range(TRIES_PER_ADDRESS):
        assert (await client.post(PATH, json={"slip": NOBODYS})).status_code == 404
    closed = await client.post(PATH, json={"slip": NOBODYS})
    assert closed.status_code == 429
    assert 0 < int(closed.headers["retry-after"]) <= 3600
    # whoever shares the address and holds a slip is served
    assert (await client.post(PATH, json={"slip": slip_of(taken)})).status_code == 200
    desk.clock.move(timedelta(hours=1, seconds=1))
    assert (await client.post(PATH, json={"slip": NOBODYS})).status_code == 404


async def test_a_look_up_is_two_statements(client: httpx.AsyncClient, desk: Desk, count_queries) -> None:
    slip = slip_of(await desk.take())
    await client.post(PATH, json={"slip": slip})
    with count_queries() as sent:
        await client.post(PATH, json={"slip": slip})
        await asyncio.sleep(0)  # the driver tells of a statement one turn of the loop later
    assert len(sent) == 2, sent
