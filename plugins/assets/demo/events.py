"""Events of the demonstration's week: what the polls would have raised, most of it looked after long ago."""

import random
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from core import db
from plugins.assets.alerts.domain.thresholds import looks
from plugins.assets.alerts.rules import rules
from plugins.assets.demo.polls import Past
from plugins.assets.monitoring.domain.figures import conditions
from plugins.assets.monitoring.judging import CRITICAL

_OFFICERS = ("Nguyễn Minh Khoa", "Trần Thị Ngọc Hân", "Lê Quốc Bảo")
_NOTES = ("Đã gọi cho xã, cắm lại dây mạng.", "Thay hộp mực mới.", "Chờ nhà mạng.", "")
_COLUMNS = (
    "unit_id", "unit_name", "device", "kind", "figure", "detail", "severity", "cause", "value", "behind", "opened_at",
    "closed_at", "seen_by", "seen_at", "note", "steps_done",
)  # fmt: skip


async def load_events(past: Mapping[int, Past], at: datetime, chance: random.Random, *, live: bool) -> None:
    """Write the events of the week. live: what is open is true now; else all of it is over."""
    rows = await db.rows(
        "SELECT d.id, a.unit_id, a.unit_name, d.device_class FROM assets.assets_device d"
        " JOIN assets.assets_asset a ON a.id = d.asset WHERE d.id = ANY($1)",
        list(past),
    )
    places = {row["id"]: (row["unit_id"], row["unit_name"], row["device_class"]) for row in rows}
    made = [line for device, week in past.items() for line in _events(device, places[device], week, at, chance)]
    kept = [line if live or line[11] is not None else (*line[:11], at, *line[12:]) for line in made]
    async with db.connection() as lent:
        await lent.copy_records_to_table("assets_event", schema_name="assets", columns=_COLUMNS, records=kept)
    if live:
        await db.execute(
            "INSERT INTO assets.assets_condition (device, rule, figure, active, streak)"
            " SELECT device, kind, figure, true, 0 FROM assets.assets_event WHERE closed_at IS NULL AND figure <> ''"
        )


def _events(
    device: int, place: tuple[int, str, str], week: Past, at: datetime, chance: random.Random
) -> Iterator[tuple[Any, ...]]:
    unit_id, unit, device_class = place
    changes = week.changes
    for number, change in enumerate(changes):
        if change.after == "down":
            back = next((later.at for later in changes[number + 1 :] if later.after == "up"), None)
            severity = "critical" if device_class in CRITICAL else "warning"
            facts: tuple[Any, ...] = (unit_id, unit, device, "down", "", "timeout", severity, "", None, [])
            yield (*facts, change.at, back, *_care(change.at, back, chance))
    if week.reading is not None and week.standing.state == "up":
        watched, names = conditions(week.reading)
        for look in looks(rules().rule, watched):
            if look.rule.bad(look.value):
                since = at - timedelta(hours=chance.randint(2, 60))
                detail, severity = names.get(look.figure, ""), look.rule.severity
                facts = (unit_id, unit, device, look.rule.key, look.figure, detail, severity, "", look.value, [])
                yield (*facts, since, None, *_care(since, None, chance))


def _care(opened: datetime, closed: datetime | None, chance: random.Random) -> tuple[Any, ...]:
    """Return who has confirmed an event, when, and what was done: nearly all that are over, some of the open ones."""
    if chance.random() > (0.85 if closed else 0.4):
        return None, None, "", 0
    seen = min(filter(None, (opened + timedelta(minutes=chance.randint(3, 50)), closed)))
    return chance.choice(_OFFICERS), seen, chance.choice(_NOTES), 0
