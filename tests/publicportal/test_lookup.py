"""A dossier is shown to whoever holds its slip or knows its second factor, and its number tells nobody anything."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from core import db as database
from plugins.onestop.commands.moving import move
from plugins.onestop.commands.slips import replace_slip
from plugins.onestop.schemas import MissingPaper, Move
from tests.onestop.conftest import BIRTH, Desk
from tests.publicportal.conftest import slip_of, taken

pytestmark = pytest.mark.anyio
PERSONAL = ("Nguyễn Minh Hòa", "080123456789", "0912345678", "Ấp 3")


def ask(client: httpx.AsyncClient, number: str, factor: str) -> Any:
    return client.post("/tra-cuu", data={"number": number, "factor": factor})


async def shown(client: httpx.AsyncClient, answer: httpx.Response) -> httpx.Response:
    assert answer.status_code == 303, answer.text
    return await client.get(answer.headers["location"])


@pytest.mark.parametrize("factor", ["456789", "456 789", "5678"])
async def test_number_and_factor_show_the_stage(client: httpx.AsyncClient, desk: Desk, factor: str) -> None:
    code, _ = await taken(desk)
    page = await shown(client, await ask(client, f" {code.lower()} ", factor))
    assert page.status_code == 200
    assert "Đã tiếp nhận hồ sơ" in page.text
    assert "N. M. H." in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "noindex" in page.headers["x-robots-tag"]
    assert not [text for text in PERSONAL if text in page.text]


async def test_a_sensitive_procedure_is_not_named(client: httpx.AsyncClient, desk: Desk) -> None:
    code, _ = await taken(desk, BIRTH)
    page = await shown(client, await ask(client, code, "456789"))
    assert "khai sinh" not in page.text
    assert "N. M. H." not in page.text
    assert "Hồ sơ của ông/bà" in page.text


async def test_unknown_numbers_and_wrong_factors_get_the_same_answer(client: httpx.AsyncClient, desk: Desk) -> None:
    code, _ = await taken(desk)
    unknown_code = code[:-4] + "0999"
    wrong, unknown = await ask(client, code, "000000"), await ask(client, unknown_code, "000000")
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.text.replace(code, unknown_code) == unknown.text
    assert len(wrong.content) == len(unknown.content)


async def test_the_sixth_try_waits_an_hour_and_the_slip_still_works(client: httpx.AsyncClient, desk: Desk) -> None:
    code, slip = await taken(desk)
    for _ in range(5):
        assert (await ask(client, code, "000000")).status_code == 422
    closed = await ask(client, code, "456789")
    assert closed.status_code == 429
    assert closed.headers["retry-after"] == "3600"
    assert (await client.post("/tra-cuu/giay-tiep-nhan", data={"slip": slip})).status_code == 303
    desk.clock.move(timedelta(hours=1))
    assert (await ask(client, code, "456789")).status_code == 303


async def test_numbers_that_do_not_exist_close_in_the_same_way(client: httpx.AsyncClient, desk: Desk) -> None:
    code, _ = await taken(desk)
    answers = []
    for number in (code, code[:-4] + "0999"):
        statuses = [(await ask(client, number, "000000")).status_code for _ in range(6)]
        answers.append(statuses)
    assert answers == [[422] * 5 + [429]] * 2


async def test_one_address_may_try_twenty_times_an_hour(client: httpx.AsyncClient, desk: Desk) -> None:
    code, _ = await taken(desk)
    statuses = [(await ask(client, f"{code[:-4]}{n:04}", "000000")).status_code for n in range(100, 121)]
    assert statuses == [422] * 20 + [429]
    assert (await ask(client, code, "456789")).status_code == 429


async def test_a_success_does_not_count_as_a_try(client: httpx.AsyncClient, desk: Desk) -> None:
    code, _ = await taken(desk)
    for _ in range(7):
        assert (await ask(client, code, "456789")).status_code == 303


async def test_sequential_numbers_show_no_personal_field(client: httpx.AsyncClient, desk: Desk) -> None:
    codes = [(await taken(desk))[0] for _ in range(4)]
    head = codes[0][:-4]
    for number in range(1, 21):
        for answer in (
            await client.get(f"/tra-cuu?number={head}{number:04}"),
            await ask(client, f"{head}{number:04}", "111111"),
            await client.get(f"/q/{head}{number:04}"),
            await client.get(f"/tra-cuu/mo/{head}{number:04}"),
            await client.get(f"/staff/dossiers/{head}{number:04}"),
        ):
            assert not [text for text in (*PERSONAL, "N. M. H.", "thường trú") if text in answer.text]


async def test_a_scan_leads_to_the_status_and_leaves_no_token_in_the_address(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    code, slip = await taken(desk)
    scanned = await client.get(f"/q/{slip}")
    assert scanned.status_code == 303
    assert scanned.headers["cache-control"] == "no-store"
    arrived = await client.get(scanned.headers["location"])
    assert arrived.status_code == 303
    assert arrived.headers["location"] == "/tra-cuu/ho-so"
    cookie = arrived.headers["set-cookie"]
    assert cookie.startswith("__Host-")
    assert {"HttpOnly", "Secure", "Path=/", "Max-Age=600", "SameSite=lax"} <= set(cookie.split("; "))
    assert slip not in arrived.headers["location"] + scanned.headers["location"] + cookie
    page = await client.get("/tra-cuu/ho-so")
    assert code in page.text


async def test_the_cookie_dies_after_ten_minutes_or_at_once(client: httpx.AsyncClient, desk: Desk) -> None:
    _, slip = await taken(desk)
    await client.post("/tra-cuu/giay-tiep-nhan", data={"slip": slip})
    assert (await client.get("/tra-cuu/ho-so")).status_code == 200
    desk.clock.move(timedelta(minutes=10))
    assert (await client.get("/tra-cuu/ho-so")).status_code == 303
    await client.post("/tra-cuu/giay-tiep-nhan", data={"slip": slip})
    assert (await client.get("/tra-cuu/ho-so")).status_code == 200
    await client.post("/tra-cuu/xong")
    assert (await client.get("/tra-cuu/ho-so")).status_code == 303


async def test_a_replaced_slip_opens_nothing(client: httpx.AsyncClient, desk: Desk) -> None:
    code, lost = await taken(desk)
    await replace_slip(code, desk.act(desk.clerk))
    assert (await client.post("/tra-cuu/giay-tiep-nhan", data={"slip": lost})).status_code == 422
    assert (await client.get(f"/q/{lost}")).status_code == 404
    assert (await client.post("/kiosk", data={"slip": lost})).text.count("Không đọc được hồ sơ nào") == 1
    new = await slip_of(code)
    assert (await client.post("/tra-cuu/giay-tiep-nhan", data={"slip": new})).status_code == 303


async def test_the_status_is_the_staffs_status_at_once(client: httpx.AsyncClient, desk: Desk) -> None:
    code, slip = await taken(desk)
    await client.post("/tra-cuu/giay-tiep-nhan", data={"slip": slip})
    await move(code, Move("hand_over", 1, "", desk.specialist.person_id), desk.act(desk.clerk))
    await move(code, Move("start", 2), desk.act(desk.specialist))
    await move(code, Move("ask_supplement", 3, "Thiếu bản vẽ nhà"), desk.act(desk.specialist))
    page = (await client.get("/tra-cuu/ho-so")).text
    assert "Chờ ông/bà bổ sung hồ sơ" in page
    assert "Thiếu bản vẽ nhà" in page
    assert desk.specialist.display_name not in page
    assert desk.clerk.display_name not in page


@pytest.mark.parametrize("answered", [False, True])
async def test_what_is_asked_for_is_shown_with_its_last_day_while_it_is_awaited(
    client: httpx.AsyncClient, desk: Desk, answered: bool
) -> None:
    code, slip = await taken(desk)
    await move(code, Move("hand_over", 1, "", desk.specialist.person_id), desk.act(desk.clerk))
    await move(code, Move("start", 2), desk.act(desk.specialist))
    items = [MissingPaper(wanted=True, paper="Tờ khai", text="ghi thiếu năm sinh"), MissingPaper(text="Bản vẽ nhà")]
    await move(code, Move("ask_supplement", 3, items=items, days=7), desk.act(desk.specialist))
    if answered:
        await move(code, Move("supplemented", 4), desk.act(desk.clerk))
    await client.post("/tra-cuu/giay-tiep-nhan", data={"slip": slip})
    page = (await client.get("/tra-cuu/ho-so")).text
    for said in ("<li>Tờ khai: ghi thiếu năm sinh</li>", "<li>Bản vẽ nhà</li>", "đến hết 17:00 01/12/2017"):
        assert (said in page) is not answered, said


async def test_the_footer_leads_to_the_check_of_signatures(client: httpx.AsyncClient, desk: Desk) -> None:
    for path in ("/", "/tra-cuu"):
        assert 'href="/kiem-chung"' in (await client.get(path)).text
    assert (await client.get("/kiem-chung")).status_code == 200


async def test_the_kiosk_shows_and_forgets(client: httpx.AsyncClient, desk: Desk) -> None:
    code, slip = await taken(desk)
    page = await client.post("/kiosk", data={"slip": slip})
    assert page.status_code == 200
    assert code in page.text
    assert 'data-clear-after="45"' in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "set-cookie" not in page.headers
    assert not [text for text in PERSONAL if text in page.text]


async def test_every_look_up_is_logged_without_the_token(client: httpx.AsyncClient, desk: Desk) -> None:
    code, slip = await taken(desk)
    await ask(client, code, "000000")
    await ask(client, code, "456789")
    await client.post("/tra-cuu/giay-tiep-nhan", data={"slip": slip})
    await client.post("/kiosk", data={"slip": slip})
    await client.get(f"/q/{slip}")
    rows = await database.rows(
        "SELECT channel, outcome, code, l::text AS everything FROM publicportal.publicportal_lookup l ORDER BY id"
    )
    assert [(row["channel"], row["outcome"], row["code"]) for row in rows] == [
        ("typed", "refused", ""),
        ("typed", "found", code),
        ("slip", "found", code),
        ("kiosk", "found", code),
        ("slip", "found", code),
    ]
    assert not [row for row in rows if slip in row["everything"] or "456789" in row["everything"]]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"number": ""},
        {"number": "x", "factor": "12"},
        {"number": "x" * 1000, "factor": "123456"},
        {"factor": "1234"},
    ],
)
async def test_bad_input_is_explained(client: httpx.AsyncClient, desk: Desk, sent: dict[str, str]) -> None:
    answer = await client.post("/tra-cuu", data=sent)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
