"""Who is invited: people picked from the address book and lines typed by hand, each mailbox once."""

import re
from collections.abc import Iterable

import msgspec

from core.errors import Problem
from core.text.i18n import gettext as _
from core.text.mail_address import is_mail_address
from core.text.viet import clean
from plugins.meetings.domain.invitation import Role

MOST = 1000
LONGEST_NAME = 100
_NAME_AND_ADDRESS = re.compile(r"(?P<name>.*?)[\s,;]*<\s*(?P<address>[^<>]*?)\s*>")


class Guest(msgspec.Struct, frozen=True):
    """Somebody to invite. person_id: in the address book, None when typed. position: "Trưởng ấp 3", may be empty."""

    name: str
    address: str
    role: Role = "required"
    position: str = ""
    person_id: int | None = None


def read_typed(text: str) -> tuple[list[Guest], list[Problem]]:
    """Read one guest a line: `Name <address>` or the address alone; empty lines are skipped.

    Returns what could be read and one problem for each line that could not.
    """
    guests: list[Guest] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), start=1):
        tidy = clean(line)
        if not tidy:
            continue
        match = _NAME_AND_ADDRESS.fullmatch(tidy)
        name, address = (match["name"].strip(' "'), match["address"]) if match else ("", tidy)
        if not is_mail_address(address) or len(name) > LONGEST_NAME:
            problems.append(
                Problem(
                    _(
                        "Dòng %(n)s không đọc được: “%(line)s”. Viết dạng: Họ tên <dia.chi@co.quan.vn>",
                        n=number,
                        line=tidy[:80],
                    ),
                    "typed",
                )
            )
            continue
        guests.append(Guest(name or address, address))
    return guests, problems


def once_each(guests: Iterable[Guest]) -> list[Guest]:
    """Return the guests in their order, each mailbox once (case does not matter); the first one counts."""
    found: dict[str, Guest] = {}
    for guest in guests:
        found.setdefault(guest.address.casefold(), guest)
    return list(found.values())


def guests_problems(guests: list[Guest]) -> list[Problem]:
    """Return what is wrong with the list as a whole."""
    if not guests:
        return [Problem(_("Chưa mời ai. Hãy chọn người trong danh bạ hoặc gõ địa chỉ thư."), "people")]
    if len(guests) > MOST:
        return [Problem(_("Mời quá %(n)s người trong một cuộc họp.", n=MOST), "people")]
    return []
