"""The exchange with agents, as recorded from stock clients; what is stored, matched, kept apart and told."""

import base64
import zlib
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from core import db
from core.acting import Act
from core.errors import Forbidden
from plugins.assets.agents.commands import decide
from plugins.assets.agents.secrets import enrol, revoke
from plugins.assets.inventory import commands, queries
from tests.assets.agents.domain.test_wire import PROLOG
from tests.assets.agents.messages import FILES, machine, needs_corpus, packed
from tests.assets.conftest import Communes, printer

pytestmark = pytest.mark.anyio
ActIn = Callable[..., Act]
GLPI = {"glpi-agent-id": "bb0c8b06-e659-11f1-9efd-eb9028cad1c3", "content-type": "application/x-compress-zlib"}
PATH = "/assets/agent"


async def machines() -> list[dict[str, Any]]:
    return [dict(row) for row in await db.rows("SELECT * FROM assets.assets_agent_machine ORDER BY id")]


@pytest.fixture
async def secret(communes: Communes, act_in: ActIn) -> str:
    return await enrol(communes.east, "máy xã Đông", act_in())


async def test_a_prolog_is_answered_by_the_kind_of_client(client: httpx.AsyncClient) -> None:
    new = await client.post(PATH, content=zlib.compress(PROLOG), headers=GLPI)
    assert (new.headers["content-type"], new.json()) == ("application/json", {"status": "ok", "expiration": 24})
    old = await client.post(PATH, content=zlib.compress(PROLOG), headers={"content-type": "Application/x-compress"})
    assert old.headers["content-type"].startswith("application/xml")
    assert "<PROLOG_FREQ>24</PROLOG_FREQ><RESPONSE>SEND</RESPONSE>" in old.text


async def test_a_contact_orders_what_not_to_send(client: httpx.AsyncClient) -> None:
    body = {"action": "contact", "deviceid": "vm-1", "name": "GLPI-Agent", "enabled-tasks": ["inventory"]}
    answer = await client.post(PATH, content=packed(body), headers=GLPI | {"glpi-request-id": "6EB07263"})
    assert answer.headers["glpi-request-id"] == "6EB07263"
    assert answer.json()["tasks"]["inventory"]["no-category"] == "process,environment,local_user,local_group,user"
    assert await machines() == []


@needs_corpus
async def test_every_recorded_message_is_taken(client: httpx.AsyncClient, db: None) -> None:
    for file in FILES:
        answer = await client.post(PATH, content=file.read_bytes())
        assert answer.status_code == 200, (file, answer.text)
    stored = await machines()
    assert {"glpixps", "Mi9TPro-TéléphoneM", "HP-2530-48G"} <= {row["name"] for row in stored}
    assert {row["state"] for row in stored} == {"unmatched"}
    assert all("envs" not in row["sections"] for row in stored)


async def test_a_known_machine_is_found_in_the_register_and_fills_what_is_empty(
    client: httpx.AsyncClient, communes: Communes, act_in: ActIn, secret: str
) -> None:
    pc = {"category": "desktop", "maker": "Dell", "model": "OptiPlex 3050"}
    code = (await commands.register(printer(communes.east, **pc, serial="sn-77"), act_in())).code
    answer = await client.post(f"{PATH}/{secret}", content=packed(machine()), headers=GLPI)
    assert answer.json() == {"status": "ok", "expiration": 24}
    [row] = await machines()
    assert (row["state"], row["rule"], row["unit_id"], row["memory_mb"]) == (
        "matched", "serial_model", communes.east, 8192,
    )  # fmt: skip
    assert (await queries.asset(code, act_in().who)).version == 1  # what an officer wrote is his


async def test_without_a_secret_nothing_is_matched_and_a_wrong_one_is_asked_again(
    client: httpx.AsyncClient, communes: Communes, act_in: ActIn, secret: str
) -> None:
    await commands.register(printer(communes.east, category="desktop", model="OptiPlex 3050", serial="SN-77"), act_in())
    await client.post(PATH, content=packed(machine()), headers=GLPI)
    [row] = await machines()
    assert (row["state"], row["trusted"], row["unit_id"]) == ("unmatched", False, communes.district)
    refused = await client.post(f"{PATH}/nonsense", content=packed(machine()), headers=GLPI)
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, 'Basic realm="motcua"')
    password = base64.b64encode(f"agent:{secret}".encode()).decode()
    known = await client.post(PATH, content=packed(machine()), headers=GLPI | {"authorization": f"Basic {password}"})
    assert known.status_code == 200
    assert [row["state"] for row in await machines()] == ["matched"]
    assert await revoke(communes.east, "máy xã Đông", act_in())
    assert (await client.post(f"{PATH}/{secret}", content=packed(machine()), headers=GLPI)).status_code == 401


async def test_a_partial_message_changes_only_what_it_carries_and_missing_parts_are_told_once(
    client: httpx.AsyncClient, secret: str
) -> None:
    await client.post(f"{PATH}/{secret}", content=packed(machine()), headers=GLPI)
    partial = {"action": "inventory", "deviceid": "pc-1-2026-01-01", "partial": True}
    for _ in range(2):
        message = partial | {"content": {"memories": [{"capacity": 4096}], "versionclient": "x"}}
        answer = await client.post(f"{PATH}/{secret}", content=packed(message), headers=GLPI)
        assert answer.status_code == 200, answer.text
    [row] = await machines()
    assert (row["memory_mb"], row["software"], row["serial"]) == (4096, 1, "SN-77")
    alerts = await db.rows("SELECT kind, before, after FROM assets.assets_agent_alert")
    assert [tuple(alert) for alert in alerts] == [("memory_less", "8192 MB", "4096 MB")]


async def test_a_machine_in_another_commune_is_told(
    client: httpx.AsyncClient, communes: Communes, act_in: ActIn, secret: str
) -> None:
    code = (await commands.register(printer(communes.west, category="desktop", serial="SN-77"), act_in())).code
    await client.post(f"{PATH}/{secret}", content=packed(machine()), headers=GLPI)
    alerts = await db.rows("SELECT kind, before, after FROM assets.assets_agent_alert")
    assert [tuple(alert) for alert in alerts] == [("other_unit", "Xã Tây", "Xã Đông")]
    assert (await queries.asset(code, act_in().who)).unit_id == communes.west  # nobody moves it but a person


async def test_what_an_officer_decides_stays(
    client: httpx.AsyncClient, communes: Communes, act_in: ActIn, secret: str
) -> None:
    code = (await commands.register(printer(communes.east, category="desktop", serial=None), act_in())).code
    await client.post(f"{PATH}/{secret}", content=packed(machine()), headers=GLPI)
    [row] = await machines()
    await decide(row["id"], code, act_in())
    await client.post(f"{PATH}/{secret}", content=packed(machine()), headers=GLPI)
    [row] = await machines()
    assert (row["state"], row["rule"]) == ("matched", "officer")
    assert (await queries.asset(code, act_in().who)).serial == "SN-77"  # nobody had written one
    await decide(row["id"], None, act_in())
    await client.post(f"{PATH}/{secret}", content=packed(machine()), headers=GLPI)
    assert [row["state"] for row in await machines()] == ["ignored"]


async def test_a_stranger_cannot_speak_for_an_enrolled_machine(client: httpx.AsyncClient, secret: str) -> None:
    await client.post(f"{PATH}/{secret}", content=packed(machine()), headers=GLPI)
    before = await machines()
    forged = {"action": "inventory", "deviceid": "pc-1-2026-01-01", "partial": True}
    message = forged | {"content": {"memories": [{"capacity": 1}], "versionclient": "x"}}
    answer = await client.post(PATH, content=packed(message), headers=GLPI)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Basic realm="motcua"')
    assert await machines() == before
    assert await db.rows("SELECT 1 FROM assets.assets_agent_alert") == []


async def test_a_machine_installed_anew_takes_over_from_its_old_record(
    client: httpx.AsyncClient, communes: Communes, act_in: ActIn, secret: str
) -> None:
    await commands.register(printer(communes.east, category="desktop", serial="SN-77"), act_in())
    await client.post(f"{PATH}/{secret}", content=packed(machine()), headers=GLPI)
    await client.post(f"{PATH}/{secret}", content=packed(machine("pc-1-reinstalled")), headers=GLPI)
    old, new = await machines()
    assert (old["asset"], old["state"], old["rule"]) == (None, "ignored", "replaced")
    assert (new["state"], new["rule"]) == ("matched", "serial")
    await client.post(f"{PATH}/{secret}", content=packed(machine()), headers=GLPI)
    assert [row["asset"] for row in await machines()] == [None, new["asset"]]  # one thing is one machine


async def test_an_officer_decides_only_over_machines_of_his_units(
    client: httpx.AsyncClient, communes: Communes, act_in: ActIn, secret: str
) -> None:
    await client.post(f"{PATH}/{secret}", content=packed(machine()), headers=GLPI)
    code = (await commands.register(printer(communes.west, category="desktop", serial=None), act_in())).code
    [row] = await machines()
    west = act_in(communes.west)
    for chosen in (code, None):
        with pytest.raises(Forbidden):
            await decide(row["id"], chosen, west)
    assert await machines() == [row]


async def test_damage_and_bombs_are_refused_in_the_clients_language(client: httpx.AsyncClient) -> None:
    broken = await client.post(PATH, content=b"nonsense", headers=GLPI)
    assert (broken.status_code, broken.json()["status"]) == (400, "error")
    old = await client.post(PATH, content=b"<REQUEST>")
    assert (old.status_code, "<ERROR>" in old.text) == (400, True)
    bomb = await client.post(PATH, content=zlib.compress(b"0" * 50_000_000), headers=GLPI)
    assert bomb.status_code == 413
    assert await machines() == []
