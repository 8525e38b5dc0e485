"""Read events and maintenance; what a person sees is of the units in which that person may read."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from core import db
from core.acting import Principal
from core.errors import Missing
from core.text.i18n import gettext as _

READ = "assets.read"

EVENT = """
SELECT e.id, e.unit_id, e.unit_name, e.kind, e.figure, e.detail, e.severity, e.cause, e.value, e.behind, e.opened_at,
       e.closed_at, e.seen_by, e.seen_at, e.note, a.code, a.name
FROM assets.assets_event e LEFT JOIN assets.assets_device d ON d.id = e.device
LEFT JOIN assets.assets_asset a ON a.id = d.asset
"""


class EventView(Struct, frozen=True):
    """An event; code and name of the thing, None for a line."""

    id: int
    unit_id: int
    unit: str
    kind: str
    figure: str
    detail: str
    severity: str
    cause: str
    value: float | None
    behind: list[int]
    opened_at: datetime
    closed_at: datetime | None
    seen_by: str | None
    seen_at: datetime | None
    note: str
    code: str | None
    name: str | None


class Behind(Struct, frozen=True):
    """A device that stood behind a cut line."""

    code: str
    name: str
    state: str


async def event(event_id: int, principal: Principal) -> EventView:
    """Return an event. Raises Missing, also when the reader may not see it."""
    found = await db.struct(EventView, EVENT + "WHERE e.id = $1", event_id)
    if found is None or not principal.may(READ, found.unit_id):
        raise Missing(_("Không có sự kiện này."))
    return found


async def open_events(unit_ids: Sequence[int] | None, limit: int = 50) -> list[EventView]:
    """Return what is wrong now, the worst first. unit_ids None: of all units."""
    return await db.structs(
        EventView,
        EVENT + "WHERE e.closed_at IS NULL AND ($1::bigint[] IS NULL OR e.unit_id = ANY($1))"
        " ORDER BY e.seen_at IS NOT NULL, array_position(ARRAY['critical','warning','info'], e.severity::text),"
        " e.opened_at DESC LIMIT $2",
        unit_ids,
        limit,
    )


async def behind(device_ids: Sequence[int]) -> list[Behind]:
    """Return the devices that stood behind a line, by name."""
    return await db.structs(
        Behind,
        "SELECT a.code, a.name, s.state FROM assets.assets_device d JOIN assets.assets_asset a ON a.id = d.asset"
        " JOIN assets.assets_device_state s ON s.device = d.id WHERE d.id = ANY($1) ORDER BY a.sort_key, a.code",
        list(device_ids),
    )


class WindowLine(Struct, frozen=True):
    """A planned time of maintenance."""

    id: int
    unit_id: int
    starts_at: datetime
    ends_at: datetime
    repeats: str
    reason: str
    made_by: str
    code: str | None
    name: str | None


async def windows(unit_ids: Sequence[int] | None, now: datetime) -> list[WindowLine]:
    """Return the times of maintenance that are not over, the next one first."""
    return await db.structs(
        WindowLine,
        "SELECT w.id, w.unit_id, w.starts_at, w.ends_at, w.repeats, w.reason, w.made_by, a.code, a.name"
        " FROM assets.assets_window w LEFT JOIN assets.assets_device d ON d.id = w.device"
        " LEFT JOIN assets.assets_asset a ON a.id = d.asset"
        " WHERE w.ended_at IS NULL AND (w.repeats <> 'never' OR w.ends_at > $2)"
        " AND ($1::bigint[] IS NULL OR w.unit_id = ANY($1)) ORDER BY w.starts_at LIMIT 100",
        unit_ids,
        now,
    )
