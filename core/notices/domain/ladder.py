"""When to try again, and when to give up: decided by what the mail server said."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec

from core.contracts.notices import MailState

# The same steps as greylisting servers expect, then slower: about 31 hours in all, enough for a long power cut.
PAUSES_S = (60, 300, 600, 1800, 3600, 7200, 14400, 28800, 28800, 28800)

STUCK = timedelta(minutes=15)  # a mail that is "sending" or was never picked up for so long is taken up again
LONGEST_ERROR = 500


class Outcome(msgspec.Struct, frozen=True):
    """What came of one try.

    delivered: the server took the mail. refused: it will never take this one (5xx about sender, recipient or content).
    later: it may take this one later (4xx). away: nobody can be reached or logged in to: true of every mail.
    """

    kind: Literal["delivered", "refused", "later", "away"]
    error: str = ""


class Verdict(msgspec.Struct, frozen=True):
    """The state of a mail after a try; next_try_at only for waiting ones."""

    state: MailState
    next_try_at: datetime | None
    error: str


def judge(code: int, words: str) -> Outcome:
    """Return the outcome of a server's answer to MAIL, RCPT or DATA (RFC 5321, 4.2.1)."""
    if code == 421:
        return Outcome("away", f"{code} {words}")
    return Outcome("refused" if code >= 500 else "later", f"{code} {words}")


def verdict(outcome: Outcome, attempts: int, at: datetime) -> Verdict:
    """Return what becomes of a mail. attempts: tries made so far, this one included."""
    error = outcome.error[:LONGEST_ERROR]
    if outcome.kind == "delivered":
        return Verdict("sent", None, "")
    if outcome.kind == "refused" or attempts > len(PAUSES_S):
        return Verdict("failed", None, error)
    return Verdict("waiting", at + timedelta(seconds=PAUSES_S[attempts - 1]), error)
