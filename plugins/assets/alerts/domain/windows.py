"""Maintenance: when nobody is told of what happens, once or every day or week."""

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

Repeats = Literal["never", "daily", "weekly"]
_EVERY = {"daily": timedelta(days=1), "weekly": timedelta(days=7)}


class Window(Struct, frozen=True, kw_only=True):
    """A time of maintenance, aware; from starts_at until before ends_at, again every day or week until `until`."""

    starts_at: datetime
    ends_at: datetime
    repeats: Repeats = "never"
    until: datetime | None = None

    def covers(self, at: datetime) -> bool:
        """Tell whether a moment lies in the window or in one of its repetitions.

        Vietnam has no summer time, so that a day is always 24 hours.
        """
        if at < self.starts_at or (self.until is not None and at >= self.until):
            return False
        every = _EVERY.get(self.repeats)
        passed = at - self.starts_at
        return (passed % every if every else passed) < self.ends_at - self.starts_at
