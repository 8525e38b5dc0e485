"""What waiting was like: per service and per hour, out of the tickets of some days."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, tzinfo
from statistics import fmean

from msgspec import Struct


class Past(Struct, frozen=True):
    """A ticket that is over, or was called at least. Moments are aware."""

    service: str
    taken_at: datetime
    first_called_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    state: str


class Figures(Struct, frozen=True):
    """A group of tickets: how many, mean minutes of waiting and at the counter (None: not measured), longest wait."""

    name: str
    tickets: int
    waited: float | None
    served: float | None
    longest: float | None
    absent: int


def by_service(past: Sequence[Past]) -> list[Figures]:
    """Return the figures of each service, by its name."""
    return [_figures(name, [one for one in past if one.service == name]) for name in sorted({p.service for p in past})]


def by_hour(past: Sequence[Past], zone: tzinfo) -> list[Figures]:
    """Return the figures of each hour in which tickets were taken, early ones first; named "07", "08", ..."""
    hours = sorted({one.taken_at.astimezone(zone).hour for one in past})
    return [_figures(f"{hour:02d}", [p for p in past if p.taken_at.astimezone(zone).hour == hour]) for hour in hours]


def all_of(past: Sequence[Past]) -> Figures:
    """Return the figures of all tickets together."""
    return _figures("", past)


def _figures(name: str, past: Sequence[Past]) -> Figures:
    waits = _minutes(p.first_called_at - p.taken_at for p in past if p.first_called_at)
    served = _minutes(p.ended_at - p.started_at for p in past if p.state == "done" and p.ended_at and p.started_at)
    return Figures(
        name=name,
        tickets=len(past),
        waited=fmean(waits) if waits else None,
        served=fmean(served) if served else None,
        longest=max(waits) if waits else None,
        absent=sum(p.state in {"absent", "left"} for p in past),
    )


def _minutes(spans: Iterable[timedelta]) -> list[float]:
    return [span.total_seconds() / 60 for span in spans]
