"""The tray in the browser: an officer links a machine by its label; strangers are not shown to a commune."""

import httpx
import pytest

from core import db
from core.accounts import testing
from core.acting import Act
from core.clock import FixedClock
from core.offices import find_unit
from plugins.assets.agents.secrets import enrol
from plugins.assets.inventory import commands
from tests.assets.agents.messages import machine, packed
from tests.assets.conftest import printer

pytestmark = pytest.mark.anyio


@pytest.fixture
async def officer(client: httpx.AsyncClient, clock: FixedClock) -> tuple[httpx.AsyncClient, Act]:
    who = await testing.staff("it_officer", "my-hanh-bac", clock.now())
    return await testing.log_in(client, who, clock.now()), Act(who, clock.now())


async def test_a_machine_waits_and_is_linked_by_its_label(
    client: httpx.AsyncClient, officer: tuple[httpx.AsyncClient, Act]
) -> None:
    browser, act = officer
    unit = await find_unit("my-hanh-bac")
    assert unit is not None
    secret = await enrol(unit.id, "máy", act)
    await client.post(f"/assets/agent/{secret}", content=packed(machine()))
    await client.post("/assets/agent", content=packed(machine("stranger-1")))
    page = await browser.get("/staff/agents")
    assert ("Chưa nhận ra" in page.text, "pc-1" in page.text, page.text.count("<tr data-key=")) == (True, True, 1)
    number = await db.value("SELECT id FROM assets.assets_agent_machine WHERE trusted")
    stranger = await db.value("SELECT id FROM assets.assets_agent_machine WHERE NOT trusted")
    assert (await browser.get(f"/staff/agents/{stranger}")).status_code == 404
    code = (await commands.register(printer(unit.id, category="desktop", serial=None), act)).code
    wrong = await browser.post(f"/staff/agents/{number}/match", data={"code": "123"})
    assert (wrong.status_code, 'value="123"' in wrong.text) == (422, True)
    unknown = await browser.post(f"/staff/agents/{number}/match", data={"code": "4820260700123"})
    assert "Không có thiết bị mang mã này." in unknown.text
    done = await browser.post(f"/staff/agents/{number}/match", data={"code": code})
    assert done.status_code == 303
    assert "LibreOffice" in (await browser.get(f"/staff/agents/{number}")).text
    thing = await browser.get(f"/staff/assets/{code}")
    assert "Tác tử kiểm kê" in thing.text
