from core.contributions import Schedule
from core.jobs import Payload


class Escalate(Payload, frozen=True, tag="assets.escalate"):
    """Write about critical events that nobody has confirmed to those whose turn it is."""


SCHEDULES = (Schedule("* * * * *", Escalate()),)
