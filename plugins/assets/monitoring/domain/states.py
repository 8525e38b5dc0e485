"""When a device counts as up or down: pure, one poll at a time."""

from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

State = Literal["unknown", "up", "down"]
Alert = Literal["raised", "cleared"]


class Standing(Struct, frozen=True, kw_only=True):
    """What is known of a device; times are aware, UTC.

    since: when the state began. failures: failed polls in a row. alerted: somebody was told that it is down, and not
    yet that it is back.
    """

    state: State = "unknown"
    since: datetime | None = None
    polled_at: datetime | None = None
    seen_at: datetime | None = None
    failures: int = 0
    alerted: bool = False


class Change(Struct, frozen=True):
    """A state that ended and one that began."""

    before: State
    after: State
    at: datetime


class Step(Struct, frozen=True):
    """What one poll made of a device: the new standing, a change of state if there was one, an alert if one is due."""

    standing: Standing
    change: Change | None = None
    alert: Alert | None = None


def step(standing: Standing, *, up: bool, at: datetime, failures_to_down: int) -> Step:
    """Return what a poll that was due at `at` makes of a device.

    A single failure is a sleeping printer or a lost packet: a device is down after `failures_to_down` failures in a
    row, since the poll that made it so. One answer brings it up. A poll older than the last one changes nothing: what
    it would have said is known already.
    """
    if standing.polled_at is not None and at <= standing.polled_at:
        return Step(standing)
    if up:
        return _entered(replace(standing, polled_at=at, seen_at=at, failures=0), "up", at)
    failures = standing.failures + 1
    missed = replace(standing, polled_at=at, failures=failures)
    return _entered(missed, "down" if failures >= failures_to_down else standing.state, at)


def lose(standing: Standing, at: datetime) -> Step:
    """Return what becomes of a device that nobody asks any more: unknown, without telling that it is up or down."""
    return _entered(standing, "unknown", at)


def _entered(standing: Standing, state: State, at: datetime) -> Step:
    if state == standing.state:
        return Step(standing)
    alert: Alert | None = None
    if state == "down" and not standing.alerted:
        alert = "raised"
    elif state == "up" and standing.alerted:
        alert = "cleared"
    alerted = standing.alerted if alert is None else alert == "raised"
    moved = replace(standing, state=state, since=at, alerted=alerted)
    return Step(moved, Change(standing.state, state, at), alert)


def slot(moment: datetime) -> datetime:
    """Return the minute in which the moment lies: polls are due at whole minutes."""
    return moment.replace(second=0, microsecond=0)
