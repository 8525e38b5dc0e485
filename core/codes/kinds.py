"""The table of code kinds: what a scanned number is can be told from its length and first digits alone.

The number space is shared by all plugins as port numbers are, so it is allotted in one place. Three rules keep it safe:

* No two lengths are neighbours. A scan that lost or doubled one digit has a length nobody uses and is refused, also
  when the lost digit is a leading zero, which the check digits cannot see.
* The lengths of other numbers people scan or type here are left free: 8, 12, 14 (product codes), 9, 12 (identity
  numbers), 10 (telephone, tax and social insurance numbers). Product codes of 13 digits are told by the scanner's
  symbology identifier where it sends one, and by the check digits else (96 of 97).
* No 17-digit prefix is 80: a GS1 asset element "8004" with 13 digits has 17 digits too.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.codes.check import CHECK_LENGTH, has_check, with_check


@dataclass(frozen=True, slots=True)
class CodeKind:
    """One kind of code: `prefix`, then `fields` (name and width in digits), then two check digits."""

    name: str
    prefix: str
    fields: tuple[tuple[str, int], ...]
    opaque: bool = False
    """True when the digits are a keyed token: they name nothing to a reader without the key."""

    @property
    def length(self) -> int:
        """Number of digits, check digits included."""
        return len(self.prefix) + sum(width for _, width in self.fields) + CHECK_LENGTH


DOSSIER_SLIP = CodeKind("dossier_slip", "", (("token", 18),), opaque=True)
ASSET = CodeKind("asset", "", (("unit", 3), ("class", 2), ("running", 6)))
PLACE = CodeKind("place", "10", (("unit", 3), ("running", 8)))
STAFF_CARD = CodeKind("staff_card", "20", (("person", 11),))
MEETING = CodeKind("meeting", "30", (("meeting", 11),))
MEETING_TICKET = CodeKind("meeting_ticket", "30", (("token", 13),), opaque=True)
QUEUE_TICKET = CodeKind("queue_ticket", "40", (("token", 13),), opaque=True)
SIGNED_PAPER = CodeKind("signed_paper", "50", (("token", 13),), opaque=True)

KINDS: tuple[CodeKind, ...] = (
    DOSSIER_SLIP,
    ASSET,
    PLACE,
    STAFF_CARD,
    MEETING,
    MEETING_TICKET,
    QUEUE_TICKET,
    SIGNED_PAPER,
)
LENGTHS: frozenset[int] = frozenset(kind.length for kind in KINDS)


def kind_of(code: str) -> CodeKind | None:
    """Return the kind of a code whose length, prefix and check digits are all right, else None."""
    if not has_check(code):
        return None
    return next((kind for kind in KINDS if len(code) == kind.length and code.startswith(kind.prefix)), None)


def is_valid(code: str) -> bool:
    """Tell whether the digits can be a code of this office: a length in use, its prefix, right check digits."""
    return kind_of(code) is not None


def compose(kind: CodeKind, **numbers: int) -> str:
    """Return the code of the kind with these numbers in its fields, zero-padded.

    Raises ValueError when a field is missing, unknown, negative or too wide.
    """
    wanted = {name for name, _ in kind.fields}
    if numbers.keys() != wanted:
        raise ValueError(f"{kind.name} codes have the fields {sorted(wanted)}, not {sorted(numbers)}")
    body = kind.prefix
    for name, width in kind.fields:
        if not 0 <= numbers[name] < 10**width:
            raise ValueError(f"{name}={numbers[name]} does not fit into {width} digits")
        body += f"{numbers[name]:0{width}d}"
    return with_check(body)


def parts(kind: CodeKind, code: str) -> Mapping[str, int]:
    """Return the numbers in the fields of a valid code of this kind; raises ValueError for any other text."""
    if kind_of(code) is not kind:
        raise ValueError(f"not a {kind.name} code: {code!r}")
    numbers, start = {}, len(kind.prefix)
    for name, width in kind.fields:
        numbers[name] = int(code[start : start + width])
        start += width
    return numbers


def grouped(code: str) -> str:
    """Return a code as printed for people: blocks of up to four digits, e.g. 0012 0000 1239 7."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
