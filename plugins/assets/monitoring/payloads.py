from datetime import datetime

from core.contributions import Schedule
from core.jobs import Payload


class Poll(Payload, frozen=True, tag="assets.poll"):
    """Find the communes with devices that are due, and have each of them polled."""


class PollCommune(Payload, frozen=True, tag="assets.poll_commune"):
    """Ask the devices of one commune that are due at that minute."""

    unit_id: int
    due_at: datetime


class PollDevice(Payload, frozen=True, tag="assets.poll_device"):
    """Ask one device out of turn."""

    device_id: int


class ForgetSamples(Payload, frozen=True, tag="assets.forget_samples"):
    """Delete single polls that are older than they are kept."""


# the poller goes by the minute; old polls are deleted at night in Vietnam
SCHEDULES = (Schedule("* * * * *", Poll()), Schedule("40 19 * * *", ForgetSamples()))
