"""Add a device from the command line: read it, register it when it is new, monitor it."""

import os
import pwd

from msgspec import Struct

from core import db, offices
from core.acting import Act, Principal
from core.clock import system_clock
from core.errors import Missing
from plugins.assets.domain.readings import Reading
from plugins.assets.inventory.commands import register
from plugins.assets.inventory.schemas import NewAsset
from plugins.assets.monitoring.schemas import Watch
from plugins.assets.monitoring.watching import watch
from plugins.assets.snmp import Community, Failure, parse_target, parse_user, read_device

# class of a reading -> kind of equipment in the register
CATEGORY_OF = {
    "printer": "printer",
    "switch": "switch",
    "olt": "switch",
    "router": "router",
    "firewall": "router",
    "wireless": "access_point",
    "ups": "ups",
    "pdu": "ups",
    "nas": "storage",
    "camera": "camera",
    "projector": "projector",
    "linux": "server",
    "freebsd": "server",
    "windows": "server",
    "hypervisor": "server",
    "server-bmc": "server",
}


class NotRead(Exception):
    """The device did not answer; says why."""


class Added(Struct, frozen=True):
    """A device that is monitored now."""

    code: str
    name: str


async def add_device(
    address: str, unit_code: str, protocol: str, secret: str, code: str | None, name: str | None, interval_min: int
) -> Added:
    """Monitor the device at ADDRESS[:PORT]; code: label of a registered thing, None to register it from its reading.

    Raises NotRead when it does not answer, Missing for an unknown unit or code, Refused, ValueError for an address or
    user that is none.
    """
    from plugins.assets.snmp.pysnmp_engine import PysnmpEngine

    target = parse_target(address)
    credentials = parse_user(secret) if protocol == "3" else Community(secret)
    unit = await offices.find_unit(unit_code)
    if unit is None:
        raise Missing(f"no unit with the code {unit_code}")
    engine = PysnmpEngine()
    try:
        reading = await read_device(target, credentials, engine=engine)
    finally:
        engine.close()
    if isinstance(reading, Failure):
        raise NotRead(reading.detail)
    act = Act(who=_operator(), at=system_clock.now())
    async with db.transaction():
        known = await _named(code) if code else await _registered(reading, unit.id, name or target.host, act)
        version = await db.value(
            "SELECT d.version FROM assets.assets_device d JOIN assets.assets_asset a ON a.id = d.asset"
            " WHERE a.code = $1",
            known.code,
        )
        asked = Watch(
            address=target.host,
            port=target.port,
            protocol="3" if protocol == "3" else "2c",
            secret=secret,
            device_class=reading.device_class or "other",
            interval_min=interval_min,
            version=version or 0,
        )
        await watch(known.code, asked, act)
    return known


def _operator() -> Principal:
    """Return the person at the terminal: who may run commands on the server may do anything; the log names them."""
    user = pwd.getpwuid(os.getuid()).pw_name
    return Principal(username=f"terminal:{user}", display_name=user, everything=True)


async def _named(code: str) -> Added:
    name = await db.value("SELECT name FROM assets.assets_asset WHERE code = $1", code)
    if name is None:
        raise Missing(f"no thing with the label {code}")
    return Added(code, name)


async def _registered(reading: Reading, unit_id: int, name: str, act: Act) -> Added:
    """Enter the device into the register by what it says of itself."""
    new = NewAsset(
        unit_id=unit_id,
        name=reading.sys_name or name,
        category=CATEGORY_OF.get(reading.device_class or "", "other"),
        maker=reading.vendor or "?",
        model=reading.model or reading.device_class or "?",
        serial=reading.serial,
    )
    done = await register(new, act)
    return Added(done.code, new.name)
