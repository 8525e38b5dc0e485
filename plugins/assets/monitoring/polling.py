"""Ask devices over the network, many at a time; nothing here touches the database."""

import asyncio
import time
import weakref
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from plugins.assets.domain.readings import SYS_UPTIME
from plugins.assets.monitoring.domain.figures import figures
from plugins.assets.monitoring.schemas import Outcome, Target
from plugins.assets.monitoring.secrets import SealBroken, unseal_credentials
from plugins.assets.snmp import Engine, Failure, Limits, read_device
from plugins.assets.snmp import Target as Address

if TYPE_CHECKING:
    from plugins.assets.snmp.pysnmp_engine import PysnmpEngine

_engines: "weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, PysnmpEngine]" = weakref.WeakKeyDictionary()


def engine() -> "PysnmpEngine":
    """Return this process's one SNMP engine, one for each event loop: making one costs a second, a target 20 ms."""
    from plugins.assets.snmp.pysnmp_engine import PysnmpEngine

    loop = asyncio.get_running_loop()
    known = _engines.get(loop)
    if known is None:
        known = _engines[loop] = PysnmpEngine()
    return known


async def ask_all(
    targets: Sequence[Target], at: datetime, *, secret_key: str, at_once: int, seconds: float, speaker: Engine
) -> list[Outcome]:
    """Return one outcome for each device, `at_once` of them asked at a time, each for at most `seconds`."""
    gate = asyncio.Semaphore(at_once)

    async def guarded(target: Target) -> Outcome:
        async with gate:
            return await ask(target, at, secret_key=secret_key, seconds=seconds, speaker=speaker)

    return list(await asyncio.gather(*(guarded(target) for target in targets)))


async def ask(target: Target, at: datetime, *, secret_key: str, seconds: float, speaker: Engine) -> Outcome:
    """Return what a device says; a failure is a value.

    One small question comes first: it tells how far away the device is, and a device that is off costs two tries.
    """
    try:
        credentials = unseal_credentials(target.credential, secret_key=secret_key, device_id=target.device_id)
    except SealBroken:
        return Outcome(target=target, at=at, failure="sealed")
    address = Address(target.address, target.port)
    started = time.perf_counter()
    answer = await speaker.get(address, credentials, [SYS_UPTIME])
    rtt_ms = round((time.perf_counter() - started) * 1000, 2)
    if isinstance(answer, Failure):
        return Outcome(target=target, at=at, failure=answer.reason)
    reading = await read_device(address, credentials, engine=speaker, limits=Limits(seconds=seconds))
    if isinstance(reading, Failure):
        return Outcome(target=target, at=at, failure=reading.reason)
    encoded = msgspec.json.encode(reading)
    return Outcome(target=target, at=at, rtt_ms=rtt_ms, reading=encoded, figures=figures(reading))
