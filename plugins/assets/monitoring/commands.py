"""Write what monitoring learns and what people ask of it; each function is one transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from core import audit, db
from core.acting import Act
from core.contracts.events import EquipmentAlertCleared, EquipmentAlertRaised
from core.events import publish
from plugins.assets.monitoring.domain.states import Standing, Step, lose, step
from plugins.assets.monitoring.schemas import Outcome, Target

_TARGET = """
SELECT d.id, a.id, a.code, a.name, a.unit_id, a.unit_name, d.address, d.port, d.credential, d.failures_to_down
FROM assets.assets_device d JOIN assets.assets_asset a ON a.id = d.asset
"""
_CLAIM = """
WITH due AS (
    SELECT d.id FROM assets.assets_device d JOIN assets.assets_asset a ON a.id = d.asset
    WHERE d.enabled AND d.next_at <= $2 AND a.unit_id = $1
    ORDER BY d.id FOR UPDATE OF d SKIP LOCKED)
UPDATE assets.assets_device d SET next_at = d.next_at
    + d.interval_s * (floor(extract(epoch FROM $2 - d.next_at) / d.interval_s) + 1) * interval '1 second'
FROM due WHERE d.id = due.id RETURNING d.id
"""
_SAMPLES = """
INSERT INTO assets.assets_sample (device, at, up, rtt_ms, figures)
SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::boolean[], $4::float8[], $5::jsonb[])
ON CONFLICT (device, at) DO NOTHING RETURNING device
"""
_STANDINGS = """
SELECT device, state, since, polled_at, seen_at, failures, alerted FROM assets.assets_device_state
WHERE device = ANY($1) ORDER BY device FOR UPDATE
"""
_SAVE = """
UPDATE assets.assets_device_state s SET state = n.state, since = n.since, polled_at = n.polled_at, seen_at = n.seen_at,
    failures = n.failures, alerted = n.alerted, failure = n.failure, rtt_ms = n.rtt_ms,
    reading = coalesce(n.reading, s.reading), read_at = coalesce(n.read_at, s.read_at)
FROM unnest($1::bigint[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::int[], $7::boolean[],
    $8::text[], $9::float8[], $10::jsonb[], $11::timestamptz[])
    AS n (device, state, since, polled_at, seen_at, failures, alerted, failure, rtt_ms, reading, read_at)
WHERE s.device = n.device
"""
_CHANGES = """
INSERT INTO assets.assets_state_change (device, at, before, after, reason)
SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::text[])
ON CONFLICT DO NOTHING
"""
_CYCLE = """
INSERT INTO assets.assets_cycle AS c (unit_id, due_at, started_at, ended_at, asked, answered)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (unit_id) DO UPDATE SET due_at = excluded.due_at, started_at = excluded.started_at,
    ended_at = excluded.ended_at, asked = excluded.asked, answered = excluded.answered
WHERE c.due_at <= excluded.due_at
"""


async def claim_due(unit_id: int, due_at: datetime) -> list[Target]:
    """Return the devices of a commune that are due, and set when each is due next.

    What one poller has claimed another one does not get; polls that were missed are not made up for.
    """
    async with db.transaction():
        ids = [record[0] for record in await db.rows(_CLAIM, unit_id, due_at)]
        return await db.structs(Target, _TARGET + " WHERE d.id = ANY($1) ORDER BY d.id", ids)


async def target(device_id: int) -> Target | None:
    """Return one device to be asked out of turn, None when it is not to be asked (any more)."""
    return await db.struct(Target, _TARGET + " WHERE d.id = $1 AND d.enabled", device_id)


async def store(outcomes: Sequence[Outcome], act: Act) -> int:
    """Keep what a poll brought: samples, states, changes, alerts; return how many samples were new.

    A poll that is stored already (another poller was faster, or the job ran twice) changes nothing.
    """
    async with db.transaction():
        fresh = await _store_samples(outcomes)
        standings = {
            record[0]: Standing(**dict(list(record.items())[1:])) for record in await db.rows(_STANDINGS, sorted(fresh))
        }
        steps = [
            (outcome, _stepped(outcome, standings[outcome.target.device_id]))
            for outcome in outcomes
            if outcome.target.device_id in standings
        ]
        await _save(steps)
        await _save_changes([(o.target.device_id, s, o.failure) for o, s in steps])
        for outcome, made in steps:
            await _tell(outcome.target, made, outcome.failure, act)
    return len(fresh)


async def lose_unasked(at: datetime, act: Act) -> int:
    """Mark devices unknown that were not asked for three intervals and a minute; return how many."""
    async with db.transaction():
        found = await db.rows(
            """SELECT s.device, s.state, s.since, s.polled_at, s.seen_at, s.failures, s.alerted
               FROM assets.assets_device_state s JOIN assets.assets_device d ON d.id = s.device
               WHERE s.state <> 'unknown'
                 AND s.polled_at < $1::timestamptz - (3 * d.interval_s + 60) * interval '1 second'
               ORDER BY s.device FOR UPDATE OF s SKIP LOCKED""",
            at,
        )
        steps = [(record[0], lose(Standing(**dict(list(record.items())[1:])), at)) for record in found]
        await db.execute(
            "UPDATE assets.assets_device_state SET state = 'unknown', since = $2 WHERE device = ANY($1)",
            [device for device, _ in steps],
            at,
        )
        await _save_changes([(device, made, "not_asked") for device, made in steps])
        if steps:
            await audit.record(
                act,
                "assets.devices_unasked",
                subject="assets.device",
                after={"devices": [device for device, _ in steps]},
            )
    return len(steps)


async def note_cycle(
    unit_id: int, due_at: datetime, started_at: datetime, ended_at: datetime, *, asked: int, answered: int
) -> None:
    """Keep when a commune's last cycle was due, ran and ended, and how many devices it reached."""
    await db.execute(_CYCLE, unit_id, due_at, started_at, ended_at, asked, answered)


async def forget_samples(before: datetime, batch: int = 20_000) -> int:
    """Delete single polls older than `before`, in batches so that no lock is held for long; return how many."""
    gone = 0
    while True:
        tag = await db.execute(
            "DELETE FROM assets.assets_sample WHERE id IN"
            " (SELECT id FROM assets.assets_sample WHERE at < $1 ORDER BY at LIMIT $2)",
            before,
            batch,
        )
        deleted = int(tag.rpartition(" ")[2])
        gone += deleted
        if deleted < batch:
            return gone


async def _store_samples(outcomes: Sequence[Outcome]) -> set[int]:
    """Insert one sample for each outcome; return the devices whose sample was not there yet."""
    stored = await db.rows(
        _SAMPLES,
        [o.target.device_id for o in outcomes],
        [o.at for o in outcomes],
        [o.up for o in outcomes],
        [o.rtt_ms for o in outcomes],
        [msgspec.json.encode(o.figures).decode() if o.up else None for o in outcomes],
    )
    return {record["device"] for record in stored}


def _stepped(outcome: Outcome, standing: Standing) -> Step:
    return step(standing, up=outcome.up, at=outcome.at, failures_to_down=outcome.target.failures_to_down)


async def _save(steps: Sequence[tuple[Outcome, Step]]) -> None:
    """Write the new standings; a reading stays when there is no newer one. A late poll leaves all as it was."""
    current = [(o, s.standing) for o, s in steps if s.standing.polled_at == o.at]
    await db.execute(
        _SAVE,
        [o.target.device_id for o, _ in current],
        [s.state for _, s in current],
        [s.since for _, s in current],
        [s.polled_at for _, s in current],
        [s.seen_at for _, s in current],
        [s.failures for _, s in current],
        [s.alerted for _, s in current],
        [o.failure or None for o, _ in current],
        [o.rtt_ms for o, _ in current],
        [None if o.reading is None else o.reading.decode() for o, _ in current],
        [o.at if o.up else None for o, _ in current],
    )


async def _save_changes(steps: Sequence[tuple[int, Step, str]]) -> None:
    made = [(device, s.change, reason) for device, s, reason in steps if s.change is not None]
    await db.execute(
        _CHANGES,
        [device for device, _, _ in made],
        [change.at for _, change, _ in made],
        [change.before for _, change, _ in made],
        [change.after for _, change, _ in made],
        [reason for _, _, reason in made],
    )


async def _tell(target: Target, made: Step, failure: str, act: Act) -> None:
    """Publish an alert and write it to the log."""
    if made.alert is None or made.change is None:
        return
    facts: dict[str, Any] = {
        "asset_id": target.asset_id,
        "code": target.code,
        "name": target.name,
        "unit_id": target.unit_id,
        "unit": target.unit,
        "kind": "down",
        "at": made.change.at,
    }
    raised = made.alert == "raised"
    event = EquipmentAlertRaised(**facts, detail=failure) if raised else EquipmentAlertCleared(**facts)
    await publish(event, act)
    await audit.record(
        act,
        f"assets.alert_{made.alert}",
        subject="assets.asset",
        subject_id=target.code,
        unit_id=target.unit_id,
        before={"state": made.change.before},
        after={"state": made.change.after, "reason": failure},
    )
