"""Things of the register that are in the network are devices, whoever writes them; what clients change comes back."""

from collections.abc import Callable

import pytest

from core import db
from core.acting import Act
from plugins.assets.inventory import commands, queries
from plugins.assets.inventory.amending import Amendment, amend
from plugins.assets.netbox.domain.types import BY_KEY
from plugins.assets.netbox.writing import update
from tests.assets.conftest import Communes, printer

pytestmark = pytest.mark.anyio
ActIn = Callable[..., Act]
DEVICE = """
SELECT d.name, d.serial, d.asset_tag, d.status, s.name AS site, l.name AS location, r.slug AS role, t.model,
       n.name AS maker, d.unit_id
FROM assets.assets_nb_device d JOIN assets.assets_nb_site s ON s.id = d.site
JOIN assets.assets_nb_devicerole r ON r.id = d.role JOIN assets.assets_nb_devicetype t ON t.id = d.device_type
JOIN assets.assets_nb_manufacturer n ON n.id = t.manufacturer
LEFT JOIN assets.assets_nb_location l ON l.id = d.location ORDER BY d.id
"""


async def devices() -> list[dict[str, object]]:
    return [dict(row) for row in await db.rows(DEVICE)]


async def test_a_registered_printer_is_a_device_at_its_communes_site(communes: Communes, act_in: ActIn) -> None:
    code = (await commands.register(printer(communes.east), act_in())).code
    assert await devices() == [
        {
            "name": "Máy in một cửa",
            "serial": "VNB3K12345",
            "asset_tag": code,
            "status": "active",
            "site": "Xã Đông",
            "location": "Phòng một cửa",
            "role": "printer",
            "model": "LaserJet Pro M252dw",
            "maker": "HP",
            "unit_id": communes.east,
        }
    ]
    slugs = await db.row(
        "SELECT (SELECT slug FROM assets.assets_nb_site), (SELECT slug FROM assets.assets_nb_devicetype)"
    )
    assert slugs is not None
    assert tuple(slugs) == ("xa-dong", "hp-laserjet-pro-m252dw")


async def test_what_happens_to_the_thing_happens_to_the_device(communes: Communes, act_in: ActIn) -> None:
    code = (await commands.register(printer(communes.east), act_in())).code
    await amend(code, Amendment(unit_id=communes.west, place="Kho", status="broken"), act_in(), "moved")
    [device] = await devices()
    assert (device["site"], device["location"], device["status"], device["unit_id"]) == (
        "Xã Tây",
        "Kho",
        "failed",
        communes.west,
    )
    await amend(code, Amendment(status="liquidated"), act_in(), "updated")
    assert [device["status"] for device in await devices()] == ["decommissioning"]


async def test_two_things_of_one_name_are_two_devices(communes: Communes, act_in: ActIn) -> None:
    codes = [(await commands.register(printer(communes.east, serial=None), act_in())).code for _ in range(2)]
    assert [device["name"] for device in await devices()] == ["Máy in một cửa", f"Máy in một cửa {codes[1]}"]


async def test_what_hangs_on_a_cable_or_is_nothing_of_the_network_is_no_device(
    communes: Communes, act_in: ActIn
) -> None:
    await commands.register(printer(communes.east, category="barcode_scanner", model="Quét 1"), act_in())
    assert await devices() == []
    assert await db.value("SELECT count(*) FROM assets.assets_nb_site") == 0


async def test_what_a_client_made_before_under_the_same_name_is_the_same(communes: Communes, act_in: ActIn) -> None:
    await db.execute(
        "INSERT INTO assets.assets_nb_manufacturer (created, last_updated, name, slug)"
        " VALUES (now(), now(), 'hp', 'hp')"
    )
    await commands.register(printer(communes.east), act_in())
    assert await db.rows("SELECT name, source IS NOT NULL FROM assets.assets_nb_manufacturer") == [("hp", True)]


async def test_a_serial_number_that_a_client_writes_is_in_the_register_with_its_history(
    communes: Communes, act_in: ActIn
) -> None:
    code = (await commands.register(printer(communes.east, serial=None), act_in())).code
    number = await db.value("SELECT id FROM assets.assets_nb_device")
    await update(BY_KEY["dcim.device"], {number: {"serial": "xyz-9"}}, act_in())
    asset = await queries.asset(code, act_in().who)
    assert asset.serial == "XYZ-9"
    assert (await queries.history(asset.id))[0].changes == {"serial": [None, "XYZ-9"]}
    assert [device["serial"] for device in await devices()] == ["XYZ-9"]
