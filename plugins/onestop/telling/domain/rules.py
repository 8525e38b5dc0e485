"""By which ways somebody is told, and when no telephone may ring."""

import re
from collections.abc import Collection
from datetime import datetime, time, timedelta, tzinfo
from typing import Final

from msgspec import Struct

MAIL: Final = "mail"
_MOBILE = re.compile(r"(?:\+?84|0)([35789]\d{8})")


class Rules(Struct, frozen=True):
    """How one office tells people. text_channels: the first one that is there is taken. quiet: "21:00", local."""

    enabled: bool = True
    text_channels: tuple[str, ...] = ("zalo", "sms")
    quiet_from: str = "21:00"
    quiet_to: str = "07:00"
    tell_staff: bool = False


DEFAULT: Final = Rules()


class Reached(Struct, frozen=True):
    """Whoever filed a dossier, and what they left. agreed: to being told; without it nobody is."""

    name: str
    email: str
    phone: str
    agreed: bool


def ways(person: Reached, rules: Rules, channels: Collection[str]) -> list[tuple[str, str]]:
    """Return (channel, address) of every way by which a citizen is told: mail where there is an address, and one text.

    channels: the names of those that are installed.
    """
    if not (rules.enabled and person.agreed):
        return []
    found = [(MAIL, person.email)] if person.email else []
    number = mobile(person.phone)
    text = next((name for name in rules.text_channels if name in channels), None)
    return [*found, (text, number)] if text and number else found


def mobile(phone: str) -> str:
    """Return a Vietnamese mobile number as 0912345678; "" for everything else, which no text message reaches."""
    match = _MOBILE.fullmatch(re.sub(r"[ .()-]", "", phone))
    return f"0{match[1]}" if match else ""


def may_ring_at(rules: Rules, at: datetime, zone: tzinfo) -> datetime:
    """Return the first moment from `at` on (aware) outside the quiet hours; equal ends mean that none are quiet."""
    start, end = time.fromisoformat(rules.quiet_from), time.fromisoformat(rules.quiet_to)
    local = at.astimezone(zone)
    now = local.time()
    quiet = start <= now < end if start <= end else now >= start or now < end
    if not quiet:
        return at
    day = local.date() + timedelta(days=1 if now >= end else 0)
    return datetime.combine(day, end, zone)
