"""Two installations over HTTP with the stock client: one is synced with the other, which answers as NetBox does."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pynetbox
import pytest

from core.testing import clone_database, drop_database
from tests.assets.netbox.test_pynetbox import TOKEN
from tests.processes import Installation, installation, own_database, server_folder

__all__ = ["own_database", "server_folder"]
pytestmark = pytest.mark.slow


DECIDE = """
from core import db
from core.cli import with_database

with_database(lambda: db.execute("UPDATE assets.assets_sync_conflict SET choice = 'theirs'"))
"""


@pytest.fixture
def second_database(server_url: str, registry: Any) -> Iterator[str]:
    """A database for the other side."""
    address = asyncio.run(clone_database(server_url, registry))
    yield address
    asyncio.run(drop_database(server_url, address))


class Pair:
    """Ours, driven by its command; theirs, driven by the stock client. Both have a client of their own."""

    def __init__(self, ours: Installation, here: pynetbox.api, there: pynetbox.api, url: str, token: str) -> None:
        self.ours, self.here, self.there, self.url, self.token = ours, here, there, url, token

    def sync(self, *options: str) -> str:
        done = self.ours.run("assets", "netbox", "sync", "--url", self.url, "--token", self.token, *options)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout


@pytest.fixture
def pair(own_database: str, second_database: str, tmp_path: Path) -> Iterator[Pair]:
    (tmp_path / "ours").mkdir()
    (tmp_path / "theirs").mkdir()
    ours = installation(tmp_path / "ours", own_database, plugins=("assets",))
    theirs = installation(tmp_path / "theirs", second_database, plugins=("assets",))
    tokens = [one.python(TOKEN).splitlines()[-1] for one in (ours, theirs)]
    with ours.web() as here, theirs.web() as there:
        mine, other = (
            pynetbox.api(f"{site.url}/netbox", token=token) for site, token in zip((here, there), tokens, strict=True)
        )
        yield Pair(ours, mine, other, f"{there.url}/netbox", tokens[1])


def catalogue(api: pynetbox.api) -> dict[str, Any]:
    maker = api.dcim.manufacturers.create(name="HP", slug="hp")
    return {
        "site": api.dcim.sites.create(name="Xã Đông", slug="xa-dong").id,
        "device_type": api.dcim.device_types.create(manufacturer=maker.id, model="M252", slug="m252").id,
        "role": api.dcim.device_roles.create(name="Máy in", slug="may-in", color="ff0000").id,
    }


def names(api: pynetbox.api) -> list[str]:
    return sorted(device.name for device in api.dcim.devices.all())


def test_both_sides_become_equal_and_stay_so(pair: Pair, tmp_path: Path) -> None:
    facts = catalogue(pair.here)
    pair.here.dcim.devices.create([{"name": f"may-{n}", "serial": f"S{n}", **facts} for n in range(60)])
    before = pair.sync("--dry-run")
    assert "+ dcim.device may-7 -> theirs" in before
    assert before.splitlines()[-1].startswith("would be: 64 create")
    assert names(pair.there) == []  # nothing was written

    assert pair.sync("--direction", "push").splitlines()[-1] == "64 create, 0 update, 0 conflict, 0 refused"
    assert names(pair.there) == names(pair.here)
    device = pair.there.dcim.devices.get(name="may-7")
    assert (device.site.slug, device.serial, [tag.slug for tag in device.tags]) == ("xa-dong", "S7", ["motcua"])
    assert device.custom_fields["motcua_id"] == pair.here.dcim.devices.get(name="may-7").id
    assert pair.sync().splitlines()[-1] == "0 create, 0 update, 0 conflict, 0 refused"

    # each side changes something, and both change one thing
    device.update({"comments": "đã kiểm tra", "position": None})
    pair.here.dcim.devices.get(name="may-8").update({"serial": "S8-mới"})
    pair.here.dcim.devices.get(name="may-9").update({"description": "ở đây", "serial": "ours"})
    pair.there.dcim.devices.get(name="may-9").update({"description": "ở kia", "serial": "theirs"})
    told = pair.sync()
    assert told.splitlines()[-1] == "0 create, 3 update, 1 conflict, 0 refused"
    assert "    description: 'ở đây' <> 'ở kia'" in told
    assert pair.here.dcim.devices.get(name="may-7").comments == "đã kiểm tra"
    assert pair.there.dcim.devices.get(name="may-8").serial == "S8-mới"
    assert pair.there.dcim.devices.get(name="may-9").serial == "ours"  # a field that has an owner

    # a person decides; the next run does it
    pair.ours.python(DECIDE)
    assert pair.sync().splitlines()[-1] == "0 create, 1 update, 0 conflict, 0 refused"
    assert pair.here.dcim.devices.get(name="may-9").description == "ở kia"

    # what is gone there is not deleted here
    pair.there.dcim.devices.get(name="may-1").delete()
    assert pair.sync().splitlines()[-1] == "0 create, 0 update, 1 conflict, 0 refused"
    assert "may-1" in names(pair.here)


def test_pull_takes_what_is_there_and_writes_nothing_there(pair: Pair) -> None:
    facts = catalogue(pair.there)
    pair.there.dcim.devices.create([{"name": f"kia-{n}", **facts} for n in range(3)])
    pair.here.dcim.sites.create(name="Chỉ ở đây", slug="chi-o-day")
    assert pair.sync("--direction", "pull").splitlines()[-1] == "7 create, 0 update, 0 conflict, 0 refused"
    assert names(pair.here) == ["kia-0", "kia-1", "kia-2"]
    assert [site.slug for site in pair.there.dcim.sites.all()] == ["xa-dong"]
    assert list(pair.there.extras.tags.all()) == []


def test_a_wrong_address_or_token_is_said_in_one_line(pair: Pair) -> None:
    for options in (("--url", "http://127.0.0.1:9/", "--token", "x"), ("--url", pair.url, "--token", "wrong")):
        done = pair.ours.run("assets", "netbox", "sync", *options)
        assert done.returncode == 1
        assert done.stderr.startswith("Error") or "Error" in done.stderr
        assert "Traceback" not in done.stderr
