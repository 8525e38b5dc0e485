"""The pages of the statistics: every number leads to a list of the same length, bad questions are told."""

import re

import httpx
import pytest

from core.accounts.testing import log_in
from core.acting import SYSTEM
from plugins.onestop.history.commands import load
from tests.onestop.conftest import Desk
from tests.onestop.history.past import some_past

pytestmark = pytest.mark.anyio
PERIOD = "first=2017-08-01&last=2017-11-22"


@pytest.fixture
async def clerk(client: httpx.AsyncClient, desk: Desk) -> httpx.AsyncClient:
    await load("random", "pages", some_past(7, 150), desk.act(SYSTEM))
    return await log_in(client, desk.clerk, desk.clock.now())


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    "path",
    [
        "/staff/statistics",
        f"/staff/statistics?{PERIOD}&by=agency",
        f"/staff/statistics?{PERIOD}&by=procedure",
        f"/staff/statistics/report?{PERIOD}",
        f"/staff/statistics/report?{PERIOD}&by=agency",
        "/staff/statistics?first=1990-01-01&last=1990-02-01",
        f"/staff/statistics/quality?{PERIOD}",
        "/staff/statistics/dossiers/received/2017-08-01/2017-11-22",
    ],
)
async def test_every_page_opens(clerk: httpx.AsyncClient, prefix: str, path: str) -> None:
    answer = await clerk.get(prefix + path)
    assert answer.status_code == 200, answer.text
    assert "{{" not in answer.text


async def test_every_number_leads_to_a_list_of_the_same_length(clerk: httpx.AsyncClient) -> None:
    for path in (f"/staff/statistics?{PERIOD}&by=agency", f"/staff/statistics/report?{PERIOD}"):
        page = (await clerk.get(path)).text
        links = set(re.findall(r'<a href="(/staff/statistics/dossiers/[^"]+)">(\d+)</a>', page))
        assert len(links) > 10
        for address, number in links:
            listed = (
                await clerk.get(address.replace("&amp;", "&") + ("&" if "?" in address else "?") + "rows=100")
            ).text
            assert len(re.findall(r'<tr data-key="', listed)) == min(100, int(number)), address
            assert f"<b>{number}</b>" in listed


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_the_report_is_a_file_too(clerk: httpx.AsyncClient, form: str) -> None:
    answer = await clerk.get(f"/staff/statistics/report?{PERIOD}&format={form}")
    assert answer.status_code == 200
    assert f"bao-cao-20170801-20171122.{form}" in answer.headers["content-disposition"]
    if form == "csv":
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert lines[0].startswith("Lĩnh vực,Số hồ sơ tiếp nhận: Tổng số")
        columns = zip(*(map(int, line.rsplit(",", 18)[1:]) for line in lines[1:]), strict=True)
        assert all(sum(column[:-1]) == column[-1] for column in columns)


@pytest.mark.parametrize(
    "query", ["first=2017-12-01&last=2017-11-01", "first=x&last=2017-01-01", "first=0001-01-01&last=9999-12-31"]
)
async def test_a_period_that_makes_no_sense_is_told(clerk: httpx.AsyncClient, query: str) -> None:
    answer = await clerk.get(f"/staff/statistics?{query}")
    assert answer.status_code == 200
    assert "Khoảng thời gian không dùng được" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "dossiers/nothing/2017-08-01/2017-11-22",
        "dossiers/received/x/2017-11-22",
        "dossiers/received/2017-11-22/2017-08-01",
    ],
)
async def test_no_such_figure(clerk: httpx.AsyncClient, path: str) -> None:
    assert (await clerk.get(f"/staff/statistics/{path}")).status_code == 404


async def test_a_stranger_sees_only_the_own_desk(client: httpx.AsyncClient, desk: Desk) -> None:
    await desk.take()
    stranger = await log_in(client, desk.stranger, desk.clock.now())
    listed = await stranger.get("/staff/statistics/dossiers/received/2017-11-01/2017-11-30")
    assert "Nguyễn Minh Hòa" not in listed.text
    assert "<b>0</b>" in listed.text
    assert (await client.get("/staff/statistics")).status_code == 303


async def test_the_quality_index_says_what_it_cannot_know(clerk: httpx.AsyncClient) -> None:
    page = (await clerk.get(f"/staff/statistics/quality?{PERIOD}")).text
    assert "không đủ dữ liệu" in page
    assert "chưa kiểm chứng" in page
    assert "Hồ sơ giải quyết trước hạn và đúng hạn" in page
