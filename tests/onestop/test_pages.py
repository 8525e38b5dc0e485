"""The staff's pages: a dossier from the form to the citizen's hand, as a browser without scripts sees it."""

import asyncio
import re
from datetime import timedelta
from html.parser import HTMLParser

import httpx
import pytest

from core.accounts.testing import log_in
from core.acting import Principal
from core.contributions import SearchQuery
from plugins.onestop.commands.slips import token_of
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.finding import find_dossiers, find_procedures
from tests.onestop.conftest import BIRTH, MARRIAGE, SPLIT, Desk

pytestmark = pytest.mark.anyio
STAFF_PAGES = [
    "/staff",
    "/staff/dossiers",
    "/staff/dossiers?late=1",
    "/staff/dossiers?turn=reception&turn=citizen",
    "/staff/dossiers?q=hoa",
    "/staff/dossiers/all",
    "/staff/dossiers/new",
    "/staff/dossiers/new?q=khai%20sinh",
    f"/staff/dossiers/new?procedure={MARRIAGE}",
    f"/staff/dossiers/new?procedure={SPLIT}",
    "/staff/dossiers/new?procedure=unknown",
    f"/staff/dossiers/new/due?procedure={SPLIT}&limit=2",
    "/staff/handover",
    "/staff/dossiers?soon=1",
    "/staff/procedures",
    f"/staff/procedures/{SPLIT}",
]


class Form(HTMLParser):
    """The values that a browser would send back from a page's forms."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "input" and found.get("name"):
            ticked = found.get("type") not in {"checkbox", "radio"} or "checked" in found
            if ticked:
                self.values[str(found["name"])] = found.get("value") or ""


async def browser(client: httpx.AsyncClient, desk: Desk, who: Principal) -> httpx.AsyncClient:
    return await log_in(client, who, desk.clock.now())


async def filled(clerk: httpx.AsyncClient, procedure: str = MARRIAGE, **changes: str) -> dict[str, str]:
    page = await clerk.get(f"/staff/dossiers/new?procedure={procedure}")
    values = Form(page.text).values | {
        "owner_name": "Lê Thị Bảy",
        "owner_phone": "0987 654 321",
        "papers.0.given": "true",
    }
    return values | changes


@pytest.mark.parametrize("path", STAFF_PAGES)
@pytest.mark.parametrize("prefix", ["", "/en"])
async def test_every_page_opens(client: httpx.AsyncClient, desk: Desk, path: str, prefix: str) -> None:
    await desk.take()
    clerk = await browser(client, desk, desk.clerk)
    answer = await clerk.get(prefix + path)
    assert answer.status_code == 200, answer.text
    assert "{{" not in answer.text


@pytest.mark.parametrize("path", [p for p in STAFF_PAGES if p != "/staff"])
async def test_nothing_opens_without_a_log_in(client: httpx.AsyncClient, desk: Desk, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login")


async def test_intake_by_form(client: httpx.AsyncClient, desk: Desk) -> None:
    clerk = await browser(client, desk, desk.clerk)
    sent = await clerk.post("/staff/dossiers/new", data=await filled(clerk, fee="30000", fee_paid="true"))
    assert sent.status_code == 303, sent.text
    page = await clerk.get(sent.headers["location"])
    assert "Lê Thị Bảy" in page.text
    assert "09:30 29/11/2017" in page.text


async def test_the_same_form_sent_twice_leads_to_the_same_dossier(client: httpx.AsyncClient, desk: Desk) -> None:
    clerk = await browser(client, desk, desk.clerk)
    values = await filled(clerk)
    first = await clerk.post("/staff/dossiers/new", data=values)
    again = await clerk.post("/staff/dossiers/new", data=values)
    assert first.headers["location"] == again.headers["location"]


async def test_on_an_error_nothing_typed_is_lost(client: httpx.AsyncClient, desk: Desk) -> None:
    clerk = await browser(client, desk, desk.clerk)
    values = await filled(
        clerk, SPLIT, owner_identity="12", owner_address="Ấp <b>4</b>", fee="12000", **{"papers.1.originals": "7"}
    )
    answer = await clerk.post("/staff/dossiers/new", data=values)
    assert answer.status_code == 422
    shown = Form(answer.text).values
    for name in ("owner_name", "owner_identity", "owner_address", "owner_phone", "fee", "papers.0.given", "_key"):
        assert shown.get(name) == values[name], name
    assert shown["papers.1.originals"] == "7"
    assert "<b>4</b>" not in answer.text
    assert "Số giấy tờ tùy thân" in answer.text


async def test_the_due_day_is_explained(client: httpx.AsyncClient, desk: Desk) -> None:
    clerk = await browser(client, desk, desk.clerk)
    page = (await clerk.get(f"/staff/dossiers/new?procedure={BIRTH}")).text
    assert "Vì sao ngày này?" in page
    assert "17:00 22/11/2017" in page
    assert "Điều 16 Nghị định 99/2022/NĐ-CP" in page
    chosen = (await clerk.get(f"/staff/dossiers/new/due?procedure={SPLIT}&limit=1")).text
    assert "09:30 08/12/2017" in chosen


async def test_the_whole_way_by_pages(client: httpx.AsyncClient, desk: Desk) -> None:
    code = (await desk.take()).code
    people = {who.username: await browser(client, desk, who) for who in (desk.clerk, desk.specialist, desk.leader)}
    way = [
        (desk.clerk, "hand_over"),
        (desk.specialist, "start"),
        (desk.specialist, "submit"),
        (desk.leader, "sign"),
        (desk.specialist, "to_desk"),
        (desk.clerk, "return"),
    ]
    for who, action in way:
        page = await people[who.username].get(f"/staff/dossiers/{code}")
        found = re.search(rf'<form[^>]*/move"[^>]*>((?:(?!</form>).)*value="{action}".*?)</form>', page.text, re.DOTALL)
        assert found, (action, page.text)
        values = Form(found[1]).values | {"receiver": str(desk.specialist.person_id)}
        moved = await people[who.username].post(f"/staff/dossiers/{code}/move", data=values)
        assert moved.status_code == 303, moved.text
    done = await people[desk.clerk.username].get(f"/staff/dossiers/{code}")
    assert "Việc có thể làm bây giờ" not in done.text


async def test_a_step_that_comes_too_late_shows_why_and_keeps_the_reason(client: httpx.AsyncClient, desk: Desk) -> None:
    code = (await desk.take()).code
    clerk = await browser(client, desk, desk.clerk)
    values = {"action": "withdraw", "revision": "1", "reason": "Người dân xin rút lại"}
    handed = {"action": "hand_over", "revision": "1", "receiver": str(desk.specialist.person_id)}
    assert (await clerk.post(f"/staff/dossiers/{code}/move", data=handed)).status_code == 303
    late = await clerk.post(f"/staff/dossiers/{code}/move", data=values)
    assert late.status_code == 409
    assert desk.clerk.display_name in late.text
    assert "Người dân xin rút lại" in late.text


async def test_the_slip_is_a_pdf_and_needs_a_post(client: httpx.AsyncClient, desk: Desk) -> None:
    code = (await desk.take()).code
    clerk = await browser(client, desk, desk.clerk)
    desk.clock.move(timedelta(microseconds=123456))
    printed = await clerk.post(f"/staff/dossiers/{code}/slip")
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF-")
    assert (await clerk.get(f"/staff/dossiers/{code}/slip")).status_code == 405


async def test_identity_numbers_are_masked_until_somebody_asks(client: httpx.AsyncClient, desk: Desk) -> None:
    code = (await desk.take()).code
    clerk = await browser(client, desk, desk.clerk)
    assert "080123456789" not in (await clerk.get(f"/staff/dossiers/{code}")).text
    assert "080123456789" in (await clerk.post(f"/staff/dossiers/{code}/identity")).text


async def test_another_communes_dossier_is_404_at_every_address(client: httpx.AsyncClient, desk: Desk) -> None:
    code = (await desk.take()).code
    sheet = await dossiers.by_code(code, None)
    assert sheet is not None
    stranger = await browser(client, desk, desk.stranger)
    answers = [
        await stranger.get(f"/staff/dossiers/{code}"),
        await stranger.post(f"/staff/dossiers/{code}/move", data={"action": "hand_over", "revision": "1"}),
        await stranger.post(f"/staff/dossiers/{code}/slip"),
        await stranger.post(f"/staff/dossiers/{code}/slip/replace"),
        await stranger.post(f"/staff/dossiers/{code}/identity"),
        await stranger.post("/staff/handover/scan", data={"scan": token_of(sheet)}),
        await stranger.get(f"/api/onestop/dossiers/{code}"),
        await stranger.post(f"/api/onestop/dossiers/{code}/moves", json={"action": "hand_over", "revision": 1}),
    ]
    assert [answer.status_code for answer in answers] == [404] * len(answers)
    lists = ["/staff/dossiers", "/staff/dossiers/all", "/api/onestop/dossiers", "/staff/dossiers/all?format=csv"]
    listed = [await stranger.get(path) for path in lists]
    assert not [answer.url for answer in [*answers, *listed] if "Nguyễn Minh Hòa" in answer.text]
    assert not [answer.url for answer in listed if code in answer.text]


async def test_the_search_box_finds_ones_own_dossiers_only(desk: Desk) -> None:
    code = (await desk.take()).code
    query = SearchQuery(text="Nguyễn Minh", key="nguyen minh")
    assert [hit.path for hit in await find_dossiers(query, desk.clerk)] == [f"/staff/dossiers/{code}"]
    assert await find_dossiers(query, desk.stranger) == []
    assert await find_dossiers(SearchQuery(text="%", key="%"), desk.clerk) == []
    [hit] = await find_procedures(SearchQuery(text="khai sinh", key="dang ky khai sinh"), desk.stranger)
    assert hit.path == f"/staff/procedures/{BIRTH}"


async def test_a_scan_opens_the_dossier_for_its_staff(client: httpx.AsyncClient, desk: Desk) -> None:
    code = (await desk.take()).code
    sheet = await dossiers.by_code(code, None)
    assert sheet is not None
    clerk = await browser(client, desk, desk.clerk)
    answer = await clerk.get(f"/q/{token_of(sheet)}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/staff/dossiers/{code}")


async def test_handing_over_by_page(client: httpx.AsyncClient, desk: Desk) -> None:
    codes = [(await desk.take()).code for _ in range(2)]
    clerk = await browser(client, desk, desk.clerk)
    line = await clerk.post("/staff/handover/scan", data={"scan": codes[0]})
    assert codes[0] in line.text
    sent = {"scans": codes, "receiver": str(desk.specialist.person_id)}
    done = await clerk.post("/staff/handover", data=sent)
    assert done.status_code == 303
    report = await clerk.get(done.headers["location"])
    assert "Đã làm với 2 hồ sơ" in report.text
    sheet = await clerk.get(f"{done.headers['location']}/sheet.pdf")
    assert sheet.content.startswith(b"%PDF")
    empty = await clerk.post("/staff/handover", data={"receiver": str(desk.specialist.person_id)})
    assert empty.status_code == 422
    assert "Chưa có hồ sơ nào trong danh sách" in empty.text


async def test_the_lists_follow_the_one_definition_of_late(client: httpx.AsyncClient, desk: Desk) -> None:
    late = (await desk.take(BIRTH)).code
    desk.clock.move(timedelta(days=1))
    today = (await desk.take(BIRTH)).code
    later = (await desk.take(MARRIAGE)).code
    clerk = await browser(client, desk, desk.clerk)
    assert _codes(await clerk.get("/staff/dossiers?late=1")) == [late]
    assert _codes(await clerk.get("/staff/dossiers?today=1")) == [today]
    assert _codes(await clerk.get("/staff/dossiers")) == [late, today, later]
    panel = (await clerk.get("/staff")).text
    assert "Một cửa hôm nay" in panel
    listed = (await clerk.get("/staff/dossiers")).text
    assert "trễ 1 ngày" in listed
    assert "hôm nay" in listed


def _codes(answer: httpx.Response) -> list[str]:
    return re.findall(r'<tr data-key="([^"]+)"', answer.text)


async def test_the_work_list_in_few_statements(client: httpx.AsyncClient, desk: Desk, count_queries: object) -> None:
    clerk = await browser(client, desk, desk.clerk)
    await desk.take()
    await clerk.get("/staff/dossiers")
    with count_queries() as sent:  # type: ignore[operator]
        await clerk.get("/staff/dossiers")
        await asyncio.sleep(0)  # the driver tells its loggers a moment later
    # who reads, the counts, the reader's choices with those of the filters, the rows
    assert len([statement for statement in sent if "savepoint" not in statement.lower()]) == 4, sent
