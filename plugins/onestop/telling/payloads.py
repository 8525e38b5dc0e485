from core.jobs import Payload


class Tell(Payload, frozen=True, tag="onestop.tell"):
    """Turn new events into notices, and send what is due."""


class TellOne(Payload, frozen=True, tag="onestop.tell_one"):
    """Write the notices of one event with which something went wrong, so that the others need not wait for it."""

    event_id: str
