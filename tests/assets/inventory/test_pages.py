"""The register on screen: list, one thing, forms; who sees what; one effect; how many queries a page costs."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from core import db, offices
from core.acting import system_act
from core.testing import NOW
from plugins.assets.inventory import queries
from plugins.assets.inventory.commands import register
from tests.assets.conftest import printer

pytestmark = pytest.mark.anyio
Login = Callable[..., Awaitable[httpx.AsyncClient]]
EAST, WEST = "an-ninh-dong", "an-ninh-tay"


async def unit_id(code: str) -> int:
    found = await offices.find_unit(code)
    assert found is not None, code
    return found.id


async def registered(unit: str, **changes: object) -> str:
    return (await register(printer(await unit_id(unit), **changes), system_act(NOW))).code


def field(html: str, name: str) -> str:
    """Return the value of a form's input."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', html)
    assert found is not None, name
    return found[1]


def form_of(unit: int, **changes: object) -> dict[str, Any]:
    return {
        "unit_id": unit,
        "name": "Máy in tư pháp",
        "category": "printer",
        "maker": "Brother",
        "model": "DCP-L2540DW",
        "status": "in_use",
        "cost": "6400000",
        "bought_on": "2017-03-01",
        **changes,
    }


async def test_list_shows_things_of_all_units_to_the_district_and_of_one_to_a_commune(login: Login) -> None:
    district, east = await login("it_officer"), await login("it_officer", EAST)
    mine, other = await registered(EAST), await registered(WEST, serial="X1")
    page = (await district.get("/staff/assets")).text
    assert mine in page
    assert other in page
    page = (await east.get("/staff/assets")).text
    assert mine in page
    assert other not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=may+in+mot+cua", True),
        ("q=VNB3K", True),
        ("q=laserjet", True),
        ("q=phong+mot+cua", True),
        ("q=photocopy", False),
        ("category=printer", True),
        ("category=laptop", False),
        ("status=broken", False),
        ("state=up", False),
    ],
)
async def test_list_is_searched_and_filtered(login: Login, query: str, *, found: bool) -> None:
    officer = await login("it_officer")
    code = await registered(EAST)
    assert (code in (await officer.get(f"/staff/assets?{query}")).text) is found


async def test_list_goes_out_as_csv_without_formulas(login: Login) -> None:
    officer = await login("it_officer")
    code = await registered(EAST, name="=cmd|' /C calc'!A0")
    answer = await officer.get("/staff/assets?format=csv")
    assert answer.headers["content-type"].startswith("text/csv")
    line = next(line for line in answer.text.splitlines() if code in line)
    assert "'=cmd" in line


async def test_page_of_a_thing_shows_facts_label_and_history(login: Login) -> None:
    officer = await login("it_officer")
    code = await registered(EAST, cost=8_900_000)
    page = (await officer.get(f"/staff/assets/{code}")).text
    for text in ("Máy in một cửa", "VNB3K12345", "8.900.000\u00a0₫", "Xã An Ninh Đông", f"{code}/label.svg"):
        assert text in page
    assert "Thiết bị này chưa được giám sát" in page
    english = (await officer.get(f"/en/staff/assets/{code}")).text
    assert "In the register" in english
    assert "Printer" in english


async def test_other_communes_thing_is_not_found(login: Login) -> None:
    east = await login("it_officer", EAST)
    code = await registered(WEST)
    for path in ("", "/connection", "/edit", "/move", "/label.svg", "/monitoring"):
        assert (await east.get(f"/staff/assets/{code}{path}")).status_code == 404
    assert (await east.get(f"/api/assets/{code}")).status_code == 404
    assert (await east.post(f"/staff/assets/{code}/poll")).status_code == 404
    assert (await east.post(f"/staff/assets/{code}/move", data={"unit_id": 1, "version": 1})).status_code in {403, 404}
    answer = await east.post(f"/staff/assets/{code}/edit", data=form_of(1, version=1))
    assert answer.status_code == 404
    assert await db.value("SELECT name FROM assets.assets_asset WHERE code = $1", code) == "Máy in một cửa"


@pytest.mark.parametrize("role", ["clerk", "secretary", "hamlet_head"])
async def test_roles_without_the_right_see_nothing(login: Login, role: str) -> None:
    client = await login(role)
    code = await registered(EAST)
    for path in ("/staff/assets", f"/staff/assets/{code}", "/staff/monitoring", "/api/assets"):
        assert (await client.get(path)).status_code == 403


async def test_auditor_reads_and_writes_nothing(login: Login) -> None:
    auditor = await login("auditor")
    code = await registered(EAST)
    assert (await auditor.get(f"/staff/assets/{code}")).status_code == 200
    for path in ("/staff/assets/new", f"/staff/assets/{code}/edit", f"/staff/assets/{code}/monitoring"):
        assert (await auditor.get(path)).status_code == 403
    assert (await auditor.post("/staff/assets/new", data=form_of(1))).status_code == 403


async def test_registering_twice_with_one_form_has_one_effect(login: Login) -> None:
    officer = await login("it_officer")
    page = (await officer.get("/staff/assets/new")).text
    data = form_of(await unit_id(EAST), _key=field(page, "_key"))
    answers = [await officer.post("/staff/assets/new", data=data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert await db.value("SELECT count(*) FROM assets.assets_asset") == 1
    code = answers[0].headers["location"].rpartition("/")[2]
    assert await db.value("SELECT cost FROM assets.assets_asset WHERE code = $1", code) == 6_400_000


async def test_form_with_problems_comes_back_with_what_was_typed(login: Login) -> None:
    officer = await login("it_officer")
    await registered(EAST)
    answer = await officer.post("/staff/assets/new", data=form_of(await unit_id(EAST), name="", cost="nhiều"))
    assert answer.status_code == 422
    for text in (
        "Chưa điền: Tên thiết bị.",
        "Nguyên giá (đồng): phải là một số.",
        'value="nhiều"',
        'value="DCP-L2540DW"',
    ):
        assert text in answer.text
    duplicate = form_of(
        await unit_id(WEST), maker="HP", model="LaserJet Pro M252dw", serial="vnb3k12345", _key="a key of the form"
    )
    answer = await officer.post("/staff/assets/new", data=duplicate)
    assert answer.status_code == 422
    assert "Số sê-ri này đã có trong sổ" in answer.text
    assert (await officer.post("/staff/assets/new", data=duplicate | {"serial": "other"})).status_code == 303
    assert await db.value("SELECT count(*) FROM assets.assets_asset") == 2


async def test_edit_and_move_by_form(login: Login) -> None:
    officer = await login("it_officer")
    code = await registered(EAST)
    page = (await officer.get(f"/staff/assets/{code}/edit")).text
    data = form_of(0, maker="HP", model="LaserJet Pro M252dw", status="in_repair", version=field(page, "version"))
    assert (await officer.post(f"/staff/assets/{code}/edit", data=data)).status_code == 303
    assert (await officer.post(f"/staff/assets/{code}/edit", data=data | {"name": "Khác"})).status_code == 409
    west = await unit_id(WEST)
    data = {"unit_id": west, "place": "Kho", "version": 2}
    assert (await officer.post(f"/staff/assets/{code}/move", data=data)).status_code == 303
    page = (await officer.get(f"/staff/assets/{code}")).text
    for text in (
        "Xã An Ninh Tây",
        "Tình trạng: Đang sử dụng → Đang sửa chữa",
        "Đơn vị: Xã An Ninh Đông → Xã An Ninh Tây",
    ):
        assert text in page


async def test_write_without_the_forms_token_is_refused(login: Login) -> None:
    officer = await login("it_officer")
    del officer.headers["x-csrf-token"]
    answer = await officer.post("/staff/assets/new", data=form_of(await unit_id(EAST)))
    assert answer.status_code == 403
    assert await db.value("SELECT count(*) FROM assets.assets_asset") == 0


async def test_pages_cost_the_same_queries_however_much_they_show(
    login: Login, count_queries: Callable[[], Any]
) -> None:
    officer = await login("it_officer")
    first = await registered(EAST)
    costs = []
    for round_ in range(2):
        with count_queries() as sent:
            assert (await officer.get("/staff/assets")).status_code == 200
        listed = len(own(sent))
        with count_queries() as sent:
            assert (await officer.get(f"/staff/assets/{first}")).status_code == 200
        costs.append((listed, len(own(sent))))
        for number in range(15):
            await registered(EAST, serial=f"S{round_}.{number}")
    assert costs[0] == costs[1]
    assert costs[0] <= (5, 4)


def own(sent: list[str]) -> list[str]:
    """Return the statements about assets: who is logged in costs the same on every page."""
    return [sql for sql in sent if "assets." in sql or "offices_unit" in sql]


async def test_scanned_label_opens_the_thing_for_those_who_may(login: Login) -> None:
    officer, clerk = await login("it_officer"), await login("clerk", EAST)
    code = await registered(EAST)
    answer = await officer.get(f"/q/{code}")
    assert answer.headers["location"].endswith(f"/staff/assets/{code}")
    assert not (await clerk.get(f"/q/{code}")).headers.get("location", "").endswith(f"/staff/assets/{code}")


async def test_search_box_finds_by_words_and_digits(login: Login) -> None:
    officer, east = await login("it_officer"), await login("it_officer", EAST)
    code = await registered(WEST)
    for words in ("may in mot cua", code[:9], "vnb3k"):
        assert code in (await officer.get("/staff/search", params={"q": words})).text
        assert code not in (await east.get("/staff/search", params={"q": words})).text


async def test_code_on_another_units_label_is_not_even_confirmed(login: Login) -> None:
    await login("it_officer", EAST)
    code = await registered(WEST)
    from tests.assets.conftest import officer_of

    assert not await queries.may_open(code, officer_of(await unit_id(EAST)))
    assert not await queries.may_open("0000000000000", officer_of(await unit_id(EAST)))
