"""The tray: what waits is shown to those who may decide, their word is kept, and it is over when it is over."""

import httpx
import pytest

from core import db
from core.accounts import testing
from core.clock import FixedClock
from core.testing import NOW
from plugins.assets.sync import links
from plugins.assets.sync.domain.merge import Conflict

pytestmark = pytest.mark.anyio
PEER = "https://netbox.example"


async def test_a_conflict_waits_is_decided_and_goes(client: httpx.AsyncClient, clock: FixedClock) -> None:
    conflicts = [Conflict("serial", "A", "B"), Conflict("", None, {"name": "pc-1"})]
    await links.keep_conflicts(PEER, "dcim.device", "pc-1", 1, 2, conflicts, NOW)
    await links.keep_conflicts(PEER, "dcim.device", "pc-1", 1, 2, conflicts, NOW)  # seen again is one
    officer = await testing.log_in(client, await testing.staff("it_officer", "duc-hoa", NOW), NOW)
    assert (await officer.get("/staff/netbox-sync")).status_code == 403
    admin = await testing.log_in(client, await testing.staff("admin", "duc-hoa", NOW), NOW)
    shown = (await admin.get("/staff/netbox-sync")).text
    assert (shown.count("pc-1<br>"), ">A<" in shown, ">B<" in shown) == (2, True, True)
    number = await db.value("SELECT id FROM assets.assets_sync_conflict WHERE field = 'serial'")
    assert (await admin.post(f"/staff/netbox-sync/{number}", data={"choice": "neither"})).status_code == 422
    assert (await admin.post(f"/staff/netbox-sync/{number}", data={"choice": "theirs"})).status_code == 303
    assert await links.choices(PEER, "dcim.device") == {(1, 2, "serial"): "theirs"}
    await links.keep_conflicts(PEER, "dcim.device", "pc-1", 1, 2, [], NOW)
    assert (await admin.post(f"/staff/netbox-sync/{number}", data={"choice": "ours"})).status_code == 404
