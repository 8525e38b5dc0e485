"""What a device answered, and how its values become text and numbers."""

from bisect import bisect_left
from collections.abc import Mapping
from typing import TypeAlias

Value: TypeAlias = int | bytes | str
"""An SNMP value: int for INTEGER, counters, gauges and TimeTicks; bytes for strings and addresses; str for an OID."""


def text_of(value: Value | None) -> str | None:
    """Return the value as text, or None when nothing is left of it.

    Strings on the wire are UTF-8 in newer devices and Windows-1252 or Latin-1 in older ones (RFC 3805 leaves the set to
    each printer), so these are tried in turn; bytes are never lost. Many agents pad names with NUL or blanks: NULs are
    dropped everywhere, because PostgreSQL cannot store them, and blanks at both ends.
    """
    if value is None:
        return None
    return (_decode(value) if isinstance(value, bytes) else str(value)).replace("\0", "").strip() or None


def _decode(raw: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def number_of(value: Value | None) -> int | None:
    """Return the value as a number; some agents send numbers as strings of digits. None for anything else."""
    if isinstance(value, int):
        return value
    if isinstance(value, bytes):
        text = value.strip(b" \0")
        return int(text) if text.removeprefix(b"-").isdigit() and len(text) <= 20 else None
    return None


def count_of(value: Value | None) -> int | None:
    """Return a number that is a quantity. Negative ones are codes (RFC 3805: -1 other, -2 unknown, -3 some): None."""
    number = number_of(value)
    return number if number is not None and number >= 0 else None


class Answers:
    """The answers of one device, by OID; a column of a table is found without going through all of them."""

    def __init__(self, varbinds: Mapping[str, Value]) -> None:
        self._values = varbinds
        self._sorted = sorted((_arcs(oid), oid) for oid in varbinds)

    def value(self, oid: str) -> Value | None:
        """Return the value of exactly this instance."""
        return self._values.get(oid)

    def text(self, oid: str) -> str | None:
        """Return the instance as text, None when absent or blank."""
        return text_of(self._values.get(oid))

    def number(self, oid: str) -> int | None:
        """Return the instance as a number, None when absent or no number."""
        return number_of(self._values.get(oid))

    def column(self, oid: str) -> dict[str, Value]:
        """Return {row index: value} of one column, or of a whole subtree, in the order of the rows."""
        root = _arcs(oid)
        start = bisect_left(self._sorted, (root, ""))
        rows: dict[str, Value] = {}
        for arcs, name in self._sorted[start:]:
            if arcs[: len(root)] != root:
                break
            if len(arcs) > len(root):
                rows[name[len(oid) + 1 :]] = self._values[name]
        return rows

    def texts(self, oid: str) -> dict[str, str]:
        """Return {row index: text} of one column without its blank cells."""
        found = {row: text_of(value) for row, value in self.column(oid).items()}
        return {row: text for row, text in found.items() if text is not None}

    def numbers(self, oid: str) -> dict[str, int]:
        """Return {row index: number} of one column without cells that are no numbers."""
        found = {row: number_of(value) for row, value in self.column(oid).items()}
        return {row: number for row, number in found.items() if number is not None}


def _arcs(oid: str) -> tuple[int, ...]:
    return tuple(int(arc) for arc in oid.split("."))
