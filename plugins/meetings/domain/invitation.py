"""The calendar object of an invitation (RFC 5545, 5546, 6868): one event, one invited person, one zone.

Each rule here was broken by somebody whose users then saw no buttons, an "unknown organizer" or a doubled event.
"""

from datetime import UTC, datetime, timedelta
from typing import Final, Literal

import icalendar
import msgspec

from core.clock import VIETNAM
from core.text.viet import clean, clean_lines
from plugins.meetings.domain.answers import AnswerState

Method = Literal["REQUEST", "CANCEL"]
Role = Literal["chair", "required", "optional"]

ROLES: Final[dict[Role, str]] = {"chair": "CHAIR", "required": "REQ-PARTICIPANT", "optional": "OPT-PARTICIPANT"}
PARTSTATS: Final[dict[AnswerState, str]] = {
    "waiting": "NEEDS-ACTION",
    "accepted": "ACCEPTED",
    "tentative": "TENTATIVE",
    "declined": "DECLINED",
}
PRODUCT = "-//motcua//meetings//VI"
ZONE = "Asia/Ho_Chi_Minh"


class Person(msgspec.Struct, frozen=True):
    """A name and a mail address (`core.text.mail_address`)."""

    name: str
    address: str


class Occasion(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting as calendars see it. uid never changes; sequence grows with each change of time, place or status.

    Times are aware. url: the address where this person answers.
    """

    uid: str
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    description: str
    url: str


class Invited(msgspec.Struct, frozen=True):
    """The one to whom the object goes, and what is known of the answer."""

    person: Person
    role: Role = "required"
    answer: AnswerState = "waiting"


def calendar_object(method: Method, occasion: Occasion, organizer: Person, invited: Invited, stamp: datetime) -> bytes:
    """Return the object as bytes: UTF-8, CRLF, folded at 75 octets and never inside a character.

    organizer: the office's mailbox, the same as in the mail's From. stamp: when this message is made, aware.
    """
    calendar = icalendar.Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    calendar.add_component(_vietnam())
    calendar.add_component(_event(method, occasion, organizer, invited, stamp))
    return bytes(calendar.to_ical())


def _event(method: Method, occasion: Occasion, organizer: Person, invited: Invited, stamp: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("UID", occasion.uid)
    event.add("DTSTAMP", stamp.astimezone(UTC))
    event.add("SEQUENCE", occasion.sequence)
    event.add("DTSTART", occasion.starts_at.astimezone(VIETNAM))
    event.add("DTEND", occasion.ends_at.astimezone(VIETNAM))
    event.add("SUMMARY", Words(clean(occasion.title)))
    event.add("LOCATION", Words(clean(occasion.place)))
    event.add("DESCRIPTION", Words(clean_lines(occasion.description)))
    event.add("URL", occasion.url)
    event.add("STATUS", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT" if method == "CANCEL" else "OPAQUE")
    event.add("CLASS", "PUBLIC")
    event.add("ORGANIZER", _address(organizer), encode=False)
    event.add("ATTENDEE", _attendee(method, invited), encode=False)
    return event


def _attendee(method: Method, invited: Invited) -> icalendar.vCalAddress:
    attendee = _address(invited.person)
    attendee.params["CUTYPE"] = "INDIVIDUAL"
    attendee.params["ROLE"] = ROLES[invited.role]
    attendee.params["PARTSTAT"] = PARTSTATS[invited.answer]
    if method == "REQUEST":
        attendee.params["RSVP"] = "TRUE"
    return attendee


def _address(person: Person) -> icalendar.vCalAddress:
    address = icalendar.vCalAddress(f"mailto:{person.address}")
    name = clean(person.name)
    if name:
        address.params["CN"] = name
    return address


def _vietnam() -> icalendar.Timezone:
    """Return the zone as one block without rules: generated ones carry the years before 1975 and break readers."""
    standard = icalendar.TimezoneStandard()
    standard.add("DTSTART", datetime(1975, 6, 13))  # noqa: DTZ001 -- a zone's own onset is local time by definition
    standard.add("TZOFFSETFROM", timedelta(hours=7))
    standard.add("TZOFFSETTO", timedelta(hours=7))
    standard.add("TZNAME", "+07")
    zone = icalendar.Timezone()
    zone.add("TZID", ZONE)
    zone.add_component(standard)
    return zone


class Words(icalendar.vText):
    r"""TEXT by RFC 5545, 3.3.11. The library's own turns a typed "\N" (a path, say) into a line break."""

    def to_ical(self) -> bytes:
        r"""Return the escaped value: \\ \; \, and \n."""
        text = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return text.encode()
