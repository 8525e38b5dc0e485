"""The logbook: the form's columns, on screen, as a workbook and on paper; a year costs no more memory than a week."""

import io
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from python_calamine import CalamineWorkbook

from core import db as database
from core.accounts.testing import log_in
from plugins.onestop.papers.commands.issuing import issue
from plugins.onestop.papers.logbook import COLUMNS
from plugins.onestop.papers.schemas import ResultReceipt
from tests.onestop.conftest import Desk
from tests.onestop.papers.reading import needs_poppler, pages_of, raw_text_of
from tests.onestop.papers.test_papers import TO_DESK, walk

pytestmark = pytest.mark.anyio
MEGABYTE = 1024  # ru_maxrss counts kibibytes on Linux
WRITE = """
import asyncio, resource, sys
from datetime import UTC, datetime
from pathlib import Path
from plugins.onestop.papers.logbook_xlsx import Cover, logbook_file
from plugins.onestop.papers.queries.logbook import LogRow

AT = datetime(2017, 11, 22, 2, 30, tzinfo=UTC)

async def rows(count):
    for n in range(count):
        yield LogRow(f"H39.12-171122-{n:05}", f"Thủ tục đăng ký số {n}", f"Nguyễn Văn {n}", f"Ấp {n}, xã Mỹ Hạnh Bắc",
                     "0912345678", "Ủy ban nhân dân xã Mỹ Hạnh Bắc", AT, AT, AT, "returned", "counter", f"Lê Thị {n}")

count = asyncio.run(logbook_file(rows(int(sys.argv[1])), Cover("UBND", "Sổ", "Mẫu", "Năm 2017", AT), Path(sys.argv[2])))
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def written(count: int, target: Path) -> tuple[int, int]:
    done = subprocess.run([sys.executable, "-c", WRITE, str(count), str(target)], capture_output=True, check=True)
    rows, peak = done.stdout.split()
    return int(rows), int(peak)


def test_a_year_of_72000_rows_needs_no_more_memory_than_2000(tmp_path: Path) -> None:
    few, small = written(2_000, tmp_path / "few.xlsx")
    many, large = written(72_000, tmp_path / "many.xlsx")
    assert (few, many) == (2_000, 72_000)
    assert large - small < 24 * MEGABYTE
    sheet = CalamineWorkbook.from_path(str(tmp_path / "many.xlsx")).get_sheet_by_index(0)
    assert sheet.height == 8 + 72_000


async def test_the_workbook_looks_like_the_form(client: httpx.AsyncClient, desk: Desk) -> None:
    taken = await desk.take(owner_name="=HYPERLINK(1)")
    await walk(desk, taken.code, *TO_DESK)
    await issue(
        taken.code,
        "result_receipt",
        ResultReceipt("Trần Văn Sáu", "Trích lục", authority="Giấy ủy quyền số 1"),
        desk.act(desk.clerk),
    )
    await walk(desk, taken.code, "return")
    refused = await desk.take()
    await walk(desk, refused.code, "refuse")
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    sent = await clerk.get("/staff/logbook/xlsx?first=2017-11-01&last=2017-11-30")
    assert sent.status_code == 200
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sent.content)).get_sheet_by_index(0).to_python()
    assert rows[3][0] == "SỔ THEO DÕI HỒ SƠ"
    assert rows[4][0] == "Từ ngày 01/11/2017 đến ngày 30/11/2017"
    assert rows[6] == [column.title for column in COLUMNS]
    assert rows[7][0] == "(1)"
    first, second = rows[8:]
    assert first[:2] == [1, taken.code]
    assert first[4] == "=HYPERLINK(1); Ấp 3, xã Mỹ Hạnh Bắc; 0912345678"
    assert first[6:10] == ["09:30 22/11/2017", "09:30 29/11/2017", "10:00 22/11/2017", "Trực tiếp, Trần Văn Sáu"]
    assert second[10] == "Từ chối giải quyết"
    assert await database.value("SELECT count(*) FROM audit.audit_entry WHERE action = 'onestop.take_logbook'") == 1


@needs_poppler
async def test_the_printed_book_is_a4_across(client: httpx.AsyncClient, desk: Desk) -> None:
    taken = await desk.take()
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    sent = await clerk.get("/staff/logbook/pdf?first=2017-11-22&last=2017-11-22")
    assert pages_of(sent.content) == [(297, 210)]
    text = raw_text_of(sent.content)
    for said in ("SỔ THEO DÕI HỒ SƠ", "Ngày 22/11/2017", taken.code, "(11)", "Nguyễn Minh Hòa"):
        assert said in text, said


async def test_every_desk_has_its_own_book(client: httpx.AsyncClient, desk: Desk) -> None:
    taken = await desk.take()
    desk.clock.move(timedelta(minutes=1))
    stranger = await log_in(client, desk.stranger, desk.clock.now())
    assert taken.code not in (await stranger.get("/staff/logbook")).text
    book = (await stranger.get("/staff/logbook/xlsx")).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert len(rows) == 8
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    assert taken.code in (await clerk.get("/staff/logbook")).text


@pytest.mark.parametrize(
    ("query", "said"),
    [("first=2017-13-01", "Ngày phải là ngày hợp lệ"), ("first=2017-11-02&last=2017-11-01", "Ngày cuối")],
)
async def test_a_period_that_is_none_is_told(client: httpx.AsyncClient, desk: Desk, query: str, said: str) -> None:
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    answer = await clerk.get(f"/staff/logbook/xlsx?{query}")
    assert answer.status_code == 422
    assert said in answer.text
