"""The few numbers of a reading that are kept with every poll and drawn over time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from itertools import pairwise

from msgspec import Struct

from plugins.assets.domain.readings import Reading

Figures = Mapping[str, float]
STOPPING = ("jammed", "doorOpen", "noToner", "serviceRequested", "markerSupplyMissing", "inputTrayMissing")
"""Bits of hrPrinterDetectedErrorState (RFC 2790) with which a printer stands still until somebody comes."""


class Hour(Struct, frozen=True):
    """The polls of one hour: how many, how many were answered, and the last figures of it."""

    at: datetime
    polls: int
    answered: int
    rtt_ms: float | None
    figures: Figures


def figures(reading: Reading) -> dict[str, float]:
    """Return the figures of a reading; what the device did not say is absent.

    pages: life count. supply.<index>: percent left. ups.charge, ups.load: percent; ups.minutes: left on battery.
    cpu: mean load of the processors in percent; memory: percent used. ports.up: ports with a link.
    """
    found: dict[str, float | None] = {"pages": reading.pages}
    found |= {f"supply.{supply.index or place}": supply.percent for place, supply in enumerate(reading.supplies)}
    if reading.ups is not None:
        found["ups.charge"] = reading.ups.charge_percent
        found["ups.load"] = reading.ups.load_percent
        found["ups.minutes"] = reading.ups.minutes_left
    if reading.processors:
        found["cpu"] = round(sum(p.load_percent for p in reading.processors) / len(reading.processors), 1)
    if reading.memory is not None:
        found["memory"] = reading.memory.percent
    if reading.ports:
        found["ports.up"] = sum(port.oper == "up" for port in reading.ports)
    return {name: value for name, value in found.items() if value is not None}


def conditions(reading: Reading) -> tuple[dict[str, float], dict[str, str]]:
    """Return what thresholds look at, and what some of it is called on the device.

    Beside the figures: ups.battery and ups.replace, storage.<name> in percent used, error.<name> for each fault that a
    printer can tell of; 1 and 0 for yes and no.
    """
    found = figures(reading)
    names = {f"supply.{one.index or place}": one.name for place, one in enumerate(reading.supplies) if one.name}
    if reading.ups is not None:
        told = {"ups.battery": reading.ups.on_battery, "ups.replace": reading.ups.replace_battery}
        found |= {name: float(value) for name, value in told.items() if value is not None}
    for disk in reading.storage:
        if disk.percent is not None:
            found[f"storage.{disk.name}"] = disk.percent
            names[f"storage.{disk.name}"] = disk.name
    if reading.error_state is not None:
        found |= {f"error.{name}": float(name in reading.error_state) for name in STOPPING}
        names |= {f"error.{name}": name for name in STOPPING}
    return found, names


def series(hours: Iterable[Hour], name: str) -> list[float]:
    """Return a figure hour by hour, hours without it left out."""
    return [hour.figures[name] for hour in hours if name in hour.figures]


def pages_per_day(hours: Sequence[Hour], days: Sequence[date], zone: tzinfo) -> list[tuple[date, int]]:
    """Return how many pages were printed on each day of the zone.

    A count that goes down belongs to another printer or a new board: counting starts again, nothing is made up.
    """
    printed = dict.fromkeys(days, 0)
    counts = [(hour.at, hour.figures["pages"]) for hour in hours if "pages" in hour.figures]
    for (_, before), (at, after) in pairwise(counts):
        day = at.astimezone(zone).date()
        if day in printed and after > before:
            printed[day] += round(after - before)
    return list(printed.items())


def availability(hours: Iterable[Hour]) -> float | None:
    """Return which part of the polls was answered, 0 to 1; None when there was no poll."""
    polls = answered = 0
    for hour in hours:
        polls += hour.polls
        answered += hour.answered
    return answered / polls if polls else None
