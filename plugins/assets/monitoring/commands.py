"""Write what monitoring learns and what people ask of it; each function is one transaction."""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec

from core import audit, db
from core.acting import Act
from plugins.assets.monitoring import judging
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


async def targets(device_ids: Collection[int]) -> list[Target]:
    """Return devices to be asked out of turn; those that are not to be asked (any more) are left out."""
    return await db.structs(Target, _TARGET + " WHERE d.id = ANY($1) AND d.enabled ORDER BY d.id", sorted(device_ids))


async def store(outcomes: Sequence[Outcome], act: Act) -> frozenset[int]:
    """Keep what a poll brought: samples, states, changes, alerts; return devices that should be asked at once.

    They are those without which nobody can tell whether what is silent is broken. A poll that is stored already
    (another poller was faster, or the job ran twice) changes nothing.
    """
    async with db.transaction():
        fresh = await _store_samples(outcomes)
        return await judging.settle([outcome for outcome in outcomes if outcome.target.device_id in fresh], act)


async def lose_unasked(at: datetime, act: Act) -> int:
    """Mark devices unknown that were not asked for three intervals and a minute; return how many."""
    async with db.transaction():
        found = await db.rows(
            """SELECT s.device, s.state FROM assets.assets_device_state s
               JOIN assets.assets_device d ON d.id = s.device
               WHERE s.state <> 'unknown'
                 AND s.polled_at < $1::timestamptz - (3 * d.interval_s + 60) * interval '1 second'
               ORDER BY s.device FOR UPDATE OF s SKIP LOCKED""",
            at,
        )
        devices = [row["device"] for row in found]
        await db.execute(
            "UPDATE assets.assets_device_state SET state = 'unknown', since = $2 WHERE device = ANY($1)", devices, at
        )
        await judging.save_changes([(row["device"], at, row["state"], "unknown", "not_asked") for row in found])
        if devices:
            await audit.record(act, "assets.devices_unasked", subject="assets.device", after={"devices": devices})
    return len(devices)


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
