"""Write events and maintenance; what monitoring finds comes here, in its transaction, and what people decide."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from core import audit, db
from core.acting import Act
from core.errors import Forbidden, Missing
from core.text.i18n import gettext as _
from plugins.assets.alerts.domain.thresholds import CALM, Condition, Look, Severity, Turn, advance
from plugins.assets.alerts.domain.windows import Window
from plugins.assets.alerts.schemas import NewWindow

MONITOR = "assets.monitor"

_RAISE = """
INSERT INTO assets.assets_event (unit_id, unit_name, device, kind, figure, detail, severity, cause, value, behind,
    opened_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING RETURNING id
"""
_CLEAR = """
UPDATE assets.assets_event SET closed_at = $4
WHERE closed_at IS NULL AND kind = $2 AND figure = $3
  AND ($1::bigint IS NULL AND unit_id = $5 AND device IS NULL OR device = $1)
"""
_KEEP_CONDITION = """
INSERT INTO assets.assets_condition AS c (device, rule, figure, active, streak)
SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::boolean[], $5::int[])
ON CONFLICT (device, rule, figure) DO UPDATE SET active = excluded.active, streak = excluded.streak
"""
_WINDOWS = """
SELECT unit_id, device, starts_at, ends_at, repeats, until FROM assets.assets_window
WHERE unit_id = ANY($1) AND starts_at <= $2 AND ended_at IS NULL AND (repeats <> 'never' OR ends_at > $2)
  AND (until IS NULL OR until > $2)
"""


class Subject(Struct, frozen=True):
    """What an event is about: a unit, and a device of it, None for the unit's line."""

    unit_id: int
    unit: str
    device: int | None = None


class Seen(Struct, frozen=True):
    """What rules look at on one device; names: figure -> what it is called there."""

    subject: Subject
    looks: Sequence[Look]
    names: Mapping[str, str]


async def raise_event(
    subject: Subject,
    kind: str,
    at: datetime,
    *,
    severity: Severity,
    figure: str = "",
    detail: str = "",
    cause: str = "",
    value: float | None = None,
    behind: Sequence[int] = (),
) -> int | None:
    """Open an event; return its id, None when the same one is open already."""
    number: int | None = await db.value(
        _RAISE,
        subject.unit_id,
        subject.unit,
        subject.device,
        kind,
        figure,
        detail,
        severity,
        cause,
        value,
        list(behind),
        at,
    )
    return number


async def clear_event(subject: Subject, kind: str, at: datetime, figure: str = "") -> None:
    """Close the open event of that kind, if there is one."""
    await db.execute(_CLEAR, subject.device, kind, figure, at, subject.unit_id)


async def close_all(device: int, at: datetime) -> None:
    """Close whatever is open about a device that nobody watches any more."""
    await db.execute(
        "UPDATE assets.assets_event SET closed_at = $2 WHERE device = $1 AND closed_at IS NULL", device, at
    )
    await db.execute("DELETE FROM assets.assets_condition WHERE device = $1", device)


async def apply_rules(found: Mapping[int, Seen], at: datetime) -> None:
    """Let the rules look at what polled devices said (device -> what was seen); open and close events."""
    rows = await db.rows(
        "SELECT device, rule, figure, active, streak FROM assets.assets_condition WHERE device = ANY($1)", sorted(found)
    )
    known = {(row[0], row[1], row[2]): Condition(row[3], row[4]) for row in rows}
    kept: list[tuple[int, str, str, Condition]] = []
    turns: list[tuple[Seen, Look, Turn]] = []
    for device, one in found.items():
        for look in one.looks:
            before = known.get((device, look.rule.key, look.figure), CALM)
            after, turn = advance(look.rule, before, look.value)
            if after != before:
                kept.append((device, look.rule.key, look.figure, after))
            if turn:
                turns.append((one, look, turn))
    if kept:
        await db.execute(
            _KEEP_CONDITION,
            [device for device, _rule, _figure, _after in kept],
            [rule for _device, rule, _figure, _after in kept],
            [figure for _device, _rule, figure, _after in kept],
            [after.active for _device, _rule, _figure, after in kept],
            [after.streak for _device, _rule, _figure, after in kept],
        )
    for seen, look, turn in turns:
        if turn == "cleared":
            await clear_event(seen.subject, look.rule.key, at, look.figure)
        else:
            await raise_event(
                seen.subject,
                look.rule.key,
                at,
                severity=look.rule.severity,
                figure=look.figure,
                detail=seen.names.get(look.figure, ""),
                value=look.value,
            )


async def maintained(unit_ids: Sequence[int], at: datetime) -> tuple[frozenset[int], frozenset[int]]:
    """Return the units and the devices that are under maintenance at a moment."""
    units: set[int] = set()
    devices: set[int] = set()
    for row in await db.rows(_WINDOWS, sorted(unit_ids), at):
        window = Window(starts_at=row["starts_at"], ends_at=row["ends_at"], repeats=row["repeats"], until=row["until"])
        if window.covers(at):
            (units if row["device"] is None else devices).add(row["device"] or row["unit_id"])
    return frozenset(units), frozenset(devices)


async def confirm(event_ids: Sequence[int], note: str, act: Act) -> int:
    """Say that somebody has seen events and cares for them; return how many were new. Raises Missing, Forbidden."""
    async with db.transaction():
        found = await db.rows(
            "SELECT id, unit_id, seen_at FROM assets.assets_event WHERE id = ANY($1) ORDER BY id FOR UPDATE",
            sorted(set(event_ids)),
        )
        if len(found) != len(set(event_ids)):
            raise Missing(_("Sự kiện không còn nữa."))
        for row in found:
            if not act.who.may(MONITOR, row["unit_id"]):
                raise Forbidden(_("Bạn không được xử lý sự kiện của đơn vị này."))
        fresh = [row for row in found if row["seen_at"] is None]
        await db.execute(
            "UPDATE assets.assets_event SET seen_by = $2, seen_at = $3, note = $4 WHERE id = ANY($1)",
            [row["id"] for row in fresh],
            act.who.display_name or act.who.username,
            act.at,
            note.strip(),
        )
        for row in fresh:
            await audit.record(
                act,
                "assets.event_confirmed",
                subject="assets.event",
                subject_id=row["id"],
                unit_id=row["unit_id"],
                after={"note": note.strip()},
            )
    return len(fresh)


async def plan_window(data: NewWindow, act: Act) -> int:
    """Plan a time of maintenance; return its id. Raises Refused, Forbidden, Missing."""
    async with db.transaction():
        unit_id, device = data.unit_id, None
        if data.code:
            row = await db.row(
                "SELECT d.id, a.unit_id FROM assets.assets_device d JOIN assets.assets_asset a ON a.id = d.asset"
                " WHERE a.code = $1",
                data.code,
            )
            if row is None:
                raise Missing(_("Không có thiết bị được giám sát mang mã này."))
            device, unit_id = row["id"], row["unit_id"]
        if not act.who.may(MONITOR, unit_id):
            raise Forbidden(_("Bạn không được xử lý sự kiện của đơn vị này."))
        window = data.window()
        number: int = await db.value(
            "INSERT INTO assets.assets_window (unit_id, device, starts_at, ends_at, repeats, until, reason, made_by)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
            unit_id,
            device,
            window.starts_at,
            window.ends_at,
            window.repeats,
            window.until,
            data.reason,
            act.who.display_name or act.who.username,
        )
        await audit.record(
            act,
            "assets.window_planned",
            subject="assets.window",
            subject_id=number,
            unit_id=unit_id,
            after={"starts_at": window.starts_at, "ends_at": window.ends_at, "repeats": window.repeats},
        )
    return number


async def end_window(window_id: int, act: Act) -> None:
    """End a time of maintenance for good. Raises Missing, Forbidden."""
    async with db.transaction():
        row = await db.row("SELECT unit_id, ended_at FROM assets.assets_window WHERE id = $1 FOR UPDATE", window_id)
        if row is None:
            raise Missing
        if not act.who.may(MONITOR, row["unit_id"]):
            raise Forbidden(_("Bạn không được xử lý sự kiện của đơn vị này."))
        if row["ended_at"] is None:
            await db.execute("UPDATE assets.assets_window SET ended_at = $2 WHERE id = $1", window_id, act.at)
            await audit.record(
                act, "assets.window_ended", subject="assets.window", subject_id=window_id, unit_id=row["unit_id"]
            )
