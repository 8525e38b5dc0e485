"""When a message is tried again, and when it is held for a person."""

import hashlib
from datetime import datetime, timedelta
from typing import Final, Literal

from msgspec import Struct

# about three and a half days in all: a long week-end without power at the receiver's
PAUSES_S: Final = (60, 300, 900, 3600, 10_800, 21_600, 43_200, 86_400, 129_600)
JITTER: Final = 0.2
LONGEST_WISH_S: Final = 86_400
LONGEST_ERROR: Final = 300


class Outcome(Struct, frozen=True):
    """What came of one try. wait_s: how long the receiver asked to wait, in seconds.

    taken: 2xx. gone: the receiver wants no more of any (410). away: nobody could be reached, which is true of every
    message. later: anything else.
    """

    kind: Literal["taken", "later", "away", "gone"]
    status: int | None = None
    error: str = ""
    wait_s: int = 0


class Verdict(Struct, frozen=True):
    """The state of a message after a try; next_try_at only for waiting ones."""

    state: Literal["sent", "waiting", "held"]
    next_try_at: datetime | None
    error: str


def judge(status: int, retry_after: str = "") -> Outcome:
    """Return the outcome of an answer. Redirects are refusals: a signed message goes nowhere else."""
    if 200 <= status < 300:
        return Outcome("taken", status)
    if status == 410:
        return Outcome("gone", status, "HTTP 410")
    wait = int(retry_after) if retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 7 else 0
    return Outcome("later", status, f"HTTP {status}", min(wait, LONGEST_WISH_S))


def verdict(outcome: Outcome, attempts: int, at: datetime, seed: str) -> Verdict:
    """Return what becomes of a message. attempts: tries so far, this one included; seed: spreads equal pauses."""
    if outcome.kind == "taken":
        return Verdict("sent", None, "")
    error = outcome.error[:LONGEST_ERROR]
    if outcome.kind == "gone" or attempts > len(PAUSES_S):
        return Verdict("held", None, error)
    pause = max(pause_s(attempts, seed), outcome.wait_s)
    return Verdict("waiting", at + timedelta(seconds=pause), error)


def pause_s(attempts: int, seed: str) -> float:
    """Return the pause after so many tries, in seconds, spread by a fifth each way: equal seeds give equal pauses.

    Without the spread all messages that failed in one minute would come back in one minute.
    """
    chance = int.from_bytes(hashlib.sha256(f"{seed}.{attempts}".encode()).digest()[:4], "big") / 2**32
    return float(PAUSES_S[attempts - 1] * (1 - JITTER + 2 * JITTER * chance))
