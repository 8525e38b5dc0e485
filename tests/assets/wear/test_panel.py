"""Wear on the page of a thing: its book, its years, the rule with its source."""

from datetime import date

import httpx
import pytest

from core.accounts import testing
from core.acting import Act
from core.clock import FixedClock
from core.offices import find_unit
from plugins.assets.inventory import commands
from tests.assets.conftest import printer

pytestmark = pytest.mark.anyio


async def test_a_fixed_asset_shows_its_years_and_a_tool_none(client: httpx.AsyncClient, clock: FixedClock) -> None:
    who = await testing.staff("it_officer", "my-hanh-bac", clock.now())
    browser = await testing.log_in(client, who, clock.now())
    unit = await find_unit("my-hanh-bac")
    assert unit is not None
    act = Act(who, clock.now())
    pages = []
    for cost in (15_000_000, 9_990_000, None):
        thing = printer(unit.id, serial=None, cost=cost, bought_on=date(2026, 3, 1))
        code = (await commands.register(thing, act)).code
        pages.append((await browser.get(f"/staff/assets/{code}")).text)
    assert ("2.143.500" in pages[0], "2.139.000" in pages[0], "chưa kiểm chứng" in pages[0]) == (True, True, True)
    assert "Công cụ, dụng cụ" in pages[1]
    assert "Chưa xác định" in pages[2]
