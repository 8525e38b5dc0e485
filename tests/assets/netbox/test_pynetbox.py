"""The stock client pynetbox against a really served API: a district's communes and devices, made, changed, deleted."""

from collections.abc import Iterator

import pynetbox
import pytest

from tests.processes import installation, own_database, server_folder

__all__ = ["own_database", "server_folder"]

pytestmark = pytest.mark.slow

COMMUNES = 20
DEVICES = 1200
TOKEN = """
from core.accounts import testing
from core.accounts.commands.tokens import create_token
from core.accounts.schemas import NewToken
from core.acting import Act
from core.cli import with_database
from core.clock import system_clock

async def work():
    at = system_clock.now()
    who = await testing.staff("it_officer", "duc-hoa", at)
    print(await create_token(NewToken("netbox", ("assets.read", "assets.edit"), 30), Act(who, at)))

with_database(work)
"""


@pytest.fixture
def netbox(own_database: str, tmp_path) -> Iterator[pynetbox.api]:
    made = installation(tmp_path, own_database, plugins=("assets",))
    token = made.python(TOKEN).splitlines()[-1]
    with made.web() as site:
        yield pynetbox.api(f"{site.url}/netbox", token=token)


def test_a_district_through_the_stock_client(netbox: pynetbox.api) -> None:
    assert netbox.version == "4.7"
    assert netbox.status()["netbox-version"] == "4.7.3"
    # communes, in one call
    sites = netbox.dcim.sites.create([{"name": f"Trạm {n}", "slug": f"tram-{n}"} for n in range(COMMUNES)])
    assert [site.status.value for site in sites] == ["active"] * COMMUNES
    maker = netbox.dcim.manufacturers.create(name="Hãng Thử", slug="hang-thu")
    netbox.dcim.device_types.create(manufacturer=maker.id, model="Máy Thử 1", slug="may-thu-1")
    role = netbox.dcim.device_roles.create(name="Máy in", slug="vai-may-in", color="ff0000")
    tag = netbox.extras.tags.create(name="mới", slug="moi")
    # 1,200 devices
    bodies = [
        {
            "name": f"may-{n}",
            "site": sites[n % COMMUNES].id,
            "device_type": {"slug": "may-thu-1"},
            "role": role.id,
            "serial": f"SN{n:05}",
            "tags": [{"slug": "moi"}] if n % 2 else [],
        }
        for n in range(DEVICES)
    ]
    made = netbox.dcim.devices.create(bodies)
    assert [device.name for device in made] == [body["name"] for body in bodies]
    assert netbox.dcim.devices.count(site="tram-3") == DEVICES // COMMUNES
    assert netbox.dcim.devices.count(tag="moi") == DEVICES // 2
    assert [d.name for d in netbox.dcim.devices.filter(name__isw="MAY-119", site=["tram-10", "tram-11"])] == [
        "may-1190",
        "may-1191",
    ]
    everything = list(netbox.dcim.devices.all(limit=500))
    assert len(everything) == DEVICES
    assert [device.name for device in everything[:3]] == ["may-0", "may-1", "may-2"]  # numbers by their value
    # one device: lazy attributes of its relations, change, save what differs
    device = netbox.dcim.devices.get(name="may-7")
    assert (device.site.slug, device.device_type.manufacturer.name) == ("tram-7", "Hãng Thử")
    assert device.site.status.value == "active"  # not in the short form: asked for by the client on its own
    assert device.save() is False
    device.comments, device.status = "Đổi chỗ", "offline"
    assert device.save() is True
    assert netbox.dcim.devices.get(device.id).comments == "Đổi chỗ"
    assert netbox.dcim.devices.update([{"id": d.id, "serial": f"X{d.id}"} for d in everything[:200]])
    # interfaces, addresses, a primary address
    port = netbox.dcim.interfaces.create(device=device.id, name="eth0", type="1000base-t")
    address = netbox.ipam.ip_addresses.create(
        address="10.7.0.7/24", assigned_object_type="dcim.interface", assigned_object_id=port.id
    )
    assert address.assigned_object.device.name == "may-7"
    assert device.update({"primary_ip4": address.id})
    assert str(netbox.dcim.devices.get(device.id).primary_ip) == "10.7.0.7/24"
    # what is in use stays; then everything goes
    with pytest.raises(pynetbox.RequestError, match="409"):
        role.delete()
    assert netbox.dcim.devices.delete(everything)
    assert netbox.dcim.devices.count() == 0
    assert (netbox.ipam.ip_addresses.count(), netbox.dcim.interfaces.count()) == (0, 0)
    log = list(netbox.core.object_changes.filter(changed_object_type="dcim.device", changed_object_id=device.id))
    assert [change.action.value for change in log] == ["delete", "update", "update", "update", "create"]
    assert log[1].postchange_data["primary_ip4"] == address.id
    assert tag.delete()
