"""Put the network devices of the demonstration under monitoring, with the polls of the last week."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from core import db
from core.registry import current
from plugins.assets.demo.answers import figures_at, varbinds
from plugins.assets.demo.simulation import Simulated, answers, hours_before, rtt_ms
from plugins.assets.domain.readings import Reading, parse
from plugins.assets.monitoring.domain.states import Standing, State, enter, slot, step
from plugins.assets.monitoring.secrets import seal_credentials
from plugins.assets.snmp import Community, parse_target
from plugins.assets.snmp.profiles import device_profiles

DAYS = 7
INTERVAL_S = 300
FAILURES_TO_DOWN = 2
_CLASS_OF = {"switch": "switch", "router": "router", "ups": "ups"}
_DEVICES = (
    "asset", "address", "port", "device_class", "interval_s", "failures_to_down", "enabled", "next_at", "version",
    "created_at",
)  # fmt: skip
_STATES = (
    "device", "state", "since", "polled_at", "seen_at", "answering_since", "failures", "failing_since", "alerted",
    "failure", "rtt_ms", "reading", "read_at",
)  # fmt: skip


class Change(Struct, frozen=True):
    """A state that ended and one that began."""

    before: State
    after: State
    at: datetime


class Past(Struct, frozen=True):
    """A device's week: its samples, its changes of state, how it stands at the end, and its last reading."""

    samples: list[tuple[datetime, bool, float | None, str | None]]
    changes: list[Change]
    standing: Standing
    reading: Reading | None


async def load_devices(devices: Mapping[str, Simulated], at: datetime, agent: str | None) -> Mapping[int, Past]:
    """Monitor the things with these label codes; return the week of each device.

    agent: ADDRESS:PORT that answers for them, None: nobody does.
    """
    assets = {r["code"]: r["id"] for r in await db.rows("SELECT code, id FROM assets.assets_asset")}
    await _insert_devices([assets[code] for code in devices], at, agent)
    ids = {r["asset"]: r["id"] for r in await db.rows("SELECT asset, id FROM assets.assets_device")}
    known = {ids[assets[code]]: device for code, device in devices.items()}
    await db.execute(
        "UPDATE assets.assets_device d SET device_class = n.class"
        " FROM unnest($1::bigint[], $2::text[]) AS n (id, class) WHERE d.id = n.id",
        list(known),
        [_CLASS_OF.get(device.kind, "printer") for device in known.values()],
    )
    if agent is not None:
        await _enable(known)
    past = {device_id: past_of(device, at) for device_id, device in known.items()}
    await _insert_past(past, live=agent is not None, at=at)
    return past


def past_of(device: Simulated, at: datetime) -> Past:
    """Return what a week of hourly polls would have found."""
    standing, samples, changes = Standing(), [], []
    for moment in hours_before(at, DAYS):
        up = answers(device, moment)
        found = msgspec.json.encode(figures_at(device, moment)).decode() if up else None
        samples.append((moment, up, rtt_ms(device, moment) if up else None, found))
        before, standing = standing.state, step(standing, up=up, at=moment)
        if standing.failures >= FAILURES_TO_DOWN:  # others of the commune answer nearly always
            standing = replace(enter(standing, "down", moment), alerted=True)
        elif standing.state == "up":
            standing = replace(standing, alerted=False)
        if standing.state != before:
            changes.append(Change(before, standing.state, moment))
    seen = standing.seen_at
    reading = parse(varbinds(device, seen), device_profiles()) if seen else None
    return Past(samples, changes, standing, reading)


async def _insert_devices(assets: Sequence[int], at: datetime, agent: str | None) -> None:
    target = parse_target(agent) if agent else None
    due = slot(at) + timedelta(minutes=1)
    records = [
        (
            asset,
            target.host if target else None,
            target.port if target else 161,
            "printer",
            INTERVAL_S,
            FAILURES_TO_DOWN,
            False,
            due + timedelta(minutes=place % (INTERVAL_S // 60)),
            1,
            at,
        )
        for place, asset in enumerate(assets)
    ]
    await _copy("assets_device", _DEVICES, records)


async def _enable(devices: Mapping[int, Simulated]) -> None:
    """Seal the community of each device, and have it asked from now on."""
    key = current().settings.secret_key
    sealed = [
        seal_credentials(Community(device.community), secret_key=key, device_id=device_id)
        for device_id, device in devices.items()
    ]
    await db.execute(
        "UPDATE assets.assets_device d SET credential = n.credential, enabled = true"
        " FROM unnest($1::bigint[], $2::text[]) AS n (id, credential) WHERE d.id = n.id",
        list(devices),
        sealed,
    )


async def _insert_past(past: Mapping[int, Past], *, live: bool, at: datetime) -> None:
    """Write samples, changes and standings. live: the devices are asked on; else nobody knows how they are now."""
    await _copy("assets_sample", ("device", "at", "up", "rtt_ms", "figures"), _samples(past))
    changes = [
        (device, c.at, c.before, c.after, "timeout" if c.after == "down" else "")
        for device, p in past.items()
        for c in p.changes
    ]
    await _copy("assets_state_change", ("device", "at", "before", "after", "reason"), changes)
    await _copy("assets_device_state", _STATES, [_state(device, p, live=live, at=at) for device, p in past.items()])


def _samples(past: Mapping[int, Past]) -> Iterator[tuple[Any, ...]]:
    for device, found in past.items():
        for sample in found.samples:
            yield (device, *sample)


def _state(device: int, past: Past, *, live: bool, at: datetime) -> tuple[Any, ...]:
    standing = past.standing if live else Standing(since=at)
    return (
        device,
        standing.state,
        standing.since,
        standing.polled_at,
        past.standing.seen_at,
        standing.answering_since,
        standing.failures,
        standing.failing_since,
        standing.alerted,
        "timeout" if standing.failures else None,
        next((rtt for _, _, rtt, _ in reversed(past.samples) if rtt is not None), None),
        msgspec.json.encode(past.reading).decode() if past.reading else None,
        past.standing.seen_at,
    )


async def _copy(table: str, columns: Sequence[str], records: Any) -> None:
    async with db.connection() as lent:
        await lent.copy_records_to_table(table, schema_name="assets", columns=columns, records=records)
