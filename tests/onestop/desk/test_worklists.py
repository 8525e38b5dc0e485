"""Work lists per role: my turn, my unit, due soon; and views that a reader saved."""

import re
from datetime import timedelta

import httpx
import pytest

from core.accounts.testing import log_in
from tests.onestop.conftest import BIRTH, MARRIAGE, Desk

pytestmark = pytest.mark.anyio


def codes(answer: httpx.Response) -> list[str]:
    return re.findall(r'<tr data-key="([^"]+)"', answer.text)


async def test_due_soon_is_today_and_the_two_days_after(client: httpx.AsyncClient, desk: Desk) -> None:
    today = (await desk.take(BIRTH)).code
    later = (await desk.take(MARRIAGE)).code
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    assert codes(await clerk.get("/staff/dossiers?soon=1")) == [today]
    desk.clock.move(timedelta(days=5))
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    assert codes(await clerk.get("/staff/dossiers?soon=1")) == [later]


async def test_my_unit_is_a_tab_and_another_s_cannot_be_asked_for(client: httpx.AsyncClient, desk: Desk) -> None:
    code = (await desk.take()).code
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    page = await clerk.get("/staff/dossiers")
    for words in ("Chờ tôi làm", "Đơn vị tôi", "Sắp đến hạn", "Quá hạn"):
        assert words in page.text
    assert codes(await clerk.get(f"/staff/dossiers?unit={desk.clerk.unit_id}")) == [code]
    other = await clerk.get(f"/staff/dossiers?unit={desk.stranger.unit_id}")
    assert "đã bỏ qua" in other.text


async def test_a_view_is_saved_under_a_name(client: httpx.AsyncClient, desk: Desk) -> None:
    await desk.take()
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    saved = {"back": "/staff/dossiers?soon=1", "save": "Gấp của tôi"}
    assert (await clerk.post("/staff/lists/onestop.open", data=saved)).status_code == 303
    assert "Gấp của tôi" in (await clerk.get("/staff/dossiers")).text
