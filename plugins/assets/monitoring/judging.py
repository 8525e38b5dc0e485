"""From polls to states, messages and events: one unit at a time, under its own lock, in the caller's transaction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct

from core import audit, db
from core.acting import Act
from core.contracts.events import EquipmentAlertCleared, EquipmentAlertRaised, LineCut, LineRestored
from core.events import publish
from plugins.assets.alerts.commands import Seen, Subject, apply_rules, clear_event, maintained, raise_event
from plugins.assets.alerts.domain.thresholds import looks
from plugins.assets.alerts.rules import rules
from plugins.assets.monitoring.domain.sites import Member, judge
from plugins.assets.monitoring.domain.states import Alert, Standing, step, tell
from plugins.assets.monitoring.schemas import Outcome, Target

CRITICAL = frozenset({"switch", "router", "firewall", "wireless", "ups", "server", "storage", "nas"})
"""Classes without which others stand still."""
_FACTS = 9
POWER_CUT = timedelta(minutes=15)

_LOCK = """
WITH made AS (INSERT INTO assets.assets_line (unit_id) SELECT unnest($1::bigint[]) ON CONFLICT DO NOTHING)
SELECT 1
"""
_LINES = """
SELECT unit_id, dark_since, alerted, told FROM assets.assets_line WHERE unit_id = ANY($1) ORDER BY unit_id FOR UPDATE
"""
_MEMBERS = """
SELECT d.id, a.id, a.code, a.name, a.unit_id, a.unit_name, d.device_class, d.parent, d.failures_to_down,
       s.state, s.since, s.polled_at, s.seen_at, s.answering_since, s.failures, s.failing_since, s.hidden, s.alerted,
       s.told
FROM assets.assets_device d JOIN assets.assets_asset a ON a.id = d.asset
JOIN assets.assets_device_state s ON s.device = d.id
WHERE a.unit_id = ANY($1) AND (d.enabled OR d.id = ANY($2)) ORDER BY d.id FOR UPDATE OF s
"""
_SAVE = """
UPDATE assets.assets_device_state s SET state = n.state, since = n.since, polled_at = n.polled_at, seen_at = n.seen_at,
    answering_since = n.answering_since, failures = n.failures, failing_since = n.failing_since, hidden = n.hidden,
    alerted = n.alerted,
    told = CASE WHEN n.told_at IS NULL THEN s.told ELSE (s.told || n.told_at)[greatest(1, cardinality(s.told)):] END
FROM unnest($1::bigint[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[],
    $7::int[], $8::timestamptz[], $9::text[], $10::boolean[], $11::timestamptz[])
    AS n (device, state, since, polled_at, seen_at, answering_since, failures, failing_since, hidden, alerted, told_at)
WHERE s.device = n.device
"""
_KEEP_READING = """
UPDATE assets.assets_device_state s SET failure = n.failure, rtt_ms = n.rtt_ms,
    reading = coalesce(n.reading, s.reading), read_at = coalesce(n.read_at, s.read_at)
FROM unnest($1::bigint[], $2::text[], $3::float8[], $4::jsonb[], $5::timestamptz[])
    AS n (device, failure, rtt_ms, reading, read_at)
WHERE s.device = n.device
"""
_CHANGES = """
INSERT INTO assets.assets_state_change (device, at, before, after, reason)
SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::text[])
ON CONFLICT DO NOTHING
"""
_ON_BATTERY = """
SELECT count(*) FROM assets.assets_device_state s JOIN assets.assets_device d ON d.id = s.device
JOIN assets.assets_asset a ON a.id = d.asset
WHERE a.unit_id = $1 AND s.reading->'ups'->>'on_battery' = 'true' AND s.read_at >= $2
"""


class Known(Struct, frozen=True):
    """A device of a unit with its standing before the polls."""

    device: int
    asset_id: int
    code: str
    name: str
    unit_id: int
    unit: str
    device_class: str
    parent: int | None
    limit: int
    standing: Standing

    @property
    def subject(self) -> Subject:
        """The device as events name it."""
        return Subject(self.unit_id, self.unit, self.device)


async def settle(outcomes: Sequence[Outcome], act: Act) -> frozenset[int]:
    """Bring states, messages and events up to what polls say; return the devices to be asked at once.

    Outcomes of one unit carry one moment.
    """
    if not outcomes:
        return frozenset()
    by_unit: dict[int, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_unit[outcome.target.unit_id].append(outcome)
    unit_ids = sorted(by_unit)
    await db.execute(_LOCK, unit_ids)
    lines = {row["unit_id"]: dict(row) for row in await db.rows(_LINES, unit_ids)}
    asked: set[int] = set()
    members = await _members(unit_ids, [outcome.target.device_id for outcome in outcomes])
    for unit_id, polled in by_unit.items():
        at = max(outcome.at for outcome in polled)
        calm = await maintained([unit_id], at)
        line = lines[unit_id]
        inside = [one for one in members if one.unit_id == unit_id]
        asked |= await _settle_unit(inside, polled, line["dark_since"], _line_standing(line), calm, at, act)
    return frozenset(asked)


async def _members(unit_ids: Sequence[int], polled: Sequence[int]) -> list[Known]:
    rows = await db.rows(_MEMBERS, unit_ids, sorted(polled))
    return [Known(*(*row[:_FACTS], standing_of(row[_FACTS:]))) for row in map(tuple, rows)]


def standing_of(values: Sequence[object]) -> Standing:
    """Return a standing from its columns, in the order of `Standing`."""
    names = Standing.__struct_fields__
    return Standing(**dict(zip(names, values, strict=True)) | {"told": tuple(values[-1])})  # type: ignore[arg-type]


def _line_standing(line: Mapping[str, Any]) -> Standing:
    cut = line["dark_since"] is not None
    return Standing(state="down" if cut else "up", alerted=line["alerted"], told=tuple(line["told"]))


async def _settle_unit(
    inside: Sequence[Known],
    polled: Sequence[Outcome],
    dark_since: datetime | None,
    line: Standing,
    calm: tuple[frozenset[int], frozenset[int]],
    at: datetime,
    act: Act,
) -> frozenset[int]:
    answers = {outcome.target.device_id: outcome for outcome in polled}
    stepped = {
        one.device: step(one.standing, up=answers[one.device].up, at=answers[one.device].at)
        if one.device in answers
        else one.standing
        for one in inside
    }
    verdict = judge([Member(one.device, one.parent, one.limit, stepped[one.device]) for one in inside], dark_since, at)
    quiet_units, quiet_devices = calm
    quiet = {one.device for one in inside if one.unit_id in quiet_units or one.device in quiet_devices}
    told = {
        device: (standing, None) if device in quiet else tell(standing, at)
        for device, standing in verdict.standings.items()
    }
    after = {device: standing for device, (standing, _) in told.items()}
    await _save(inside, after, answers, at)
    await _keep_readings([o for o in polled if stepped[o.target.device_id].polled_at == o.at])
    for one in inside:
        alert = told[one.device][1]
        if alert:
            await _tell(one, alert, _reason(after[one.device], answers.get(one.device)), act, at)
    if inside:
        await _settle_line(inside, after, verdict.dark_since, line, inside[0].unit_id in quiet_units, at, act)
    if verdict.ask:
        await db.execute(
            "UPDATE assets.assets_device SET next_at = least(next_at, $2) WHERE id = ANY($1)", sorted(verdict.ask), at
        )
    loud = [o for o in polled if o.up and o.target.device_id not in quiet]
    await apply_rules(
        {o.target.device_id: Seen(subject_of(o.target), looks(rules().rule, o.conditions), o.names) for o in loud},
        at,
    )
    return verdict.ask


def subject_of(target: Target) -> Subject:
    """Return a polled device as events name it."""
    return Subject(target.unit_id, target.unit, target.device_id)


def _reason(standing: Standing, outcome: Outcome | None) -> str:
    return standing.hidden or (outcome.failure if outcome else "")


async def _save(
    inside: Sequence[Known], after: Mapping[int, Standing], answers: Mapping[int, Outcome], at: datetime
) -> None:
    moved = [(one, after[one.device]) for one in inside if after[one.device] != one.standing]
    await db.execute(
        _SAVE,
        [one.device for one, _ in moved],
        [new.state for _, new in moved],
        [new.since for _, new in moved],
        [new.polled_at for _, new in moved],
        [new.seen_at for _, new in moved],
        [new.answering_since for _, new in moved],
        [new.failures for _, new in moved],
        [new.failing_since for _, new in moved],
        [new.hidden for _, new in moved],
        [new.alerted for _, new in moved],
        [at if new.alerted != one.standing.alerted else None for one, new in moved],
    )
    await save_changes(
        [
            (one.device, at, one.standing.state, new.state, _reason(new, answers.get(one.device)))
            for one, new in moved
            if new.state != one.standing.state
        ]
    )


async def save_changes(changes: Iterable[tuple[int, datetime, str, str, str]]) -> None:
    """Keep changes of state: device, moment, state before, state after, reason."""
    columns = list(zip(*changes, strict=True)) or [()] * 5
    await db.execute(_CHANGES, *map(list, columns))


async def _keep_readings(current: Sequence[Outcome]) -> None:
    """A reading stays when there is no newer one; a late poll leaves all as it was."""
    await db.execute(
        _KEEP_READING,
        [o.target.device_id for o in current],
        [o.failure or None for o in current],
        [o.rtt_ms for o in current],
        [None if o.reading is None else o.reading.decode() for o in current],
        [o.at if o.up else None for o in current],
    )


async def _tell(one: Known, alert: Alert, reason: str, act: Act, at: datetime) -> None:
    """Publish that a device is down or back, open or close the event, write it to the log."""
    facts = {
        "asset_id": one.asset_id,
        "code": one.code,
        "name": one.name,
        "unit_id": one.unit_id,
        "unit": one.unit,
        "kind": "down",
        "at": at,
    }
    if alert == "raised":
        severity = "critical" if one.device_class in CRITICAL else "warning"
        await raise_event(one.subject, "down", at, severity=severity, detail=reason)  # type: ignore[arg-type]
        await publish(EquipmentAlertRaised(**facts, detail=reason), act)  # type: ignore[arg-type]
    else:
        await clear_event(one.subject, "down", at)
        await publish(EquipmentAlertCleared(**facts), act)  # type: ignore[arg-type]
    await audit.record(
        act,
        f"assets.alert_{alert}",
        subject="assets.asset",
        subject_id=one.code,
        unit_id=one.unit_id,
        after={"reason": reason},
    )


async def _settle_line(
    inside: Sequence[Known],
    after: Mapping[int, Standing],
    dark_since: datetime | None,
    line: Standing,
    quiet: bool,
    at: datetime,
    act: Act,
) -> None:
    """Keep the line's state; one event for all that stands behind it, a power cut when a UPS told of one before."""
    unit_id, unit = inside[0].unit_id, inside[0].unit
    now = Standing(state="down" if dark_since else "up", alerted=line.alerted, told=line.told)
    now, alert = (now, None) if quiet else tell(now, at)
    await db.execute(
        "UPDATE assets.assets_line SET dark_since = $2, alerted = $3, told = $4 WHERE unit_id = $1",
        unit_id,
        dark_since,
        now.alerted,
        list(now.told),
    )
    subject = Subject(unit_id, unit)
    if alert == "raised" and dark_since is not None:
        behind = [device for device, standing in after.items() if standing.hidden is not None]
        power = await db.value(_ON_BATTERY, unit_id, dark_since - POWER_CUT)
        cause = "power" if power else ""
        await raise_event(subject, "line", at, severity="critical", cause=cause, behind=behind)
        await publish(LineCut(unit_id=unit_id, unit=unit, since=dark_since, devices=len(behind), cause=cause), act)
    elif alert == "cleared":
        await clear_event(subject, "line", at)
        await publish(LineRestored(unit_id=unit_id, unit=unit, at=at), act)
    if alert:
        await audit.record(act, f"assets.line_{alert}", subject="assets.line", subject_id=unit_id, unit_id=unit_id)
