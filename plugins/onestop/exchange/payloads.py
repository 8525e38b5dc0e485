from core.jobs import Payload


class Relay(Payload, frozen=True, tag="onestop.webhook_relay"):
    """Turn new events into messages, and send what is due."""


class SendMessages(Payload, frozen=True, tag="onestop.webhook_send"):
    """Send the messages of one webhook that are due."""

    webhook_id: int


class ForgetMessages(Payload, frozen=True, tag="onestop.webhook_forget"):
    """Drop old messages."""
