"""How early invitations go out (Decision 45/2018/QĐ-TTg)."""

from collections.abc import Callable
from datetime import date, timedelta

WorkingDay = Callable[[date], bool]

LEAD_WORKING_DAYS = 3


def latest_sending_day(meets: date, is_working: WorkingDay) -> date:
    """Return the last day on which an invitation for a meeting on `meets` is in time: 3 working days before.

    For a meeting on a Friday this is Tuesday; days off do not count.
    """
    day = meets
    for _ in range(LEAD_WORKING_DAYS):
        day -= timedelta(days=1)
        while not is_working(day):
            day -= timedelta(days=1)
    return day


def earliest_meeting_day(sent: date, is_working: WorkingDay) -> date:
    """Return the first working day for which an invitation sent on `sent` is in time."""
    day = sent + timedelta(days=1)
    while not (is_working(day) and latest_sending_day(day, is_working) >= sent):
        day += timedelta(days=1)
    return day
