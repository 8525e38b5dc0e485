from core.jobs import Payload

CHUNK = 20  # mails per job: one connection for all of them, yet several workers share a large meeting


class SendMails(Payload, frozen=True, tag="notices.send"):
    """Hand these mails to the mail server."""

    mail_ids: tuple[int, ...]


class Sweep(Payload, frozen=True, tag="notices.sweep"):
    """Queue again what is due."""


class Forget(Payload, frozen=True, tag="notices.forget"):
    """Drop the content of old mails."""
