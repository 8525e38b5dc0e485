"""Imports on screen: send, look, choose columns, write, take out; what went wrong comes back as a file."""

import io
import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from python_calamine import CalamineWorkbook

from core import offices
from tests.assets.importing.conftest import HEAD, csv_of, row

pytestmark = pytest.mark.anyio
Login = Callable[..., Awaitable[httpx.AsyncClient]]
PATH = "/staff/imports"


def token(html: str) -> str:
    found = re.search(r'name="_csrf" value="([^"]+)"', html)
    assert found is not None
    return found[1]


async def sent(client: httpx.AsyncClient, content: bytes, **values: str) -> httpx.Response:
    form = (await client.get(f"{PATH}/new")).text
    unit = await offices.find_unit("an-ninh-dong")
    assert unit is not None
    data = {"_csrf": token(form), "unit_id": str(unit.id)} | values
    return await client.post(f"{PATH}/new", data=data, files={"file": ("sổ.csv", content)})


async def test_a_file_is_looked_at_written_and_taken_out(login: Login, run_jobs: Any, count_queries: Any) -> None:
    officer = await login("it_officer", "an-ninh-dong")
    answer = await sent(officer, csv_of([row(1), row(2, cost="nhiều")]))
    assert answer.status_code == 303, answer.text
    where = answer.headers["location"]
    with count_queries() as counted:
        page = await officer.get(where)
    assert len(counted) <= 12
    assert "Ghi 1 dòng vào sổ" in page.text
    assert "nhiều" in page.text
    assert "5.400.000" in page.text
    data = {"_csrf": token(page.text)}
    assert (await officer.post(f"{where}/apply", data=data)).status_code == 303
    working = (await officer.get(where)).text
    assert 'data-hx-trigger="every' in working
    await run_jobs()
    page = await officer.get(where)
    assert "Đã ghi 1 dòng vào sổ" in page.text
    assert 'data-hx-trigger="every' not in page.text
    wrong = await officer.get(f"{where}/wrong.xlsx")
    [head, cells] = CalamineWorkbook.from_filelike(io.BytesIO(wrong.content)).get_sheet_by_index(0).to_python()
    assert head == ["Lý do", *HEAD]
    assert "nhiều" in str(cells[0])
    code = re.search(r"/staff/assets/(\d{13})", page.text)
    assert code is not None
    assert "T001" in (await officer.get(f"/staff/assets/{code[1]}")).text
    assert code[1] in (await officer.get("/staff/search?q=t001")).text
    await officer.post(f"{where}/undo", data=data)
    await run_jobs()
    assert "Đã hoàn tác 1 dòng" in (await officer.get(where)).text
    assert (await officer.get(f"/staff/assets/{code[1]}")).status_code == 404
    assert "sổ.csv" in (await officer.get(PATH)).text


async def test_what_is_wrong_with_a_file_stands_beside_its_field(login: Login) -> None:
    officer = await login("it_officer", "an-ninh-dong")
    answer = await sent(officer, b"PK\x03\x04 no workbook")
    assert answer.status_code == 422
    assert 'href="#f-file"' in answer.text
    answer = await sent(officer, csv_of([row(1)]), unit_id="")
    assert answer.status_code == 422
    assert 'href="#f-unit_id"' in answer.text


async def test_two_columns_for_one_fact_are_refused_and_the_choice_is_kept(login: Login) -> None:
    officer = await login("it_officer", "an-ninh-dong")
    where = (await sent(officer, csv_of([("A", "B")], ("Cột một", "Cột hai")))).headers["location"]
    data = {"_csrf": token((await officer.get(where)).text), "column.0": "name", "column.1": "name"}
    answer = await officer.post(f"{where}/columns", data=data)
    assert answer.status_code == 422
    assert answer.text.count('<option value="name" selected') == 2
    assert (await officer.post(f"{where}/columns", data=data | {"column.1": "note"})).status_code == 303


async def test_others_see_nothing_of_it(login: Login) -> None:
    where = (await sent(await login("it_officer", "an-ninh-dong"), csv_of([row(1)]))).headers["location"]
    assert (await (await login("it_officer", "an-ninh-tay")).get(where)).status_code == 404
    assert (await (await login("clerk", "an-ninh-dong")).get(where)).status_code == 403
