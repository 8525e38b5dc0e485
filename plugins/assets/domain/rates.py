"""From two counter readings to a rate: wraps, restarts and gaps never become spikes.

RFC 2578 counters have no defined start: only differences mean anything, and only within one run of the agent.
"""

from msgspec import Struct

UPTIME_WRAP_S = 2**32 / 100
"""sysUpTime counts hundredths of a second in 32 bits and starts again after 497 days."""

_SLACK_S = 5.0
_DRIFT = 0.001
# A start time that moves by less than this (and by 0.1 % of the time between) is the same start: cheap clocks drift
# and answers are late.

_POLL_S = 300.0
# Within one ordinary poll interval a 32-bit octet counter is taken to go round at most once, even on a link that could
# do more: an undercount at worst.

_TOLERANCE, _BURST = 1.1, 65_536
# Agents refresh counters every few seconds, so a short interval can show somewhat more than the link carries.


class Sample(Struct, frozen=True, kw_only=True):
    """One counter reading. at_s: when it was read, seconds on the reader's clock; uptime_s: sysUpTime / 100 with it."""

    at_s: float
    value: int
    uptime_s: float | None = None


def restarted(before: Sample, after: Sample) -> bool | None:
    """Tell whether the agent started anew between the two readings: the moment it started has moved to later.

    That also finds a restart followed by a long silence, when sysUpTime is larger than before. A wrap of sysUpTime
    moves the computed start by exactly 497 days and is no restart. None when it cannot be told: an uptime is missing,
    or the first reading came within seconds of a start.
    """
    moved, slack = _start_moved_s(before, after), _slack_s(before, after)
    if moved is None or before.uptime_s is None:
        return None
    return True if moved > slack else None if before.uptime_s <= slack else False


def increase(before: Sample, after: Sample, *, bits: int, most_per_s: float | None = None) -> int | None:
    """Return how far the counter went from one reading to the next, or None when that cannot be known.

    bits: 32 or 64. most_per_s: what the counter can do at most (octets: link speed / 8). Unknown, never guessed: no
    time passed, or another time than the agent says; the agent restarted; the counter went back and it is not certain
    that it ran through; a 32-bit counter could have gone round unseen in a gap; the way is longer than the link allows.
    A 64-bit counter that goes back was reset: it takes 46 years to wrap at 100 Gbit/s.
    """
    elapsed = after.at_s - before.at_s
    moved, new_run = _start_moved_s(before, after), restarted(before, after)
    if elapsed <= 0 or new_run or (moved is not None and moved < -_slack_s(before, after)):
        return None
    if after.value < before.value and (bits != 32 or new_run is None):
        return None
    if bits == 32 and elapsed > _POLL_S and (most_per_s is None or most_per_s * elapsed >= 2**32):
        return None
    way = (after.value - before.value) % 2**bits
    return None if most_per_s is not None and way > most_per_s * elapsed * _TOLERANCE + _BURST else way


def _start_moved_s(before: Sample, after: Sample) -> float | None:
    """Return by how many seconds the agent's start, as computed from each reading, moved; wraps of sysUpTime aside."""
    if before.uptime_s is None or after.uptime_s is None:
        return None
    moved = (after.at_s - after.uptime_s) - (before.at_s - before.uptime_s)
    return moved - round(moved / UPTIME_WRAP_S) * UPTIME_WRAP_S


def _slack_s(before: Sample, after: Sample) -> float:
    return _SLACK_S + _DRIFT * abs(after.at_s - before.at_s)


def rate(before: Sample, after: Sample, *, bits: int, most_per_s: float | None = None) -> float | None:
    """Return the average per second between two readings, over all the time that passed; None as increase() says."""
    way = increase(before, after, bits=bits, most_per_s=most_per_s)
    return None if way is None else way / (after.at_s - before.at_s)
