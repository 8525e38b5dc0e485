"""Reading instances and columns of an agent, whatever it does: smaller steps on trouble, bounds on everything."""

from collections.abc import Iterable

from msgspec import Struct

from plugins.assets.domain.varbinds import Value
from plugins.assets.snmp.engine import Credentials, Engine, Failure, Target, VarBind

_SILENCES = 5
# so many questions in a row without an answer, and the device is given up: it went away, or an object kills its agent


class Limits(Struct, frozen=True, kw_only=True):
    """Bounds for one device. seconds: for all of it; varbinds: answers kept; rows: of one table.

    together: instances asked for in one GET; packet: answers asked for in one GETBULK (rows times columns), some 50 of
    which fit into an Ethernet frame.
    """

    seconds: float = 60.0
    varbinds: int = 40_000
    rows: int = 2_000
    together: int = 20
    packet: int = 60


class Device(Struct, kw_only=True):
    """One device while it is being read: how to ask it, what it answered, what went wrong.

    packet: how many answers are asked for at once; made smaller when that is too much for it, and kept so.
    """

    engine: Engine
    target: Target
    credentials: Credentials
    limits: Limits
    packet: int
    answers: dict[str, Value] = {}
    problems: list[str] = []
    silences: int = 0

    def full(self) -> bool:
        """Tell whether so much was answered that no more is asked."""
        return len(self.answers) >= self.limits.varbinds

    def gone(self) -> bool:
        """Tell whether it has stopped answering."""
        return self.silences >= _SILENCES


def device_for(engine: Engine, target: Target, credentials: Credentials, limits: Limits) -> Device:
    """Return a device nothing is known of yet."""
    return Device(engine=engine, target=target, credentials=credentials, limits=limits, packet=limits.packet)


async def ask(device: Device, oids: list[str]) -> Failure | None:
    """Add these instances to the answers by one request; absent ones are left out. Returns the failure."""
    found = await device.engine.get(device.target, device.credentials, oids)
    if isinstance(found, Failure):
        return found
    device.answers.update((oid, value) for oid, value in found if value is not None)
    return None


async def get(device: Device, oids: list[str]) -> None:
    """Add these instances to the answers, in as many requests as it takes; what could not be got is a problem."""
    rest = list(oids)
    while rest and not device.gone():
        some = rest[: min(device.packet, device.limits.together)]
        failure = await ask(device, some)
        if _goes_on(device, failure, len(some)):
            continue
        if failure is not None:
            device.problems.append(f"{some[0]}: {failure.reason}")
        del rest[: len(some)]


async def walk(device: Device, columns: Iterable[str]) -> None:
    """Add whole columns to the answers, read side by side. What stops one of them early is a problem.

    A column ends where its subtree ends, at the first OID that does not increase (RFC 3416 forbids it; agents do it and
    would be walked for ever), and at the limits.
    """
    last = {column: column for column in dict.fromkeys(columns)}
    counts = dict.fromkeys(last, 0)
    while last and not device.full() and not device.gone():
        asked = list(last)[: device.packet]
        rows = max(1, device.packet // len(asked))
        starts = [last[column] for column in asked]
        found = await device.engine.get_bulk(device.target, device.credentials, starts, rows)
        failure = found if isinstance(found, Failure) else None
        if _goes_on(device, failure, rows * len(asked)):
            continue
        if isinstance(found, Failure) or not found:
            device.problems.append(f"{asked[0]}: {failure.reason if failure else 'empty answer'}")
            for column in asked:
                del last[column]
        else:
            _take(device, found, asked, last, counts)
    if last:
        device.problems.append(f"{next(iter(last))}: stopped after {len(device.answers)} answers")


def _goes_on(device: Device, failure: Failure | None, size: int) -> bool:
    """Note success or failure; tell whether the same is to be asked again with smaller requests."""
    device.silences = device.silences + 1 if failure is not None and failure.reason == "timeout" else 0
    if failure is None or failure.reason not in {"timeout", "too_big"} or size == 1:
        return False
    device.packet = max(1, size // 4)
    return True


def _take(device: Device, found: list[VarBind], asked: list[str], last: dict[str, str], counts: dict[str, int]) -> None:
    """Sort one answer into the columns; columns that ended are taken out of `last`."""
    for place, (oid, value) in enumerate(found):
        column = asked[place % len(asked)]
        if column not in last:
            continue
        if value is None or not oid.startswith(column + "."):
            del last[column]
        elif _arcs(oid) <= _arcs(last[column]):
            device.problems.append(f"{column}: the agent's OIDs do not increase")
            del last[column]
        elif counts[column] >= device.limits.rows:
            device.problems.append(f"{column}: stopped after {counts[column]} rows")
            del last[column]
        else:
            device.answers[oid] = value
            last[column] = oid
            counts[column] += 1


def _arcs(oid: str) -> tuple[int, ...]:
    return tuple(int(arc) for arc in oid.split("."))
