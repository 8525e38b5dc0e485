"""How fast one address may press: a kiosk that somebody plays with, or a program, must not eat up the day's numbers."""

from collections import deque
from datetime import datetime, timedelta


class Pace:
    """At most so many presses within a stretch of time, for each key. Kept in this process only."""

    def __init__(self, most: int, within: timedelta) -> None:
        self.most = most
        self.within = within
        self._presses: dict[str, deque[datetime]] = {}

    def wait(self, key: str, at: datetime) -> timedelta:
        """Count a press at an aware moment; return how long to wait instead of pressing, zero when it may be done."""
        for known in [k for k, presses in self._presses.items() if presses[-1] <= at - self.within]:
            del self._presses[known]
        presses = self._presses.setdefault(key, deque(maxlen=self.most))
        if len(presses) == self.most and presses[0] > at - self.within:
            return presses[0] + self.within - at
        presses.append(at)
        return timedelta(0)
