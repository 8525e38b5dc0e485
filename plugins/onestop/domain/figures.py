"""The one definition of early, on time and late, used by lists, panels, reports and the public page alike.

Days are compared, not minutes: systems that compare days in one report and timestamps in another contradict
themselves. Early: settled on an earlier date than promised; on time: on that date; late: on a later one.
"""

from datetime import datetime, tzinfo

from core.contracts.dossiers import Outcome, Standing
from plugins.onestop.domain.workflow import ClockEffect


def outcome(promised_at: datetime | None, settled_at: datetime, zone: tzinfo) -> Outcome:
    """Return how a settled dossier ended. Both moments are aware; the zone is the office's."""
    if promised_at is None:
        return "no_limit"
    promised, settled = promised_at.astimezone(zone).date(), settled_at.astimezone(zone).date()
    if settled < promised:
        return "early"
    return "on_time" if settled == promised else "late"


def standing(promised_at: datetime | None, now: datetime, clock: ClockEffect, zone: tzinfo) -> Standing:
    """Return how an open dossier stands; while its clock is paused it is never overdue."""
    if clock == "paused":
        return "paused"
    if promised_at is None:
        return "no_limit"
    left = days_left(promised_at, now, zone)
    if left < 0:
        return "overdue"
    return "due_today" if left == 0 else "in_time"


def days_left(promised_at: datetime, now: datetime, zone: tzinfo) -> int:
    """Return calendar days from today to the promised date in the office's zone; negative when it has passed."""
    return (promised_at.astimezone(zone).date() - now.astimezone(zone).date()).days
