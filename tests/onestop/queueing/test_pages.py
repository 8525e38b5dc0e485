"""Kiosk, ticket, board, counter, settings and figures as a browser without scripts sees them."""

import io
import re
from datetime import timedelta

import httpx
import pytest
from pypdf import PdfReader

from core.accounts.testing import log_in, staff
from core.acting import Principal
from plugins.onestop.queueing.commands.taking import token_of
from plugins.onestop.queueing.controllers import kiosk
from plugins.onestop.queueing.domain.pace import Pace
from tests.onestop.queueing.conftest import CODE, Hall

pytestmark = pytest.mark.anyio


async def browser(client: httpx.AsyncClient, hall: Hall, who: Principal) -> httpx.AsyncClient:
    return await log_in(client, who, hall.clock.now())


def fields(text: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', text))


@pytest.mark.parametrize("prefix", ["", "/en"])
async def test_every_public_page_opens_without_a_log_in(client: httpx.AsyncClient, hall: Hall, prefix: str) -> None:
    taken = await hall.come(priority="elderly")
    await hall.sit(1)
    await hall.next()
    waiting = token_of((await hall.come()).id)
    token = token_of(taken.id)
    for path in (
        "/lay-so",
        f"/lay-so/{CODE}",
        f"/lay-so/{CODE}/{token}",
        f"/so-cho/{token}",
        f"/so-cho/{waiting}",
        f"/bang-goi-so/{CODE}",
    ):
        answer = await client.get(prefix + path)
        assert answer.status_code == 200, path
        assert "{{" not in answer.text


async def test_one_press_on_the_kiosk_gives_one_number(client: httpx.AsyncClient, hall: Hall) -> None:
    page = await client.get(f"/lay-so/{CODE}")
    sent = fields(page.text) | {"service": str(await hall.service("A")), "priority": "elderly"}
    first = await client.post(f"/lay-so/{CODE}", data=sent)
    again = await client.post(f"/lay-so/{CODE}", data=sent)
    assert (first.status_code, first.headers["location"]) == (303, again.headers["location"])
    shown = await client.get(first.headers["location"])
    assert "A001" in shown.text
    assert "lượt ưu tiên" in shown.text
    assert shown.headers["cache-control"] == "no-store"


async def test_an_address_that_presses_too_fast_has_to_wait(
    client: httpx.AsyncClient, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kiosk, "PACE", Pace(2, timedelta(minutes=1)))
    sent = {"service": str(await hall.service("A"))}
    answers = [(await client.post(f"/lay-so/{CODE}", data=sent)).status_code for _ in range(3)]
    assert answers == [303, 303, 429]
    hall.later(1)
    assert (await client.post(f"/lay-so/{CODE}", data=sent)).status_code == 303


async def test_a_press_that_makes_no_sense_is_told(client: httpx.AsyncClient, hall: Hall) -> None:
    for sent in ({}, {"service": "999999"}, {"service": "x"}, {"service": "1", "priority": "king"}):
        answer = await client.post(f"/lay-so/{CODE}", data=sent)
        assert answer.status_code == 422, sent
        assert "queue-problem" in answer.text


@pytest.mark.parametrize(
    "path", ["/lay-so/nowhere", "/bang-goi-so/my-hanh-nam.mot-cua", "/so-cho/12345", "/so-cho/x/phieu.pdf"]
)
async def test_what_is_not_there_is_not_found(client: httpx.AsyncClient, hall: Hall, path: str) -> None:
    assert (await client.get(path)).status_code == 404


async def test_the_ticket_s_code_leads_to_its_page_and_the_paper_carries_it(
    client: httpx.AsyncClient, hall: Hall
) -> None:
    token = token_of((await hall.come("B")).id)
    answer = await client.get(f"/q/{token}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/so-cho/{token}")
    paper = await client.get(f"/so-cho/{token}/phieu.pdf")
    [sheet] = PdfReader(io.BytesIO(paper.content)).pages
    assert "B001" in sheet.extract_text()
    assert float(sheet.mediabox.width) == pytest.approx(80 / 25.4 * 72, abs=1)


async def test_the_phone_follows_the_ticket(client: httpx.AsyncClient, hall: Hall) -> None:
    await hall.come()
    token = token_of((await hall.come()).id)
    await hall.sit(1)
    await hall.next()
    assert "<b>0 người</b> trước" in (await client.get(f"/so-cho/{token}")).text
    await hall.next()
    assert "Mời đến quầy 1" in (await client.get(f"/so-cho/{token}")).text
    left = token_of((await hall.come()).id)
    await client.post(f"/so-cho/{left}/bo")
    assert "đã bỏ số" in (await client.get(f"/so-cho/{left}")).text


async def test_the_board_shows_the_newest_call_first(client: httpx.AsyncClient, hall: Hall) -> None:
    await hall.come("A")
    await hall.come("B")
    await hall.sit(1)
    await hall.sit(2, hall.colleague)
    await hall.next()
    hall.later(1)
    await hall.next(hall.colleague)
    text = (await client.get(f"/bang-goi-so/{CODE}")).text
    assert re.findall(r'data-label="([^"]+)" data-counter="(\d)"', text) == [("B, 0, 0, 1", "2"), ("A, 0, 0, 1", "1")]


async def test_the_clerk_s_day_without_scripts(client: httpx.AsyncClient, hall: Hall) -> None:
    clerk = await browser(client, hall, hall.clerk)
    await hall.come()
    await hall.come()
    assert "Bạn ngồi ở quầy nào?" in (await clerk.get("/staff/queue")).text
    await clerk.post("/staff/queue/sit", data={"counter": str(await hall.counter(1))})
    assert "Gọi A001" in (await clerk.get("/staff/queue")).text
    assert (await clerk.post("/staff/queue/next", data={"present": "0"})).status_code == 303
    twice = await clerk.post("/staff/queue/next", data={"present": "0"})
    assert twice.status_code == 409
    assert "Quầy đã gọi số A001 rồi." in twice.text
    there = await hall.present()
    assert there is not None
    for action in ("recall", "start"):
        fresh = await hall.present()
        assert fresh is not None
        sent = {"action": action, "revision": str(fresh.revision)}
        assert (await clerk.post(f"/staff/queue/{there.id}", data=sent)).status_code == 303
    assert (await clerk.post("/staff/queue/stand")).status_code == 409
    await clerk.post("/staff/queue/next", data={"present": str(there.id)})
    assert (await hall.ticket("A001")).state == "done"


async def test_a_taken_counter_offers_to_take_over(client: httpx.AsyncClient, hall: Hall) -> None:
    await hall.sit(1, hall.colleague)
    clerk = await browser(client, hall, hall.clerk)
    answer = await clerk.post("/staff/queue/sit", data={"counter": str(await hall.counter(1))})
    assert answer.status_code == 409
    assert "Thay vào quầy 1" in answer.text
    sent = {"counter": str(await hall.counter(1)), "take_over": "true"}
    assert (await clerk.post("/staff/queue/sit", data=sent)).status_code == 303


async def test_the_desk_is_arranged_by_its_manager(client: httpx.AsyncClient, hall: Hall) -> None:
    manager = await browser(client, hall, hall.manager)
    base = f"/staff/queue/settings/{hall.unit_id}"
    page = (await manager.get(f"/staff/queue/settings?unit={hall.unit_id}")).text
    assert "Hộ tịch" in page
    added = await manager.post(
        f"{base}/services", data={"letter": "D", "name": "Chứng thực", "usual_minutes": "5", "active": "true"}
    )
    assert added.status_code == 303
    for path, sent, words in (
        ("services", {"letter": "D", "name": "Khác", "usual_minutes": "5"}, "Chữ D đã dùng"),
        ("services", {"letter": "d1", "name": "", "usual_minutes": "0"}, "Chữ đầu của số"),
        ("counters", {"number": "1", "services": str(await hall.service("A"))}, "Quầy số 1 đã có"),
        ("counters", {"number": "9"}, "Dịch vụ của quầy"),
        ("rules", {"priority_every": "x", "revision": "1"}, "Lượt ưu tiên"),
        ("rules", {"priority_every": "2", "revision": "9"}, "Người khác vừa sửa"),
    ):
        answer = await manager.post(f"{base}/{path}", data=sent)
        assert answer.status_code == 422, path
        assert words in answer.text


async def test_strangers_arrange_nothing(client: httpx.AsyncClient, hall: Hall) -> None:
    other = await staff("leader", "my-hanh-nam", hall.clock.now())
    stranger = await browser(client, hall, other)
    sent = {"letter": "Z", "name": "Của tôi", "usual_minutes": "5"}
    assert (await stranger.post(f"/staff/queue/settings/{hall.unit_id}/services", data=sent)).status_code == 403
    assert (await stranger.get(f"/staff/queue/settings?unit={hall.unit_id}")).status_code == 404
    clerk = await browser(client, hall, hall.clerk)
    assert (await clerk.get("/staff/queue/settings")).status_code == 403
    for path in ("/staff/queue", "/staff/queue/events", "/staff/queue/figures"):
        assert (await client.get(path)).status_code in {303, 401}


@pytest.mark.parametrize(
    "query", ["", "?from=2017-11-01&to=2017-11-22", "?from=x&to=2017-13-01", "?from=2018-01-01&to=2017-01-01"]
)
async def test_the_figures_open_whatever_days_are_asked_for(client: httpx.AsyncClient, hall: Hall, query: str) -> None:
    await hall.come()
    await hall.sit(1)
    hall.later(6)
    await hall.next()
    hall.later(12)
    await hall.do("finish")
    clerk = await browser(client, hall, hall.clerk)
    answer = await clerk.get(f"/staff/queue/figures{query}")
    assert answer.status_code == 200
    if not query:
        assert "Hộ tịch" in answer.text
        assert ">6<" in answer.text
        assert ">12<" in answer.text
