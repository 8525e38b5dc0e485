"""Outgoing mail: a row in the caller's transaction, sent by the worker, tried again, visible until it is settled."""

from core.notices.commands import queue_mails
from core.notices.queries import mail_reports

__all__ = ["mail_reports", "queue_mails"]
