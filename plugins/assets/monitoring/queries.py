"""Read what monitoring knows; every query that serves a person takes the units in which that person may read."""

from datetime import datetime, timedelta

import msgspec

from core import db
from core.acting import Principal
from plugins.assets.domain.readings import Reading
from plugins.assets.monitoring.domain.figures import Hour
from plugins.assets.monitoring.domain.states import State
from plugins.assets.monitoring.schemas import ChangeLine, DeviceView

_DEVICE = """
SELECT d.id, d.address, d.port, d.device_class, d.interval_s, d.failures_to_down, d.enabled, d.next_at, d.version,
       t.code AS through, s.state, s.since, s.polled_at, s.seen_at, s.failures, s.hidden, s.failure, s.rtt_ms,
       s.reading, s.read_at
FROM assets.assets_device d JOIN assets.assets_device_state s ON s.device = d.id
LEFT JOIN assets.assets_device p ON p.id = d.parent LEFT JOIN assets.assets_asset t ON t.id = p.asset
WHERE d.asset = $1
"""
_HOURS = """
SELECT date_trunc('hour', at), count(*), count(*) FILTER (WHERE up), avg(rtt_ms),
       (array_agg(figures::text ORDER BY at DESC) FILTER (WHERE figures IS NOT NULL))[1]
FROM assets.assets_sample WHERE device = $1 AND at >= $2 AND at < $3 GROUP BY 1 ORDER BY 1
"""
_UNITS = """
SELECT a.unit_id, min(a.unit_name), count(*) FILTER (WHERE s.state = 'up'), count(*) FILTER (WHERE s.state = 'down'),
       count(*) FILTER (WHERE s.state = 'unknown'), min(c.ended_at), min(c.asked), min(c.answered),
       bool_or(d.enabled AND d.next_at < $2)
FROM assets.assets_device_state s
JOIN assets.assets_device d ON d.id = s.device
JOIN assets.assets_asset a ON a.id = d.asset
LEFT JOIN assets.assets_cycle c ON c.unit_id = a.unit_id
WHERE $1::bigint[] IS NULL OR a.unit_id = ANY($1)
GROUP BY a.unit_id ORDER BY 4 DESC, a.unit_id
"""
_DOWN = """
SELECT a.code, a.name, a.unit_id, a.unit_name, p.name, c.icon, d.device_class, s.since, s.seen_at, s.failure
FROM assets.assets_device_state s
JOIN assets.assets_device d ON d.id = s.device
JOIN assets.assets_asset a ON a.id = d.asset
JOIN assets.assets_model m ON m.id = a.model
JOIN assets.assets_category c ON c.id = m.category
LEFT JOIN assets.assets_place p ON p.id = a.place
WHERE s.state = 'down' AND ($1::bigint[] IS NULL OR a.unit_id = ANY($1))
ORDER BY s.since DESC, a.code LIMIT $2
"""


class UnitState(msgspec.Struct, frozen=True):
    """A commune at a glance: devices by state, its last poll cycle (None: none yet), whether one is overdue."""

    unit_id: int
    name: str
    up: int
    down: int
    unknown: int
    ended_at: datetime | None
    asked: int | None
    answered: int | None
    late: bool

    @property
    def total(self) -> int:
        """All monitored devices of the commune."""
        return self.up + self.down + self.unknown


class DownDevice(msgspec.Struct, frozen=True):
    """A device that does not answer. failure: the kind of the last failure."""

    code: str
    name: str
    unit_id: int
    unit: str
    place: str | None
    icon: str
    device_class: str
    since: datetime
    seen_at: datetime | None
    failure: str | None


async def device_of(asset_id: int) -> DeviceView | None:
    """Return how a thing is monitored and what it is like now, None when it is not monitored."""
    record = await db.row(_DEVICE, asset_id)
    if record is None:
        return None
    values = dict(record) | {"reading": _reading(record["reading"])}
    return DeviceView(**values)


def _reading(stored: str | None) -> Reading | None:
    """Return a stored reading, None when an older version wrote it in a shape that is no longer read."""
    if stored is None:
        return None
    try:
        return msgspec.json.decode(stored, type=Reading)
    except msgspec.ValidationError:
        return None


async def hours(device_id: int, since: datetime, until: datetime) -> list[Hour]:
    """Return the polls of a device hour by hour, oldest first; hours without a poll are left out."""
    return [
        Hour(at, polls, answered, rtt, msgspec.json.decode(found) if found else {})
        for at, polls, answered, rtt, found in await db.rows(_HOURS, device_id, since, until)
    ]


async def changes(device_id: int, limit: int = 8) -> list[ChangeLine]:
    """Return the changes of state of a device, newest first."""
    return await db.structs(
        ChangeLine,
        "SELECT at, before, after, reason FROM assets.assets_state_change WHERE device = $1"
        " ORDER BY at DESC, id DESC LIMIT $2",
        device_id,
        limit,
    )


async def unit_states(unit_ids: list[int] | None, late_before: datetime) -> list[UnitState]:
    """Return the communes with monitored devices, those with most devices down first. unit_ids None: all.

    late_before: a device that was due earlier and is not asked yet makes its commune's cycle late.
    """
    return await db.structs(UnitState, _UNITS, unit_ids, late_before)


async def down_devices(unit_ids: list[int] | None, limit: int = 200) -> list[DownDevice]:
    """Return the devices that are down, the latest first. unit_ids None: of all units."""
    return await db.structs(DownDevice, _DOWN, unit_ids, limit)


async def states_count() -> dict[State, int]:
    """Return how many devices are up, down and unknown."""
    found = await db.rows("SELECT state, count(*) FROM assets.assets_device_state GROUP BY state")
    counts: dict[State, int] = {"up": 0, "down": 0, "unknown": 0}
    return counts | {record[0]: record[1] for record in found}


async def units_due(at: datetime) -> list[int]:
    """Return the units that have a device to be asked now."""
    found = await db.rows(
        "SELECT DISTINCT a.unit_id FROM assets.assets_device d JOIN assets.assets_asset a ON a.id = d.asset"
        " WHERE d.enabled AND d.next_at <= $1 ORDER BY 1",
        at,
    )
    return [record[0] for record in found]


async def late_cycles(now: datetime, patience: timedelta) -> list[str]:
    """Return the names of units with devices that should have been asked longer than `patience` ago."""
    found = await db.rows(
        "SELECT DISTINCT a.unit_name FROM assets.assets_device d JOIN assets.assets_asset a ON a.id = d.asset"
        " WHERE d.enabled AND d.next_at < $1 ORDER BY 1",
        now - patience,
    )
    return [record[0] for record in found]


async def watched(code: str, principal: Principal) -> tuple[int, str, str] | None:
    """Return id, name and kind of a thing that the person may monitor, None when there is none."""
    found = await db.row(
        "SELECT a.id, a.name, c.key, a.unit_id FROM assets.assets_asset a JOIN assets.assets_model m ON m.id = a.model"
        " JOIN assets.assets_category c ON c.id = m.category WHERE a.code = $1",
        code,
    )
    if found is None or not principal.may("assets.monitor", found["unit_id"]):
        return None
    return found["id"], found["name"], found["key"]
