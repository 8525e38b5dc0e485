"""Anybody finds a procedure and an office, with or without accents, scripts or a log-in."""

import httpx
import pytest

from tests.onestop.conftest import BIRTH, MARRIAGE, SPLIT, UNKNOWN, Desk

pytestmark = pytest.mark.anyio
PAGES = [
    "/",
    "/thu-tuc",
    "/thu-tuc?q=khai+sinh",
    "/thu-tuc?page=99",
    f"/thu-tuc/{BIRTH}",
    "/tra-cuu",
    "/don-vi",
    "/kiosk",
]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("prefix", ["", "/en"])
async def test_every_page_opens_without_a_log_in(client: httpx.AsyncClient, desk: Desk, path: str, prefix: str) -> None:
    answer = await client.get((prefix + path).removesuffix("/") or "/")
    assert answer.status_code == 200, answer.text
    assert answer.text.count("<h1") == 1
    assert "{{" not in answer.text
    assert f'lang="{"en" if prefix else "vi"}"' in answer.text


@pytest.mark.parametrize("text", ["dang ky khai sinh", "đăng ký khai sinh", "KHAI SINH", "khai sihn"])
async def test_the_visitor_finds_birth_registration(client: httpx.AsyncClient, desk: Desk, text: str) -> None:
    page = await client.get("/thu-tuc", params={"q": text})
    assert f'href="/thu-tuc/{BIRTH}"' in page.text


async def test_a_code_leads_straight_to_the_procedure(client: httpx.AsyncClient, desk: Desk) -> None:
    answer = await client.get("/thu-tuc", params={"q": BIRTH})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/thu-tuc/{BIRTH}")


async def test_facets_add_up(client: httpx.AsyncClient, desk: Desk) -> None:
    whole = (await client.get("/thu-tuc")).text
    assert "6 thủ tục" in whole
    some = await client.get("/thu-tuc", params={"field": "Hộ tịch"})
    assert "4 thủ tục" not in some.text
    assert "3 thủ tục" in some.text
    none = await client.get("/thu-tuc", params={"field": "Hộ tịch", "q": "đất"})
    assert "Không có thủ tục nào khớp" in none.text


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (BIRTH, ["Trong ngày", "không thu", "Thành phần hồ sơ", "Nguồn: Cổng Dịch vụ công quốc gia"]),
        (MARRIAGE, ["5 ngày làm việc"]),
        (SPLIT, ["12 đến 22 ngày làm việc, tùy trường hợp", "không nói rõ từng trường hợp"]),
        (UNKNOWN, ["chưa công bố", "không rõ đơn vị tính"]),
    ],
)
async def test_the_sheet_says_what_is_known_and_what_is_not(
    client: httpx.AsyncClient, desk: Desk, code: str, words: list[str]
) -> None:
    page = (await client.get(f"/thu-tuc/{code}")).text
    assert [word for word in words if word not in page] == []
    sections = [
        "Trình tự thực hiện",
        "Đối tượng thực hiện",
        "Cách thức thực hiện",
        "Kết quả",
        "Căn cứ pháp lý",
        "Yêu cầu, điều kiện",
    ]
    assert [title for title in sections if title not in page] == []


async def test_unknown_procedures_are_404(client: httpx.AsyncClient, desk: Desk) -> None:
    assert (await client.get("/thu-tuc/9.999999")).status_code == 404
    assert (await client.get("/thu-tuc/x%00y")).status_code in {404, 422}


async def test_all_desks_with_their_hours(client: httpx.AsyncClient, desk: Desk) -> None:
    page = (await client.get("/don-vi")).text
    assert page.count("07:30-11:30, 13:00-17:00") == 21
    assert "Ủy ban nhân dân xã Mỹ Hạnh Bắc" in page
