"""`motcua assets snmp read`: one device, read now and printed; needs no database."""

import asyncio
import sys

import msgspec
import rich_click as click

from plugins.assets.domain.readings import Reading
from plugins.assets.snmp import Community, Credentials, Failure, Limits, Target, parse_target, parse_user, read_device

EXIT_FAILED = 2


@click.command("read")
@click.argument("address")
@click.option("--community", "-c", envvar="MOTCUA_SNMP_COMMUNITY", help="Community of SNMPv1 and v2c.")
@click.option("--snmp-version", type=click.Choice(["1", "2c"]), default="2c", show_default=True)
@click.option("--v3", envvar="MOTCUA_SNMP_V3", help="SNMPv3 user: NAME[:AUTH:KEY[:PRIV:KEY]], as mon:SHA:...:AES:...")
@click.option("--context", default="", help="SNMPv3 context name.")
@click.option("--timeout", default=2.0, show_default=True, help="Seconds to wait for one answer.")
@click.option("--retries", default=1, show_default=True, help="How often to ask again after that.")
@click.option("--seconds", default=60.0, show_default=True, help="Seconds for the whole device.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
def read_command(
    *,
    address: str,
    community: str | None,
    snmp_version: str,
    v3: str | None,
    context: str,
    timeout: float,
    retries: int,
    seconds: float,
    as_json: bool,
) -> None:
    """Read the device at ADDRESS[:PORT] and print what it says of itself.

    Exit code 2 when it could not be read. Keys are better given by MOTCUA_SNMP_COMMUNITY and MOTCUA_SNMP_V3 than on
    the command line, where other users of the machine can see them.
    """
    try:
        target = parse_target(address)
        credentials = _credentials(community, snmp_version, v3, context)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    outcome = asyncio.run(_read(target, credentials, timeout, retries, Limits(seconds=seconds)))
    click.echo(_shown(outcome, as_json=as_json))
    if isinstance(outcome, Failure):
        sys.exit(EXIT_FAILED)


def _credentials(community: str | None, version: str, v3: str | None, context: str) -> Credentials:
    if (community is None) == (v3 is None):
        raise ValueError("give either --community or --v3")
    if v3 is not None:
        return parse_user(v3, context)
    return Community(community or "", "1" if version == "1" else "2c")


async def _read(
    target: Target, credentials: Credentials, timeout_s: float, retries: int, limits: Limits
) -> Reading | Failure:
    from plugins.assets.snmp.pysnmp_engine import PysnmpEngine

    engine = PysnmpEngine(timeout_s=timeout_s, retries=retries)
    try:
        return await read_device(target, credentials, engine=engine, limits=limits)
    finally:
        engine.close()


def _shown(outcome: Reading | Failure, *, as_json: bool) -> str:
    content = {"error": outcome.reason, "detail": outcome.detail} if isinstance(outcome, Failure) else outcome
    line = msgspec.json.encode(content)
    return (line if as_json else msgspec.json.format(line, indent=2)).decode()
