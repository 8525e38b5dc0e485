"""Reading instances and columns of an agent, whatever it does: small steps back on trouble, bounds on everything."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from plugins.assets.domain.varbinds import Value
from plugins.assets.snmp.engine import Credentials, Engine, Failure, Target


class Limits(Struct, frozen=True, kw_only=True):
    """Bounds for one device. seconds: for all of it; varbinds: answers kept; rows: of one table.

    together: instances in one GET; packet: answers asked for in one GETBULK (rows times columns), about 50 of which fit
    into an Ethernet frame.
    """

    seconds: float = 60.0
    varbinds: int = 40_000
    rows: int = 2_000
    together: int = 20
    packet: int = 60


class Device(Struct, kw_only=True):
    """One device while it is being read: how to ask it, what it answered so far, and what went wrong."""

    engine: Engine
    target: Target
    credentials: Credentials
    limits: Limits
    answers: dict[str, Value] = {}
    problems: list[str] = []

    def full(self) -> bool:
        """Tell whether so much was answered that no more is asked."""
        return len(self.answers) >= self.limits.varbinds


async def ask_once(device: Device, oids: list[str]) -> Failure | None:
    """Add these instances to the answers by one request: whether there is anybody at all. Returns the failure."""
    found = await device.engine.get(device.target, device.credentials, oids)
    if isinstance(found, Failure):
        return found
    device.answers.update((oid, value) for oid, value in found if value is not None)
    return None


async def get(device: Device, oids: Sequence[str]) -> Failure | None:
    """Add these instances to the answers; absent ones are left out. Returns the failure of the first that failed."""
    for start in range(0, len(oids), device.limits.together):
        failure = await _get_some(device, list(oids[start : start + device.limits.together]))
        if failure is not None:
            return failure
    return None


async def _get_some(device: Device, oids: list[str]) -> Failure | None:
    """Get these at once, or halves of them when the agent keeps silent or cannot fit them into its answer."""
    failure = await ask_once(device, oids)
    if failure is None or failure.reason not in {"timeout", "too_big"} or len(oids) == 1:
        return failure
    half = len(oids) // 2
    first = await _get_some(device, oids[:half])
    second = None if first is not None and first.reason == "timeout" else await _get_some(device, oids[half:])
    return first or second


async def walk(device: Device, columns: Iterable[str]) -> Failure | None:
    """Add whole columns to the answers, read side by side. What stops one of them early goes to the problems.

    A column ends where its subtree ends, at the first OID that does not increase (RFC 3416 forbids it, agents do it and
    would be walked for ever), and at the limits. Returns the failure when even a single step could not be got.
    """
    last = {column: column for column in dict.fromkeys(columns)}
    rows = max(1, device.limits.packet // max(1, len(last)))
    counts = dict.fromkeys(last, 0)
    while last and not device.full():
        asked = list(last)
        found = await device.engine.get_bulk(device.target, device.credentials, list(last.values()), rows)
        if not isinstance(found, Failure):
            if not found:
                device.problems.append(f"{asked[0]}: empty answer")
                break
            _take(device, found, asked, last, counts)
        elif found.reason in {"timeout", "too_big"} and rows > 1:
            rows = max(1, rows // 4)
        elif found.reason in {"timeout", "too_big"} and len(asked) > 1:
            return await _walk_halves(device, asked)
        else:
            device.problems.append(f"{asked[0]}: {found.reason}")
            return found
    if last and device.full():
        device.problems.append(f"stopped after {len(device.answers)} answers")
    return None


async def _walk_halves(device: Device, columns: list[str]) -> Failure | None:
    half = len(columns) // 2
    first = await walk(device, columns[:half])
    return first if first is not None and first.reason == "timeout" else await walk(device, columns[half:]) or first


def _take(
    device: Device,
    found: list[tuple[str, Value | None]],
    asked: list[str],
    last: dict[str, str],
    counts: dict[str, int],
) -> None:
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
