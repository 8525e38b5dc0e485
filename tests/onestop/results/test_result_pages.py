"""Results and registers by page: from the dossier into the book, onto paper, corrected and taken back."""

import io
from collections.abc import Awaitable, Callable

import httpx
import pypdf
import pytest

from core.accounts.testing import log_in
from tests.onestop.conftest import Desk
from tests.onestop.results.conftest import COUPLE

pytestmark = pytest.mark.anyio
Settle = Callable[[], Awaitable[str]]
SENT = {f"value_{key}": value for key, value in COUPLE.items()} | {
    "register": "marriages",
    "signed_on": "2017-11-22",
    "signer_name": "Trần Văn Lãnh Đạo",
}


async def entered(client: httpx.AsyncClient, shelves: Desk, code: str) -> tuple[httpx.AsyncClient, str]:
    """Enter a result by the form; return the clerk's browser and the address of the result."""
    clerk = await log_in(client, shelves.clerk, shelves.clock.now())
    sent = await clerk.post(f"/staff/dossiers/{code}/results/new", data=SENT | {"_key": code})
    assert sent.status_code == 303, sent.text
    return clerk, sent.headers["location"].partition("?")[0]


@pytest.mark.parametrize("prefix", ["", "/en"])
async def test_from_the_dossier_into_the_book(
    client: httpx.AsyncClient, shelves: Desk, settled: Settle, prefix: str
) -> None:
    code = await settled()
    clerk = await log_in(client, shelves.clerk, shelves.clock.now())
    assert f"/staff/dossiers/{code}/results/new" in (await clerk.get(f"{prefix}/staff/dossiers/{code}")).text
    assert code in (await clerk.get(f"{prefix}/staff/results/waiting")).text
    form = (await clerk.get(f"{prefix}/staff/dossiers/{code}/results/new")).text
    assert "Sổ đăng ký kết hôn" in form
    assert shelves.leader.display_name in form
    _clerk, address = await entered(client, shelves, code)
    page = (await clerk.get(prefix + address)).text
    assert "1/2017" in page
    assert "04/03/1992" in page
    assert "1/2017" in (await clerk.get(f"{prefix}/staff/dossiers/{code}")).text
    assert code not in (await clerk.get(f"{prefix}/staff/results/waiting")).text
    for path in (
        "/staff/results",
        "/staff/registers",
        "/staff/registers/marriages",
        "/staff/registers/marriages?q=bay",
    ):
        listed = (await clerk.get(prefix + path)).text
        assert "Sổ đăng ký kết hôn" in listed
        assert "{{" not in listed


async def test_on_an_error_nothing_typed_is_lost(client: httpx.AsyncClient, shelves: Desk, settled: Settle) -> None:
    code = await settled()
    clerk = await log_in(client, shelves.clerk, shelves.clock.now())
    sent = SENT | {"value_wife": "", "value_husband_born_on": "99/99/1990", "value_note": "<b>ghi chú</b>"}
    answer = await clerk.post(f"/staff/dossiers/{code}/results/new", data=sent)
    assert answer.status_code == 422
    assert "Họ tên vợ: chưa điền." in answer.text
    assert 'href="#f-value_husband_born_on"' in answer.text
    assert 'value="99/99/1990"' in answer.text
    assert "&lt;b&gt;ghi chú" in answer.text


async def test_search_export_and_paper(client: httpx.AsyncClient, shelves: Desk, settled: Settle) -> None:
    clerk, address = await entered(client, shelves, await settled())
    export = await clerk.get("/staff/registers/marriages?format=csv")
    assert "Lê Thị Bảy" in export.content.decode("utf-8-sig")
    assert "Không có dòng nào khớp" in (await clerk.get("/staff/registers/marriages?q=khong-co-ai")).text
    unit = shelves.clerk.unit_id
    assert unit is not None
    page = (await clerk.get("/staff/registers/marriages")).text
    agency = page.partition('name="agency" value="')[2].partition('"')[0]
    paper = await clerk.get(f"/staff/registers/marriages/print?agency={agency}&year=2017")
    assert paper.headers["content-type"] == "application/pdf"
    text = " ".join(pypdf.PdfReader(io.BytesIO(paper.content)).pages[0].extract_text().split())
    assert "Lê Thị Bảy" in text
    assert "1/2017" in text
    assert (await clerk.get(f"/staff/registers/marriages/print?agency={agency}&year=2016")).status_code == 404
    too_many = await clerk.get(f"/staff/registers/marriages/print?agency={agency}&year=2017&first=1&last=5000")
    assert too_many.status_code == 422
    assert address


async def test_correcting_and_revoking_by_page(client: httpx.AsyncClient, shelves: Desk, settled: Settle) -> None:
    _clerk, address = await entered(client, shelves, await settled())
    leader = await log_in(client, shelves.leader, shelves.clock.now())
    form = (await leader.get(f"{address}/correct")).text
    assert 'value="Lê Thị Bảy"' in form
    sent = SENT | {"revision": "1", "reason": "Sai chính tả", "value_wife": "Lê Thị Bẩy"}
    assert (await leader.post(f"{address}/correct", data=sent)).status_code == 303
    again = await leader.post(f"{address}/correct", data=sent)
    assert again.status_code == 422
    assert "vừa được người khác sửa" in again.text
    assert (await leader.post(f"{address}/revoke", data={"revision": "2", "reason": "x"})).status_code == 422
    assert (await leader.post(f"{address}/revoke", data={"revision": "1", "reason": "Cấp sai"})).status_code == 409
    assert (await leader.post(f"{address}/revoke", data={"revision": "2", "reason": "Cấp sai"})).status_code == 303
    page = (await leader.get(address)).text
    assert "Đã thu hồi" in page
    assert "Sai chính tả" in page


async def test_a_stranger_finds_nothing(client: httpx.AsyncClient, shelves: Desk, settled: Settle) -> None:
    code = await settled()
    _clerk, address = await entered(client, shelves, code)
    stranger = await log_in(client, shelves.stranger, shelves.clock.now())
    paths = (
        address,
        f"/staff/dossiers/{code}/results/new",
        "/staff/registers/none",
        "/staff/results/99999999999999999999",
    )
    assert [(await stranger.get(path)).status_code for path in paths] == [404] * len(paths)
    for path in ("/staff/results", "/staff/registers/marriages", "/staff/results/waiting"):
        assert "Lê Thị Bảy" not in (await stranger.get(path)).text
    assert (await client.get(address)).status_code == 303
