"""Ask devices over the network, many at a time; nothing here touches the database."""

import asyncio
import time
import weakref
from collections.abc import Awaitable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from plugins.assets.domain.readings import SYS_UPTIME
from plugins.assets.monitoring.domain.figures import conditions, figures
from plugins.assets.monitoring.schemas import Outcome, Target
from plugins.assets.monitoring.secrets import SealBroken, unseal_credentials
from plugins.assets.snmp import Credentials, Engine, Failure, Limits, read_device
from plugins.assets.snmp import Target as Address
from plugins.assets.snmp.engine import VarBind

if TYPE_CHECKING:
    from plugins.assets.snmp.pysnmp_engine import PysnmpEngine

PROBES_PER_READ = 4
_gates: "weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, Gates]" = weakref.WeakKeyDictionary()
_engines: "weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, PysnmpEngine]" = weakref.WeakKeyDictionary()


def engine() -> "PysnmpEngine":
    """Return this process's one SNMP engine, one for each event loop: making one costs a second, a target 20 ms."""
    from plugins.assets.snmp.pysnmp_engine import PysnmpEngine

    loop = asyncio.get_running_loop()
    known = _engines.get(loop)
    if known is None:
        known = _engines[loop] = PysnmpEngine()
    return known


class Timed:
    """An engine that remembers the shortest time in which it got an answer: the nearest to the line's own time.

    Others of this process may hold up any single answer, hardly all of a device's.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.shortest_ms: float | None = None

    async def get(self, target: Address, credentials: Credentials, oids: list[str]) -> list[VarBind] | Failure:
        """Get, timed."""
        return await self._timed(self.engine.get(target, credentials, oids))

    async def get_bulk(
        self, target: Address, credentials: Credentials, oids: list[str], rows: int
    ) -> list[VarBind] | Failure:
        """Get in bulk, timed."""
        return await self._timed(self.engine.get_bulk(target, credentials, oids, rows))

    async def _timed(self, question: Awaitable[list[VarBind] | Failure]) -> list[VarBind] | Failure:
        started = time.perf_counter()
        answer = await question
        if not isinstance(answer, Failure):
            taken = round((time.perf_counter() - started) * 1000, 2)
            self.shortest_ms = taken if self.shortest_ms is None else min(taken, self.shortest_ms)
        return answer


class Gates:
    """How much of a process polling may take: few devices are read at a time, more are asked whether they are there.

    Reading is work for the processor, and answers that wait for it too long count as lost; a device that is off only
    waits.
    """

    def __init__(self, at_once: int) -> None:
        self.probing = asyncio.Semaphore(PROBES_PER_READ * at_once)
        self.reading = asyncio.Semaphore(at_once)


def gates(at_once: int) -> Gates:
    """Return the gates of this process, shared by all cycles that run at the same time."""
    loop = asyncio.get_running_loop()
    known = _gates.get(loop)
    if known is None:
        known = _gates[loop] = Gates(at_once)
    return known


async def ask_all(
    targets: Sequence[Target], at: datetime, *, secret_key: str, seconds: float, speaker: Engine, through: Gates
) -> list[Outcome]:
    """Return one outcome for each device; reading one takes at most `seconds`."""
    asked = (
        ask(target, at, secret_key=secret_key, seconds=seconds, speaker=speaker, through=through) for target in targets
    )
    return list(await asyncio.gather(*asked))


async def ask(
    target: Target, at: datetime, *, secret_key: str, seconds: float, speaker: Engine, through: Gates
) -> Outcome:
    """Return what a device says; a failure is a value. One small question comes first: whether it is there at all."""
    try:
        credentials = unseal_credentials(target.credential, secret_key=secret_key, device_id=target.device_id)
    except SealBroken:
        return Outcome(target=target, at=at, failure="sealed")
    address, timed = Address(target.address, target.port), Timed(speaker)
    async with through.probing:
        answer = await timed.get(address, credentials, [SYS_UPTIME])
    if isinstance(answer, Failure):
        return Outcome(target=target, at=at, failure=answer.reason)
    async with through.reading:
        reading = await read_device(address, credentials, engine=timed, limits=Limits(seconds=seconds))
    if isinstance(reading, Failure):
        return Outcome(target=target, at=at, failure=reading.reason)
    watched, names = conditions(reading)
    return Outcome(
        target=target,
        at=at,
        rtt_ms=timed.shortest_ms,
        reading=msgspec.json.encode(reading),
        figures=figures(reading),
        conditions=watched,
        names=names,
    )
