"""Outgoing mail: what a plugin hands over to `core.notices`, and what it can learn about it afterwards."""

from datetime import datetime
from typing import Literal

import msgspec

MailState = Literal["created", "sending", "waiting", "sent", "failed", "withheld"]


class MailPart(msgspec.Struct, frozen=True):
    """One body or file of a mail.

    content_type: with its parameters, such as "text/calendar; charset=utf-8; method=REQUEST". filename: only for files.
    """

    content: bytes
    content_type: str
    filename: str = ""


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """What a mail says; it becomes plain text and HTML with one look for the whole platform.

    facts: label and value; buttons: label and address; values and paragraphs may have several lines. sender: who signs.
    """

    heading: str
    greeting: str
    paragraphs: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    buttons: tuple[tuple[str, str], ...] = ()
    closing: tuple[str, ...] = ()
    sender: str = ""
    language: str = "vi"


class MailDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A mail to one person. Names, subject and texts may hold anything; they are made safe when the mail is built.

    alternative: a third form of the body after plain text and HTML (an invitation's calendar object).
    automatic: nobody wrote it to this person (reminders, states of dossiers): marked for RFC 3834, so that no
    out-of-office notice comes back. references: Message-IDs of earlier mails on the same matter, oldest first.
    kind: "<plugin>.<what>". subject_type and subject_id: the record it is about. unit_id: whose staff may see it.
    """

    to_address: str
    subject: str
    letter: Letter
    kind: str
    subject_type: str
    subject_id: str
    unit_id: int
    to_name: str = ""
    alternative: MailPart | None = None
    attachments: tuple[MailPart, ...] = ()
    references: tuple[str, ...] = ()
    automatic: bool = True


class QueuedMail(msgspec.Struct, frozen=True):
    """A mail that will be sent once the caller's transaction is committed. message_id: with its angle brackets."""

    id: int
    message_id: str


class MailReport(msgspec.Struct, frozen=True):
    """Where a mail is. sent_at: aware, UTC; error: the mail server's own words on the last try."""

    id: int
    state: MailState
    attempts: int
    error: str
    sent_at: datetime | None


class ChannelRefused(Exception):
    """A channel (`NoticeChannel`) will never deliver this message: no such number, blocked. Not tried again."""


class ChannelOff(Exception):
    """A channel has no gateway in the settings; the message is kept until there is one."""
