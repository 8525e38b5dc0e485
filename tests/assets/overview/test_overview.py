"""Figures and the lists behind them agree; a reader sees the figures of their own units."""

import html
import re
from collections.abc import Awaitable, Callable
from datetime import date

import httpx
import pytest

from core import db, offices
from core.acting import system_act
from core.testing import NOW
from plugins.assets.inventory.commands import register
from plugins.assets.inventory.wearing import worn_sql
from plugins.assets.overview import queries
from plugins.assets.wear.figures import worth
from tests.assets.conftest import Communes, printer

pytestmark = pytest.mark.anyio
Login = Callable[..., Awaitable[httpx.AsyncClient]]
YEARS = range(1998, 2027, 2)


async def test_worn_is_what_the_wear_schedule_leaves_nothing_of(communes: Communes) -> None:
    for category, model in (("printer", "M1"), ("photocopier", "M2"), ("projector", "M3")):
        for year in YEARS:
            facts = {"category": category, "model": model, "serial": f"{category}{year}", "cost": 12_000_000}
            await register(printer(communes.east, in_use_from=date(year, 5, 1), **facts), system_act(NOW))
    for now in (2018, 2025, 2026, 2029, 2033):
        rows = await db.rows(
            "SELECT c.key, extract(year FROM a.in_use_from)::int,"
            + worn_sql().replace("{now}", "$1::timestamptz")
            + " FROM assets.assets_asset a JOIN assets.assets_model m ON m.id = a.model"
            " JOIN assets.assets_category c ON c.id = m.category",
            NOW.replace(year=now),
        )
        assert len(rows) == 3 * len(YEARS)
        for category, year, worn in rows:
            left = worth(12_000_000, date(year, 5, 1), category, now - 1)
            if year < now:
                assert worn == (left is not None and left.remaining == 0), (category, year, now)


async def test_ages_and_rooms(communes: Communes) -> None:
    for serial, day in (("A", date(2017, 6, 1)), ("B", date(2010, 1, 1)), ("C", None)):
        await register(printer(communes.east, serial=serial, in_use_from=day), system_act(NOW))
    counts = await queries.by_age(None, None, [date(2016, 11, 1), date(2014, 11, 1)])
    assert counts == [1, 0, 1, 1]
    assert [(room.name, room.count) for room in await queries.rooms(communes.east)] == [("Phòng một cửa", 3)]


async def test_every_figure_leads_to_as_many_rows(login: Login) -> None:
    district, east = await login("it_officer"), await login("it_officer", "an-ninh-dong")
    unit, other = await offices.find_unit("an-ninh-dong"), await offices.find_unit("an-ninh-tay")
    assert unit is not None
    assert other is not None
    facts = {"cost": 12_000_000, "funding": "Ngân sách xã"}
    for serial, status, year in (
        ("A", "broken", 2009),
        ("B", "in_use", 2017),
        ("C", "lost", 2017),
        ("D", "in_use", 2010),
    ):
        data = printer(unit.id, serial=serial, status=status, in_use_from=date(year, 3, 1), **facts)
        await register(data, system_act(NOW))
    await register(printer(other.id, serial="E"), system_act(NOW))
    page = (await district.get(f"/staff/equipment?unit={unit.id}")).text
    links = re.findall(r'<a class="figure-link" href="(/staff/assets\?[^"]+)">([\d.]+)</a>', page)
    assert len(links) >= 4
    for address, shown in links:
        listed = (await district.get(html.unescape(address))).text
        assert listed.count("<tr data-key=") == int(shown), address
    assert "Ngân sách xã" in page
    assert (await east.get(f"/staff/equipment?unit={other.id}")).status_code == 404
    assert "Xã An Ninh Tây" not in (await east.get("/staff/equipment")).text
