"""Reading the answers that mail programs send (RFC 5546, 6047), as they really come: damaged, nested, twice.

Line by line instead of by a calendar library: an answer needs six properties, and a library refuses whole objects for
a byte order mark, a missing END or a character that the sender cut in two while folding.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any

import msgspec
from icalendar.parser import Contentline

from core.text.viet import clean, clean_lines

CALENDAR_TYPES = frozenset({"text/calendar", "application/ics"})
MOST_PARTS = 100
_FOLD = re.compile(rb"\r?\n[ \t]")
_BEGIN, _END = b"BEGIN:VCALENDAR", b"END:VCALENDAR"
_ESCAPED = re.compile(r"\\([\\;,nN])")


class Voice(msgspec.Struct, frozen=True):
    """One ATTENDEE line: address in lower case, PARTSTAT ("" when absent: read as NEEDS-ACTION), delegation."""

    address: str
    partstat: str
    delegated_to: str = ""
    delegated_from: str = ""


class CalendarMessage(msgspec.Struct, frozen=True):
    """One component of a scheduling message. stamp: DTSTAMP, aware, UTC; a missing SEQUENCE is 0 (RFC 5546, 2.1.5).

    method: "" when neither the part nor the object names one: then it is no scheduling message.
    """

    method: str
    uid: str
    sequence: int
    recurrence_id: str
    stamp: datetime | None
    organizer: str
    voices: tuple[Voice, ...]
    comment: str


class ReadMail(msgspec.Struct, frozen=True):
    """What a mail says to a calendar. sender: address in lower case; sent_at: its Date, aware, UTC.

    automatic: out-of-office notes and bounces (RFC 3834), never an answer. faults: what a person has to look at.
    """

    sender: str
    sent_at: datetime | None
    automatic: bool
    messages: tuple[CalendarMessage, ...]
    faults: tuple[str, ...]


def read_mail(raw: bytes) -> ReadMail:
    """Read a mail; never raises. The same calendar in two parts counts once."""
    try:
        return _read(message_from_bytes(raw, policy=policy.compat32), raw)
    except RecursionError:
        return ReadMail("", None, automatic=False, messages=(), faults=("the mail's parts are nested too deeply",))


def _read(mail: Message, raw: bytes) -> ReadMail:
    found: dict[bytes, str] = {}
    for method, content in _calendar_parts(mail):
        found.setdefault(content, method)
    if not any(b"BEGIN:VEVENT" in content for content in found):
        # seen with one server: the object stands in the part's header block, so that the part itself is empty
        loose = list(_loose_calendars(raw))
        found = dict.fromkeys(loose, next(iter(found.values()), "")) if loose else found
    messages: list[CalendarMessage] = []
    faults: list[str] = []
    for content, method in found.items():
        read, wrong = read_calendar(content, method)
        messages += [message for message in read if message not in messages]
        faults += wrong
    return ReadMail(_sender(mail), _date(mail), _is_automatic(mail), tuple(messages), tuple(faults))


def read_calendar(raw: bytes, method: str = "") -> tuple[list[CalendarMessage], list[str]]:
    """Read the events of a calendar object and say what is wrong with it; method: that of the MIME part, which wins."""
    body_method, events = _events(raw)
    named = (method or body_method).upper()
    messages: list[CalendarMessage] = []
    faults = ["the part claims to be a scheduling message and holds no event"] if method and not events else []
    for event in events:
        message = _message(named, event)
        if message.uid:
            messages.append(message)
        else:
            faults.append("an event without UID")
    return messages, faults


Line = tuple[str, Any, str]


def _events(raw: bytes) -> tuple[str, list[list[Line]]]:
    """Return METHOD and, for each VEVENT, its own lines; what stands in components inside it (alarms) is left out."""
    method = ""
    events: list[list[Line]] = []
    inside: list[str] = []
    for name, parameters, value in _lines(raw):
        if name == "BEGIN":
            inside.append(value.upper())
            if inside[-1] == "VEVENT":
                events.append([])
        elif name == "END":
            while inside and inside.pop() != value.upper():
                pass
        elif inside[-1:] == ["VEVENT"]:
            events[-1].append((name, parameters, value))
        elif name == "METHOD" and not method:
            method = value
    return method, events


def _lines(raw: bytes) -> Iterator[Line]:
    # unfolded as bytes: a sender may have cut inside a character
    text = _FOLD.sub(b"", raw.removeprefix(b"\xef\xbb\xbf")).decode("utf-8", "replace")
    for line in text.splitlines():
        try:
            name, parameters, value = Contentline(line).raw_parts()  # type: ignore[no-untyped-call]
        except (ValueError, AssertionError):
            continue
        yield name.upper(), parameters, value


def _message(method: str, event: Sequence[Line]) -> CalendarMessage:
    first: dict[str, str] = {}
    for name, _parameters, value in event:
        first.setdefault(name, value.strip())
    sequence = first.get("SEQUENCE", "0")
    return CalendarMessage(
        method=method,
        uid=_plain(first.get("UID", "")),
        sequence=int(sequence) if sequence.isascii() and sequence.isdigit() and len(sequence) < 19 else 0,
        recurrence_id=first.get("RECURRENCE-ID", ""),
        stamp=_stamp(first.get("DTSTAMP", "")),
        organizer=_address(first.get("ORGANIZER", "")),
        voices=tuple(_voice(parameters, value) for name, parameters, value in event if name == "ATTENDEE"),
        comment=clean_lines(_plain(first.get("COMMENT", ""))),
    )


def _voice(parameters: Any, value: str) -> Voice:
    def one(name: str) -> str:
        given = parameters.get(name, "")
        return str(given[0] if isinstance(given, list) and given else given or "")

    address = _address(value)
    if "@" not in address:  # Exchange and iCloud put a path here and the address into a parameter
        address = _address(one("EMAIL")) or address
    return Voice(address, one("PARTSTAT").upper(), _address(one("DELEGATED-TO")), _address(one("DELEGATED-FROM")))


def _address(value: str) -> str:
    tidy = clean(value).strip('"')
    return (tidy[7:] if tidy.lower().startswith("mailto:") else tidy).lower()


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], text)


def _stamp(text: str) -> datetime | None:
    try:
        return datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _calendar_parts(mail: Message) -> Iterator[tuple[str, bytes]]:
    """Yield (method parameter, content) of each calendar part anywhere in the mail."""
    for number, part in enumerate(mail.walk()):
        if number >= MOST_PARTS:
            return
        if part.get_content_type() in CALENDAR_TYPES and not part.is_multipart():
            content = part.get_payload(decode=True)
            method = part.get_param("method", "")
            yield (method if isinstance(method, str) else ""), content if isinstance(content, bytes) else b""


def _loose_calendars(raw: bytes) -> Iterator[bytes]:
    """Yield the calendar objects that stand anywhere in a mail's bytes, found in one pass."""
    end = 0
    while (start := raw.find(_BEGIN, end)) >= 0 and (end := raw.find(_END, start)) >= 0:
        yield raw[start : end + len(_END)]


def _sender(mail: Message) -> str:
    found = getaddresses([str(mail.get("From", ""))])
    return found[0][1].lower() if found else ""


def _date(mail: Message) -> datetime | None:
    try:
        sent = parsedate_to_datetime(str(mail.get("Date", "")))
        return sent.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _is_automatic(mail: Message) -> bool:
    declared = str(mail.get("Auto-Submitted", "no")).strip().lower()
    return declared.split(";")[0].strip() != "no" or mail.get_content_type() == "multipart/report"
