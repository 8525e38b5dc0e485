"""The pages of papers: written, issued, printed, cancelled; lists of what was handed over."""

import re

import httpx
import pytest

from core import db as database
from core.accounts.testing import log_in
from plugins.onestop.commands.slips import token_of
from plugins.onestop.queries import dossiers
from plugins.onestop.returns.commands import name_proxy
from plugins.onestop.returns.schemas import NewProxy
from tests.onestop.conftest import Desk
from tests.onestop.papers.reading import needs_poppler, pages_of, text_of
from tests.onestop.papers.test_papers import TO_DESK, walk
from tests.onestop.test_pages import Form

pytestmark = [pytest.mark.anyio, needs_poppler]


async def test_a_supplement_request_by_form(client: httpx.AsyncClient, desk: Desk) -> None:
    code = (await desk.take()).code
    await walk(desk, code, "hand_over", "start", "ask_supplement")
    browser = await log_in(client, desk.specialist, desk.clock.now())
    page = (await browser.get(f"/staff/dossiers/{code}")).text
    path = f"/staff/dossiers/{code}/papers/supplement"
    assert path in page
    form = await browser.get(path)
    assert "Giấy tờ còn thiếu" in form.text  # the reason of the move is there already
    empty = await browser.post(path, data={"reason": "", "wanted.5.name": "Hộ chiếu <b>"})
    assert empty.status_code == 422
    assert "Hộ chiếu &lt;b&gt;" in empty.text
    values = Form(form.text).values | {"reason": "Thiếu hộ chiếu", "wanted.5.name": "Hộ chiếu", "wanted.5.copies": "2"}
    sent = await browser.post(path, data=values)
    assert sent.status_code == 303, sent.text
    shown = (await browser.get(f"/staff/dossiers/{code}")).text
    assert "1/HDHS" in shown
    assert "Chưa in" in shown
    [button] = re.findall(r'action="(/staff/papers/\d+/print)"', shown)
    text = text_of((await browser.post(button)).content)
    assert "1 Hộ chiếu 2" in text
    assert "In giấy" in (await browser.get(f"/staff/dossiers/{code}")).text
    [asked] = re.findall(r'href="(/staff/papers/\d+/cancel)"', shown)
    assert (await browser.get(asked)).status_code == 200
    assert (await browser.post(asked, data={"reason": ""})).status_code == 422
    assert (await browser.post(asked, data={"reason": "Ghi nhầm giấy tờ"})).status_code == 303
    assert "Ghi nhầm giấy tờ" in (await browser.get(f"/staff/dossiers/{code}")).text


@pytest.mark.parametrize("kind", ["supplement", "refusal", "stop", "result_receipt"])
async def test_what_is_not_called_for_is_told(client: httpx.AsyncClient, desk: Desk, kind: str) -> None:
    code = (await desk.take()).code
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    answer = await clerk.get(f"/staff/dossiers/{code}/papers/{kind}")
    assert answer.status_code == 422
    assert "chưa đến bước" in answer.text


@pytest.mark.parametrize("kind", ["handover_list", "fee_receipt", "logbook", "nonsense"])
async def test_papers_that_are_made_elsewhere_have_no_form(client: httpx.AsyncClient, desk: Desk, kind: str) -> None:
    code = (await desk.take()).code
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    assert (await clerk.get(f"/staff/dossiers/{code}/papers/{kind}")).status_code == 404


async def test_forms_open_when_they_are_called_for(client: httpx.AsyncClient, desk: Desk) -> None:
    done, refused = (await desk.take()).code, (await desk.take()).code
    await walk(desk, done, *TO_DESK)
    await walk(desk, refused, "refuse")
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    for code, kind in ((done, "apology"), (done, "result_receipt"), (refused, "refusal")):
        for prefix in ("", "/en"):
            answer = await clerk.get(f"{prefix}/staff/dossiers/{code}/papers/{kind}")
            assert answer.status_code == 200, answer.text
    sheet = await clerk.post(f"/staff/dossiers/{done}/papers/control")
    assert pages_of(sheet.content)[0] == (148, 210)


async def test_the_form_of_the_result_receipt_names_the_proxy_and_the_number(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    code = (await desk.take()).code
    await walk(desk, code, *TO_DESK)
    proxy = NewProxy("Lê Văn Thay", "080190001111", "UBND xã, số 15/2017", checked=True)
    await name_proxy(code, proxy, desk.act(desk.clerk))
    await database.execute("UPDATE onestop.onestop_dossier SET result_number = '45/2017' WHERE code = $1", code)
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    form = (await clerk.get(f"/staff/dossiers/{code}/papers/result_receipt")).text
    for said in (proxy.name, proxy.identity, proxy.authorisation, "45/2017"):
        assert f'value="{said}"' in form


async def test_the_slip_s_secret_is_nowhere_in_the_papers_kept(client: httpx.AsyncClient, desk: Desk) -> None:
    code = (await desk.take()).code
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    assert (await clerk.post(f"/staff/dossiers/{code}/slip")).status_code == 200
    sheet = await dossiers.by_code(code, None)
    assert sheet is not None
    kept = await database.rows("SELECT * FROM onestop.onestop_issued_paper")
    assert len(kept) == 1
    assert token_of(sheet) not in str([dict(row) for row in kept])


async def test_lists_of_what_was_handed_over(client: httpx.AsyncClient, desk: Desk) -> None:
    codes = [(await desk.take()).code for _ in range(3)]
    for code in codes:
        await walk(desk, code, "hand_over")
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    page = (await clerk.get("/staff/handover-lists")).text
    values = Form(page).values
    assert "3 hồ sơ" in page
    first, again = [await clerk.post("/staff/handover-lists", data=values) for _ in range(2)]
    assert (first.status_code, again.status_code) == (303, 303)
    listed = (await clerk.get("/staff/handover-lists")).text
    [button] = re.findall(r'action="(/staff/papers/\d+/print)"', listed)
    paper = (await clerk.post(button)).content
    assert pages_of(paper) == [(210, 297)]
    text = text_of(paper)
    for said in ("DANH SÁCH BÀN GIAO HỒ SƠ", "Số: 1/BGHS", "Tổng cộng: 3 hồ sơ", *codes):
        assert said in text, said
    assert "Bản in lại lần 1" in text_of((await clerk.post(button)).content)
    stranger = await log_in(client, desk.stranger, desk.clock.now())
    assert (await stranger.post(button)).status_code == 404
    assert "1/BGHS" not in (await stranger.get("/staff/handover-lists")).text
    [asked] = re.findall(r'href="(/staff/papers/\d+/cancel)"', listed)
    assert (await stranger.get(asked)).status_code == 404
    assert (await clerk.get(asked)).status_code == 200
    assert (await clerk.post(asked, data={"reason": "Thiếu một hồ sơ"})).status_code == 303
    assert (await clerk.post(button)).status_code == 422
    nothing = await clerk.post("/staff/handover-lists", data=values | {"receiver": "Ai đó", "_key": "other"})
    assert nothing.status_code == 422
    assert (await clerk.get("/staff/handover-lists?day=2017-99-99")).status_code == 422
