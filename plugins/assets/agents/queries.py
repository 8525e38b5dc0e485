"""Read machines; who reads sees those of their units, strangers those of the unit that their tag names."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from core import db
from core.acting import Principal
from core.errors import Missing
from core.text.i18n import gettext as _

READ = "assets.read"


class Machine(Struct, frozen=True):
    """A machine with an agent. unit_id: of the thing that it is, else whose officers see it."""

    id: int
    device_id: str
    agent: str | None
    unit_id: int | None
    code: str | None
    asset_name: str | None
    state: str
    rule: str
    item_type: str
    tag: str
    name: str | None
    serial: str | None
    uuid: str | None
    maker: str | None
    model: str | None
    macs: list[str]
    addresses: list[str]
    memory_mb: int | None
    software: int | None
    first_seen_at: datetime
    last_seen_at: datetime
    sections: str


class Open(Struct, frozen=True):
    """An alert that nobody has looked at yet."""

    id: int
    at: datetime
    kind: str
    before: str
    after: str


_MACHINE = """
SELECT m.id, m.device_id, m.agent, coalesce(a.unit_id, m.unit_id), a.code, a.name, m.state, m.rule, m.item_type, m.tag,
  m.name, m.serial, m.uuid, m.maker, m.model, m.macs, m.addresses, m.memory_mb, m.software, m.first_seen_at,
  m.last_seen_at, m.sections::text
FROM assets.assets_agent_machine m LEFT JOIN assets.assets_asset a ON a.id = m.asset
"""


async def machine(number: int, principal: Principal) -> Machine:
    """Return a machine. Raises Missing, also when the reader may not see it."""
    found = await db.struct(Machine, _MACHINE + "WHERE m.id = $1", number)
    if found is None or found.unit_id is None or not principal.may(READ, found.unit_id):
        raise Missing(_("Không có máy này."))
    return found


async def machine_of(asset_id: int) -> Machine | None:
    """Return the machine that a thing of the register is."""
    return await db.struct(Machine, _MACHINE + "WHERE m.asset = $1 ORDER BY m.last_seen_at DESC LIMIT 1", asset_id)


async def open_alerts(machine_id: int) -> list[Open]:
    """Return what nobody has looked at yet, the newest first."""
    return await db.structs(
        Open,
        "SELECT id, at, kind, before, after FROM assets.assets_agent_alert WHERE machine = $1 AND closed_at IS NULL"
        " ORDER BY at DESC",
        machine_id,
    )


def programs(found: Machine, most: int = 500) -> list[tuple[str, str]]:
    """Return name and version of the software on a machine, by name."""
    sections: dict[str, Any] = msgspec.json.decode(found.sections)
    listed = sections.get("softwares")
    pairs = {
        (str(one.get("name") or "?"), str(one.get("version") or "")) for one in listed or () if isinstance(one, dict)
    }
    return sorted(pairs, key=lambda pair: pair[0].casefold())[:most]
