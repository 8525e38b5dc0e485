"""What a scanner, a phone or a person typed -> the codes it can mean, or why it means none.

Wedge scanners type keys: prefixes (AIM symbology identifiers such as ]C1, STX), suffixes (CR, LF, TAB), sometimes two
codes at once or half of one; phones send the address behind a QR; GS1 labels wrap the number in an application
identifier, (8004) individual asset or (8003) returnable asset. All end here as plain digits.
Sources: ISO/IEC 15424 (symbology identifiers), GS1 General Specifications section 3.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from enum import StrEnum

from msgspec import Struct

from core.codes.check import has_check
from core.codes.kinds import ASSET, LENGTHS, is_valid, kind_of

LONGEST_SCAN = 300
GROUP_SEPARATOR = "\x1d"
_BREAKS = re.compile(r"[\x00-\x1c\x1e\x1f\x7f\u2028\u2029]+")
_AIM = re.compile(r"^\]([A-Za-z])([0-9A-Za-z])")
# one slash after the scheme: input methods that use / as an escape key swallow the second
_ADDRESS = re.compile(r"^https?:/{1,2}(?P<host>[^/?#]+)(?P<path>[^?#]*)", re.IGNORECASE)
_CODE_PATH = re.compile(r"^/(?:en/)?q/(?P<code>[0-9]+)/?$")
_BRACKETS = re.compile(r"\((\d{2,4})\)([^()]*)")
_JOINERS = re.compile(r"[\s\u200b\u2060\ufeff_./\-\u00ad\u2010-\u2015\u2212]+")
_GRAI_NUMBER = 14


class Unreadable(StrEnum):
    """Why a scan gives no code."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    PRODUCT = "product"
    """A trade item's bar code (EAN, UPC), as the scanner itself says."""
    ADDRESS = "address"
    """A web address that is not one of our code addresses."""
    LETTERS = "letters"
    """Not a number; perhaps an old tag or a serial number: see Scan.text."""
    LENGTH = "length"
    """No code has this many digits: a digit was lost, doubled, or half a code came."""
    CHECK = "check"
    """The check digits do not fit: a digit is wrong or two are swapped."""
    KIND = "kind"
    """The check digits fit but no code begins like this."""


class Scan(Struct, frozen=True):
    """The valid codes in a scan, in the order they came, or the reason why there is none."""

    codes: tuple[str, ...]
    unreadable: Unreadable | None
    text: str
    """The scan without control characters and symbology identifier, to search old tags and serial numbers by."""


def normalise(raw: str, hosts: Collection[str] = ()) -> Scan:
    """Read a scan. Never raises.

    hosts: host names (with port if any) whose /q/ addresses are ours; empty accepts every host. A code of another
    office looks like ours, so a server passes its own name.
    """
    if len(raw) > LONGEST_SCAN:
        return Scan((), Unreadable.TOO_LONG, "")
    lines = [line for part in _BREAKS.split(unicodedata.normalize("NFKC", raw)) if (line := part.strip(" \ufeff"))]
    readings = [_line(line, hosts) for line in lines]
    codes = tuple(dict.fromkeys(code for reading in readings if isinstance(reading, tuple) for code in reading))
    reasons = (reading for reading in readings if isinstance(reading, Unreadable))
    text = " ".join(_AIM.sub("", line).replace(GROUP_SEPARATOR, " ").strip() for line in lines)
    return Scan(codes, None if codes else next(reasons, Unreadable.EMPTY), text)


def _line(line: str, hosts: Collection[str]) -> tuple[str, ...] | Unreadable:
    aim = _AIM.match(line)
    if aim:
        line = line[aim.end() :]
        if aim[1] == "E":
            return Unreadable.PRODUCT
    address = _ADDRESS.match(line)
    if address:
        return _address(address["host"], address["path"], hosts)
    elements = line.startswith(("(", GROUP_SEPARATOR)) or (aim is not None and aim[0] in ("]C1", "]d2", "]Q3", "]e0"))
    if elements and (found := _gs1(line)):
        return found
    return _digits(_ascii_digits(_JOINERS.sub("", line.replace(GROUP_SEPARATOR, ""))))


def _address(host: str, path: str, hosts: Collection[str]) -> tuple[str, ...] | Unreadable:
    ours = not hosts or host.lower() in {name.lower() for name in hosts}
    code = _CODE_PATH.match(path)
    return _digits(code["code"]) if ours and code else Unreadable.ADDRESS


def _gs1(line: str) -> tuple[str, ...]:
    """Codes inside GS1 elements, written with brackets or with FNC1 (sent as GS) between them."""
    pairs: Iterable[tuple[str, str]] = _BRACKETS.findall(line)
    if not line.startswith("("):
        pairs = [(element[:4], element[4:]) for element in line.split(GROUP_SEPARATOR)]
    values = []
    for identifier, value in pairs:
        if identifier == "8003":
            values.append(value[_GRAI_NUMBER:].strip())
        elif identifier == "8004":
            # the whole value, or our label number behind the company prefix of an office that is a GS1 member
            values += [value.strip(), value.strip()[-ASSET.length :]]
    return tuple(dict.fromkeys(value for value in values if is_valid(value)))


def _ascii_digits(text: str) -> str:
    """Digits of other scripts (some input methods type them) as 0-9; other characters stay."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _digits(text: str) -> tuple[str, ...] | Unreadable:
    if not text:
        return Unreadable.EMPTY
    if not text.isascii() or not text.isdigit():
        return Unreadable.LETTERS
    if is_valid(text):
        return (text,)
    pairs = ((text[:length], text[length:]) for length in sorted(LENGTHS))
    two_codes = next((pair for pair in pairs if all(kind_of(code) for code in pair)), None)
    if two_codes:
        return two_codes
    if len(text) not in LENGTHS:
        return Unreadable.LENGTH
    return Unreadable.KIND if has_check(text) else Unreadable.CHECK
