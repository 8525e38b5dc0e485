"""A purchase on screen: written, delivered, scanned in; what was typed is not lost; one effect of two clicks."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from core import db, offices
from core.acting import system_act
from core.testing import NOW
from plugins.assets.buying import commands
from tests.assets.buying.test_commands import line, new_purchase

pytestmark = pytest.mark.anyio
Login = Callable[..., Awaitable[httpx.AsyncClient]]
EAST, WEST = "an-ninh-dong", "an-ninh-tay"


async def unit_id(code: str) -> int:
    found = await offices.find_unit(code)
    assert found is not None, code
    return found.id


def key_of(html: str) -> str:
    found = re.search(r'name="_key" value="([^"]+)"', html)
    assert found is not None
    return found[1]


async def test_from_purchase_to_label(login: Login) -> None:
    officer = await login("it_officer")
    east = await unit_id(EAST)
    sent: dict[str, Any] = {"unit_id": east, "title": "Máy in", "supplier": "Long An", "bought_on": "01/11/2017"}
    lost = await officer.post("/staff/purchases/new", data=sent | {"supplier": ""})
    assert lost.status_code == 422
    assert 'value="Máy in"' in lost.text
    made = await officer.post("/staff/purchases/new", data=sent | {"transport": "100"})
    assert made.status_code == 303
    address = made.headers["location"]
    added = await officer.post(
        f"{address}/lines",
        data={
            "name": "Máy in",
            "category": "printer",
            "maker": "HP",
            "model": "M404dn",
            "quantity": "2",
            "unit_price": "5000000",
        },
    )
    assert added.status_code == 303
    shown = (await officer.get(address)).text
    assert "10.000.100" in shown
    to_east = {"unit_id": east, "delivered_on": "20/11/2017"}
    arrival = (await officer.post(f"{address}/deliveries", data=to_east)).headers["location"]
    page = (await officer.get(arrival)).text
    one = re.search(r'<option value="(\d+)" selected', page)
    assert one is not None
    scan = {"line_id": one[1], "serial": "CNB1", "_key": key_of(page)}
    for _click in range(2):
        assert (await officer.post(arrival, data=scan)).status_code == 303
    again = await officer.post(arrival, data=scan | {"_key": "another"})
    assert again.status_code == 422
    assert "CNB1" in again.text
    label = await db.value("SELECT code FROM assets.assets_asset WHERE serial = 'CNB1'")
    page = (await officer.get(arrival)).text
    assert label in page
    assert "Đã nhận 1, còn chờ 1" in page
    assert "Máy in" in (await officer.get("/staff/purchases")).text
    assert address in (await officer.get(f"/staff/assets/{label}")).text


async def test_a_commune_sees_no_purchase_of_another(login: Login) -> None:
    west = await login("it_officer", WEST)
    purchase = (await commands.order(new_purchase(await unit_id(EAST)), system_act(NOW))).id
    await commands.add_line(purchase, line(), system_act(NOW))
    assert (await west.get(f"/staff/purchases/{purchase}")).status_code == 404
    assert (await west.post(f"/staff/purchases/{purchase}/edit", data={})).status_code in {404, 422}
