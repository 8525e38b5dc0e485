"""The next free addresses of a prefix: looked at, or taken so that two clients never get the same one."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from core import db
from core.acting import Act
from plugins.assets.netbox import units, writing
from plugins.assets.netbox.domain.free import free_addresses
from plugins.assets.netbox.domain.types import BY_KEY
from plugins.assets.netbox.storing import NotThere

_PREFIX = "SELECT t.prefix, t.vrf, t.is_pool, t.family FROM assets.assets_nb_prefix t WHERE t.id = $1 AND "
_TAKEN = """
SELECT split_part(address, '/', 1) FROM assets.assets_nb_ipaddress
WHERE vrf IS NOT DISTINCT FROM $1 AND address::inet <<= $2::text::inet
"""


class Exhausted(Exception):
    """A prefix with fewer free addresses than were asked for."""


class Free(msgspec.Struct, frozen=True):
    """Free addresses of a prefix, and the VRF that it is in."""

    family: int
    vrf: int | None
    addresses: list[str]


async def free_in(prefix_id: int, most: int, act: Act, *, locked: bool = False) -> Free:
    """Return free addresses. locked: others who take some wait until the transaction ends. Raises NotThere."""
    parameters: list[Any] = [prefix_id]
    sql = _PREFIX + units.visible(act.who, parameters) + (" FOR UPDATE" if locked else "")
    found = await db.row(sql, *parameters)
    if found is None:
        raise NotThere([prefix_id])
    taken = [row[0] for row in await db.rows(_TAKEN, found["vrf"], found["prefix"])]
    addresses = free_addresses(found["prefix"], taken, most, pool=found["is_pool"])
    return Free(found["family"], found["vrf"], addresses)


async def allot(prefix_id: int, bodies: Sequence[Mapping[str, Any]], act: Act) -> list[int]:
    """Make an address for each body; return their ids. Raises NotThere, Exhausted, what `writing.create` raises."""
    async with db.transaction():
        free = await free_in(prefix_id, len(bodies), act, locked=True)
        if len(free.addresses) < len(bodies):
            raise Exhausted
        asked = [
            {**body, "address": address, "vrf": free.vrf} for body, address in zip(bodies, free.addresses, strict=True)
        ]
        return await writing.create(BY_KEY["ipam.ipaddress"], asked, act)
