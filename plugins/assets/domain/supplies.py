"""Toner, drums and other supplies from Printer-MIB (RFC 3805): prtMarkerSuppliesTable."""

import re

from msgspec import Struct

from plugins.assets.domain.varbinds import Answers, count_of, number_of, text_of

SUPPLIES = "1.3.6.1.2.1.43.11.1.1"
COLORANT, CLASS, TYPE, NAME, CAPACITY, LEVEL = (f"{SUPPLIES}.{n}" for n in (3, 4, 5, 6, 8, 9))
COLORANT_VALUE = "1.3.6.1.2.1.43.12.1.1.4"
SUPPLY_COLUMNS = (COLORANT, CLASS, TYPE, NAME, CAPACITY, LEVEL, COLORANT_VALUE)

_KIND_NAMES = """
other unknown toner wasteToner ink inkCartridge inkRibbon wasteInk opc developer fuserOil solidWax ribbonWax
wasteWax fuser coronaWire fuserOilWick cleanerUnit fuserCleaningPad transferUnit tonerCartridge fuserOiler water
wasteWater glueWaterAdditive wastePaper bindingSupply bandingSupply stitchingWire shrinkWrap paperWrap staples
inserts covers
"""
_KINDS = dict(enumerate(_KIND_NAMES.split(), start=1))
_RECEPTACLE = 4
_SPECIAL_STATES = {-1: "no_restriction", -2: "unknown", -3: "some_remaining"}
_COLOURS = {
    "black": r"\b(black|noir|schwarz|đen)\b",
    "cyan": r"\b(cyan|xanh lơ|lục lam)\b",
    "magenta": r"\b(magenta|đỏ tươi|hồng sẫm)\b",
    "yellow": r"\b(yellow|jaune|gelb|vàng)\b",
}


class Supply(Struct, frozen=True, kw_only=True):
    """One supply. percent: what remains (of a waste container: what still fits in), by RFC 3805 level / capacity.

    state: measured, empty, full (a waste container), level_only (a level without a capacity to hold it against),
    some_remaining (-3: not empty, nothing finer known), no_restriction (-1), unknown (-2 or not told).
    level, capacity: in the device's own unit; null instead of the codes -1, -2 and -3.
    """

    name: str | None = None
    kind: str | None = None
    colour: str | None = None
    percent: int | None = None
    level: int | None = None
    capacity: int | None = None
    state: str = "unknown"
    index: str | None = None


def supplies(answers: Answers) -> list[Supply]:
    """Return the supplies in the order of the table; index is "printer.supply", as in the MIB."""
    columns = {oid: answers.column(oid) for oid in SUPPLY_COLUMNS}
    rows = {row for oid in (NAME, LEVEL, TYPE) for row in columns[oid]}
    found = []
    for row in sorted(rows, key=_row_key):
        cells = {oid: column.get(row) for oid, column in columns.items()}
        name = text_of(cells[NAME])
        kind = _KINDS.get(number_of(cells[TYPE]) or 0)
        colorant = f"{row.split('.')[0]}.{number_of(cells[COLORANT]) or 0}"
        level, capacity = number_of(cells[LEVEL]), number_of(cells[CAPACITY])
        waste = number_of(cells[CLASS]) == _RECEPTACLE or (kind or "").startswith("waste")
        found.append(
            Supply(
                index=row,
                name=name,
                kind=kind,
                colour=colour_of(text_of(columns[COLORANT_VALUE].get(colorant))) or colour_of(name),
                percent=percent_left(level, capacity),
                level=count_of(level),
                capacity=count_of(capacity),
                state=_state(level, capacity, waste=waste),
            )
        )
    return found


def percent_left(level: int | None, capacity: int | None) -> int | None:
    """Return 100 * level / capacity, rounded; None unless the level is a quantity and the capacity a positive one.

    A level above its capacity comes from agents that give the two in different units: no percentage follows from it.
    """
    if level is None or capacity is None or level < 0 or capacity <= 0 or level > capacity:
        return None
    return round(100 * level / capacity)


def colour_of(text: str | None) -> str | None:
    """Return black, cyan, magenta or yellow when exactly one of them is named in the text, else None."""
    if not text:
        return None
    named = [colour for colour, pattern in _COLOURS.items() if re.search(pattern, text, re.IGNORECASE)]
    return named[0] if len(named) == 1 else None


def _state(level: int | None, capacity: int | None, *, waste: bool) -> str:
    if level is None or level < 0:
        return _SPECIAL_STATES.get(level or 0, "unknown")
    if level == 0:
        return "full" if waste else "empty"
    return "level_only" if percent_left(level, capacity) is None else "measured"


def _row_key(row: str) -> tuple[int, ...]:
    return tuple(int(arc) for arc in row.split("."))
