from datetime import date, datetime

from core.clock import VIETNAM


def office_day(at: datetime) -> date:
    """Return the calendar day in the office's zone at a moment (aware)."""
    return at.astimezone(VIETNAM).date()
