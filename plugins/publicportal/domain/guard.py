"""How many tries the typing path of the look-up takes before it closes for a while.

Numbers run in sequence, so a loop over them would find every dossier; the second factor has four to six digits. Five
tries an hour for each number and twenty for each address keep a guess below one in two thousand an hour. The rules
are the same for numbers that do not exist: a refusal confirms nothing.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

WINDOW: Final = timedelta(hours=1)
TRIES_PER_NUMBER: Final = 5
TRIES_PER_ADDRESS: Final = 20


def closed_until(tries: Sequence[datetime], most: int, now: datetime) -> datetime | None:
    """Return when the next try is taken, None when now. tries: moments of failed tries of one number or one address.

    Locked for an hour from the try that used up the allowance; the moments may come in any order.
    """
    recent = sorted(moment for moment in tries if moment > now - WINDOW)
    return recent[-most] + WINDOW if len(recent) >= most else None


def seconds_until(opening: datetime, now: datetime) -> int:
    """Return whole seconds to wait, at least one, for the header Retry-After."""
    return max(1, -int((now - opening).total_seconds() // 1))
