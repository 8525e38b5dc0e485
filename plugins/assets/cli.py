"""`motcua assets ...`: read a device, put one under monitoring."""

from typing import BinaryIO

import msgspec
import rich_click as click

from plugins.assets.snmp.read_cli import read_command
from plugins.assets.sync.cli import sync_command


@click.group("assets")
def assets() -> None:
    """Equipment: the register, and the network devices of the communes."""


@assets.group("snmp")
def snmp() -> None:
    """Talk SNMP to one device."""


snmp.add_command(read_command)


@assets.group("netbox")
def netbox() -> None:
    """A NetBox elsewhere."""


netbox.add_command(sync_command)


@assets.group("devices")
def devices() -> None:
    """Devices under monitoring."""


@devices.command("add")
@click.argument("address")
@click.option("--unit", required=True, help="Code of the unit, as in the organisation file.")
@click.option("--community", "-c", envvar="MOTCUA_SNMP_COMMUNITY", help="Community of SNMPv2c.")
@click.option("--v3", envvar="MOTCUA_SNMP_V3", help="SNMPv3 user: NAME[:AUTH:KEY[:PRIV:KEY]].")
@click.option("--asset", "code", help="Label code of a registered thing; without it the device is registered too.")
@click.option("--name", help="Name in the register, when it is registered too.")
@click.option("--interval", default=5, show_default=True, help="Minutes between polls.")
def add(
    address: str, unit: str, community: str | None, v3: str | None, code: str | None, name: str | None, interval: int
) -> None:
    """Read the device at ADDRESS[:PORT] once and monitor it from now on."""
    from core.cli import with_database
    from core.errors import MotcuaError
    from plugins.assets.adding import NotRead, add_device

    if (community is None) == (v3 is None):
        raise click.UsageError("give either --community or --v3")
    protocol, secret = ("2c", community) if community is not None else ("3", v3 or "")
    try:
        added = with_database(lambda: add_device(address, unit, protocol, secret or "", code, name, interval))
    except (NotRead, MotcuaError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{added.code}  {added.name}  monitored at {address}")


@assets.group("agent")
def agent() -> None:
    """Inventory agents (GLPI Agent, FusionInventory)."""


@agent.command("read")
@click.argument("file", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
def read_inventory(file: BinaryIO, *, as_json: bool) -> None:
    """Print what would be stored of the inventory in FILE (- for standard input): JSON, XML or compressed."""
    from plugins.assets.agents.domain.inventory import inventory_of
    from plugins.assets.agents.domain.wire import Unreadable, read_message

    try:
        found = msgspec.json.encode(inventory_of(read_message(file.read())))
    except Unreadable as error:
        raise click.ClickException(str(error)) from error
    click.echo(found.decode() if as_json else msgspec.json.format(found, indent=2).decode())


@agent.command("enrol")
@click.option("--unit", required=True, help="Code of the unit, as in the organisation file.")
@click.option("--name", default="agents", show_default=True, help="What the secret is called.")
def enrol_unit(unit: str, name: str) -> None:
    """Print the path, with its secret, to which the agents of a unit post. It is shown this once."""
    from core import offices
    from core.acting import system_act
    from core.cli import with_database
    from core.clock import system_clock
    from plugins.assets.agents.secrets import enrol

    async def work() -> str:
        found = await offices.find_unit(unit)
        if found is None:
            raise click.ClickException(f"no unit with the code {unit}")
        return await enrol(found.id, name, system_act(system_clock.now()))

    click.echo(f"/assets/agent/{with_database(work)}")
