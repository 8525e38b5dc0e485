"""Working time of public offices in Vietnam: pure arithmetic that explains itself."""

from core.worktime.arithmetic import Pause, add_open_time, open_time, subtract_open_time, working_days
from core.worktime.calendars import Calendar, vietnamese_calendar
from core.worktime.days import DayChange, Overrides, read_overrides
from core.worktime.deadlines import (
    due_after_calendar_days,
    due_after_elapsed_time,
    due_after_open_time,
    due_after_whole_days,
    due_after_working_days,
    due_before_open_time,
    due_before_working_days,
    due_same_day,
)
from core.worktime.hours import OfficeHours, Shift, office_hours
from core.worktime.steps import RULES, Deadline, Rule, Step

__all__ = [
    "RULES",
    "Calendar",
    "DayChange",
    "Deadline",
    "OfficeHours",
    "Overrides",
    "Pause",
    "Rule",
    "Shift",
    "Step",
    "add_open_time",
    "due_after_calendar_days",
    "due_after_elapsed_time",
    "due_after_open_time",
    "due_after_whole_days",
    "due_after_working_days",
    "due_before_open_time",
    "due_before_working_days",
    "due_same_day",
    "office_hours",
    "open_time",
    "read_overrides",
    "subtract_open_time",
    "vietnamese_calendar",
    "working_days",
]
