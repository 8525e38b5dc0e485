from core.contributions import Schedule
from core.jobs import Payload


class RemindLoans(Payload, frozen=True, tag="assets.remind_loans"):
    """Write to those who have borrowed something that is due."""


SCHEDULES = (Schedule("0 0 * * *", RemindLoans()),)  # seven in the morning in Vietnam
