"""What the page of one thing shows of its monitoring: state, a week, last reading, changes."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from msgspec import Struct

from core.clock import VIETNAM
from core.text.formats import format_date, format_filesize, format_number, format_percent
from core.text.i18n import gettext as _
from core.web import charts
from plugins.assets.domain.interfaces import Port
from plugins.assets.domain.readings import Reading
from plugins.assets.domain.supplies import Supply
from plugins.assets.monitoring import queries
from plugins.assets.monitoring.domain.figures import Hour, availability, pages_per_day, series
from plugins.assets.monitoring.drawing import last_days, port_panel, week_grid
from plugins.assets.monitoring.schemas import ChangeLine
from plugins.assets.monitoring.words import (
    STATES,
    class_words,
    duration_words,
    failure_words,
    speed_words,
    supply_name,
    supply_tone,
    supply_words,
)

_PHYSICAL = {"ethernetCsmacd", "gigabitEthernet", "fastEther", "ieee80211"}
_SPARK_POINTS = 84


class SupplyLine(Struct, frozen=True):
    """One supply as drawn: name, what is left, tone, its course over the week."""

    name: str
    percent: int | None
    words: str
    tone: str
    course: Sequence[float]


async def monitoring_context(asset_id: int, now: datetime) -> dict[str, Any]:
    """Return the template's context; `device` is None for a thing that is not monitored."""
    device = await queries.device_of(asset_id)
    if device is None:
        return {"device": None}
    days = last_days(now, VIETNAM)
    first = datetime.combine(days[0], time(), VIETNAM)
    hours = await queries.hours(device.id, first, now + timedelta(minutes=1))
    changes = await queries.changes(device.id)
    reading = device.reading
    answered = availability(hours)
    return {
        "device": device,
        "state": STATES[device.state],
        "failure": failure_words(device.failure),
        "answered": answered,
        "week": _week(hours, days, answered),
        "changes": change_lines(changes),
        "supplies": _supplies(reading, hours) if reading else [],
        "printed": _printed(hours, days),
        "ports": _ports(reading) if reading else [],
        "loads": _loads(reading) if reading else [],
        "uptime": duration_words(reading.uptime_s) if reading else "",
        "rtt": f"{format_number(device.rtt_ms, 1)} ms" if device.rtt_ms is not None else "",
        "speed": speed_words,
        "class_words": class_words,
        "panel": port_panel(_ports(reading)) if reading and len(_ports(reading)) > 2 else None,
    }


def change_lines(changes: Sequence[ChangeLine]) -> list[dict[str, Any]]:
    """Return changes of state as the timeline macro draws them."""
    return [
        {"title": str(STATES[change.after][0]), "at": change.at, "text": failure_words(change.reason).capitalize()}
        for change in changes
    ]


def _week(hours: Sequence[Hour], days: Sequence[date], answered: float | None) -> Any:
    if answered is None:
        return None
    label = _("Bảy ngày qua thiết bị trả lời %(share)s số lần hỏi", share=format_percent(answered))
    return week_grid(hours, days, VIETNAM, label)


def _supplies(reading: Reading, hours: Sequence[Hour]) -> list[SupplyLine]:
    return [_supply(supply, place, hours) for place, supply in enumerate(reading.supplies)]


def _supply(supply: Supply, place: int, hours: Sequence[Hour]) -> SupplyLine:
    course = series(hours, f"supply.{supply.index or place}")
    step = max(1, len(course) // _SPARK_POINTS)
    return SupplyLine(supply_name(supply), supply.percent, supply_words(supply), supply_tone(supply), course[::step])


def _printed(hours: Sequence[Hour], days: Sequence[date]) -> Any:
    """Return the pages of each day as bars, None when the device counts none."""
    if not any("pages" in hour.figures for hour in hours):
        return None
    counts = pages_per_day(hours, days, VIETNAM)
    return charts.bars([(format_date(day), count) for day, count in counts], _("Số trang in mỗi ngày"))


def _ports(reading: Reading) -> list[Port]:
    """Return the ports one can plug a cable into, all ports when none is known to be one."""
    return [port for port in reading.ports if port.type in _PHYSICAL] or list(reading.ports)


def _loads(reading: Reading) -> list[tuple[str, float, str]]:
    """Return processors, memory and disks as (name, part in use, note)."""
    found: list[tuple[str, float, str]] = []
    if reading.processors:
        mean = sum(processor.load_percent for processor in reading.processors) / len(reading.processors)
        found.append((_("Bộ xử lý"), mean / 100, _("%(n)s lõi", n=len(reading.processors))))
    if reading.memory is not None and reading.memory.percent is not None:
        found.append((_("Bộ nhớ"), reading.memory.percent / 100, format_filesize(reading.memory.total_bytes)))
    disks = [(d.name, d.percent / 100, format_filesize(d.size_bytes)) for d in reading.storage if d.percent is not None]
    return found + disks
