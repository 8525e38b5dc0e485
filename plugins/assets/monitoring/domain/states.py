"""What one poll makes of a device: pure. Whether its silence is its own fault is judged for a whole site (`sites`)."""

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

State = Literal["unknown", "up", "down"]
Alert = Literal["raised", "cleared"]
Hidden = Literal["line", "parent"]

FLAP_WINDOW = timedelta(minutes=10)
FLAP_MESSAGES = 2


class Standing(Struct, frozen=True, kw_only=True):
    """What is known of a device; times are aware, UTC.

    since: when the state began. answering_since: first of the answers in a row until seen_at, the last one. failures:
    failed polls in a row, the first of them at failing_since. hidden: what stands before it is out of reach, so that
    its own state is unknown. alerted: somebody was told that it is down, and
    not yet that it is back. told: when the last messages about it went out.
    """

    state: State = "unknown"
    since: datetime | None = None
    polled_at: datetime | None = None
    seen_at: datetime | None = None
    answering_since: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    hidden: Hidden | None = None
    alerted: bool = False
    told: tuple[datetime, ...] = ()


def step(standing: Standing, *, up: bool, at: datetime) -> Standing:
    """Return what a poll that was due at `at` makes of a device: one answer brings it up, a failure is counted.

    A poll older than the last one changes nothing: what it would have said is known already.
    """
    if standing.polled_at is not None and at <= standing.polled_at:
        return standing
    if up:
        first = standing.answering_since if standing.failures == 0 and standing.answering_since else at
        answered = replace(
            standing, polled_at=at, seen_at=at, answering_since=first, failures=0, failing_since=None, hidden=None
        )
        return enter(answered, "up", at)
    return replace(standing, polled_at=at, failures=standing.failures + 1, failing_since=standing.failing_since or at)


def enter(standing: Standing, state: State, at: datetime, hidden: Hidden | None = None) -> Standing:
    """Return the standing in a state from `at` on, unchanged when it is in it already."""
    if state == standing.state and hidden == standing.hidden:
        return standing
    since = standing.since if state == standing.state else at
    return replace(standing, state=state, since=since, hidden=hidden)


def tell(standing: Standing, at: datetime) -> tuple[Standing, Alert | None]:
    """Return whether somebody is to be told now that a device is down, or that it is back.

    A device that comes and goes is told of twice in ten minutes at most; once there is room, what is true then is told.
    """
    is_down = standing.state == "down"
    if standing.state == "unknown" or is_down == standing.alerted:
        return standing, None
    recent = tuple(moment for moment in standing.told if moment > at - FLAP_WINDOW)
    if len(recent) >= FLAP_MESSAGES:
        return standing, None
    return replace(standing, alerted=is_down, told=(*recent, at)), "raised" if is_down else "cleared"


def slot(moment: datetime) -> datetime:
    """Return the minute in which the moment lies: polls are due at whole minutes."""
    return moment.replace(second=0, microsecond=0)
