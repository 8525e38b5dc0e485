"""Until when a warranty that is told in months holds."""

import calendar
from datetime import date


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, the last day of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
