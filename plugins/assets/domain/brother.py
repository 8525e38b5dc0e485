"""Supplies of Brother printers from their private MIB, for models whose Printer-MIB has no supplies.

The maintenance and next-care objects (1.3.6.1.4.1.2435.2.3.9.4.2.1.5.5.8 and .11) are strings of seven-octet records:
number of the item, type 1, length 4, value as a big-endian integer.
"""

from collections.abc import Iterator

from plugins.assets.domain.supplies import Supply
from plugins.assets.domain.varbinds import Answers

MAINTENANCE = "1.3.6.1.4.1.2435.2.3.9.4.2.1.5.5.8.0"
NEXT_CARE = "1.3.6.1.4.1.2435.2.3.9.4.2.1.5.5.11.0"
BROTHER_OIDS = (MAINTENANCE, NEXT_CARE)

_RECORD = 7
# (name, kind, colour, item of the remaining life in 1/100 %, item of the gauge in %, item of the pages left)
_ITEMS: tuple[tuple[str, str, str | None, int | None, int | None, int | None], ...] = (
    ("Black toner", "toner", "black", 0x6F, 0x81, None),
    ("Cyan toner", "toner", "cyan", 0x70, 0x82, None),
    ("Magenta toner", "toner", "magenta", 0x71, 0x83, None),
    ("Yellow toner", "toner", "yellow", 0x72, 0x84, None),
    ("Drum unit", "opc", None, 0x41, None, 0x82),
    ("Black drum", "opc", "black", 0x79, None, 0xA4),
    ("Cyan drum", "opc", "cyan", 0x7A, None, 0xA5),
    ("Magenta drum", "opc", "magenta", 0x7B, None, 0xA6),
    ("Yellow drum", "opc", "yellow", 0x80, None, 0xA7),
    ("Belt unit", "transferUnit", None, 0x69, None, 0x88),
    ("Fuser unit", "fuser", None, 0x6A, None, 0x89),
    ("Laser unit", "other", None, None, None, 0x73),
    ("Paper feeding kit 1", "other", None, 0x6D, None, 0x77),
)


def brother_supplies(answers: Answers) -> list[Supply]:
    """Return the supplies the private objects tell of; percent of the life left, level in pages left when told."""
    lives = _records(answers, MAINTENANCE)
    pages = _records(answers, NEXT_CARE)
    found = []
    for name, kind, colour, life, gauge, care in _ITEMS:
        percent = _percent(lives, life, gauge)
        level = pages.get(care) if care is not None else None
        if percent is None and level is None:
            continue
        empty = percent == 0 or (percent is None and level == 0)
        state = "empty" if empty else "level_only" if percent is None else "measured"
        found.append(Supply(name=name, kind=kind, colour=colour, percent=percent, level=level, state=state))
    return found


def _percent(lives: dict[int, int], life: int | None, gauge: int | None) -> int | None:
    """Return the life left in percent: the fine item if the model has it, else the coarse gauge of the display."""
    fine = lives.get(life) if life is not None else None
    if fine is not None and fine <= 10_000:
        return round(fine / 100)
    coarse = lives.get(gauge) if gauge is not None else None
    return coarse if coarse is not None and coarse <= 100 else None


def _records(answers: Answers, oid: str) -> dict[int, int]:
    value = answers.value(oid)
    return dict(_split(value)) if isinstance(value, bytes) else {}


def _split(octets: bytes) -> Iterator[tuple[int, int]]:
    for start in range(0, len(octets) - _RECORD + 1, _RECORD):
        record = octets[start : start + _RECORD]
        if record[1:3] == b"\x01\x04":
            yield record[0], int.from_bytes(record[3:], "big")
