"""Reading one device: find out what it is, then ask for what such a device can tell."""

import asyncio

from plugins.assets.domain.fingerprints import CLASS_SIGNS, Profiles, choose
from plugins.assets.domain.readings import Reading, parse
from plugins.assets.domain.varbinds import Answers
from plugins.assets.snmp import plan
from plugins.assets.snmp.engine import Credentials, Engine, Failure, Target
from plugins.assets.snmp.profiles import device_profiles
from plugins.assets.snmp.walk import Device, Limits, ask, device_for, get, walk

_SYSTEM_GROUP = 4


async def read_device(
    target: Target,
    credentials: Credentials,
    *,
    engine: Engine,
    limits: Limits | None = None,
    profiles: Profiles | None = None,
) -> Reading | Failure:
    """Return what the device says of itself, or why it could not be asked; never raises for what a device does.

    Bounded by the limits in time and size: what was read until then is returned, and Reading.incomplete says what is
    missing. A device that answers nothing at all is a Failure.
    """
    known = profiles or device_profiles()
    bounds = limits or Limits()
    device = device_for(engine, target, credentials, bounds)
    try:
        async with asyncio.timeout(bounds.seconds):
            failure = await _ask(device, known)
    except TimeoutError:
        if not device.answers:
            return Failure("timeout", f"No answer from {target.host}:{target.port} within {bounds.seconds:g} s.")
        device.problems.append(f"stopped after {bounds.seconds:g} s")
        failure = None
    return failure or parse(device.answers, known, incomplete=device.problems)


async def _ask(device: Device, profiles: Profiles) -> Failure | None:
    """Fill device.answers; returns a failure only when the device did not answer the very first question."""
    first = plan.first_oids(profiles)
    failure = await ask(device, first[:_SYSTEM_GROUP])
    if failure is not None:
        return failure
    await get(device, first[_SYSTEM_GROUP:])
    profile = choose(Answers(device.answers), profiles)
    signs = {name for name, oids in CLASS_SIGNS.items() if any(oid in device.answers for oid in oids)}
    await get(device, plan.instances(profile, signs, profiles))
    for columns in plan.column_groups(profile, signs, profiles):
        await walk(device, columns)
    return None
