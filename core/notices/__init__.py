"""Outgoing mail: a row in the caller's transaction, sent by the worker, tried again, visible until it is settled."""

from core.notices.commands import queue_mails, withhold_mails
from core.notices.queries import mail_reports
from core.notices.views import STATES as MAIL_STATES

__all__ = ["MAIL_STATES", "mail_reports", "queue_mails", "withhold_mails"]
