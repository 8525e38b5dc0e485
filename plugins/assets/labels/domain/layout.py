"""What stands where on one label. Symbols are laid out in whole dots of the printer, text in mm.

A bar of 0.33 mm comes out of a 203 dpi printer as two dots here and three there, and a third of such symbols is not
read. So every module, and the corner of every symbol, is a whole number of dots.
"""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

QUIET_BARS = 10
QUIET_QR = 4
DPI = 203
"""The coarsest printer that labels are made for; finer ones draw whole dots of it without loss."""
_BAR_MM = (0.375, 0.25)
_QR_MM = (0.5, 0.375, 0.25)
_LEAST_BARS_MM = 4.0
_MOST_BARS_MM = 12.0
_EDGE_MM = 1.0
POINT = 25.4 / 72


class Symbol(Struct, frozen=True):
    """A symbol without its quiet zone, in dots: corner, module, height (of bars; 0 for a QR code)."""

    x: int
    y: int
    module: int
    height: int = 0


class TextBox(Struct, frozen=True):
    """Room for a text in mm. size: of the letters in points. lines: as many as have room."""

    role: Literal["title", "line", "note", "digits"]
    x: float
    y: float
    width: float
    size: float
    lines: int = 1
    bold: bool = False
    middle: bool = False


class Layout(Struct, frozen=True):
    """One label. bars and qr in dots of the given resolution, texts in mm, both from the label's corner."""

    bars: Symbol
    qr: Symbol
    texts: tuple[TextBox, ...]


class DoesNotFitError(ValueError):
    """The label is too small for both symbols."""


def dots(mm: float, dpi: float = DPI) -> int:
    """Return the whole dots nearest to a length."""
    return round(mm * dpi / 25.4)


def arranged(width: float, height: float, pad: float, bars: int, qr: int, dpi: float = DPI) -> Layout:
    """Return the layout of a label of this size in mm.

    bars, qr: modules across the symbols, without quiet zones. Symbols stand side by side where there is room, else the
    bars go below; the coarsest modules that fit are taken. Raises DoesNotFitError.
    """
    bars, qr = bars + 2 * QUIET_BARS, qr + 2 * QUIET_QR
    size = (int(width * dpi / 25.4), int(height * dpi / 25.4))
    for arrangement in (_beside, _stacked):
        for qr_module in _modules(_QR_MM, dpi):
            for bar_module in _modules(_BAR_MM, dpi):
                found = arrangement(size, pad, (bars, bar_module), (qr, qr_module), dpi)
                if found is not None:
                    return found
    raise DoesNotFitError(f"{width:g} x {height:g} mm are too small for both codes")


def _modules(wanted: Sequence[float], dpi: float) -> list[int]:
    return [max(2, dots(mm, dpi)) for mm in wanted]


def _beside(size: tuple[int, int], pad: float, bars: tuple[int, int], qr: tuple[int, int], dpi: float) -> Layout | None:
    """QR code on the left; name, unit, bars and digits on the right."""
    bars_across, qr_across = bars[0] * bars[1], qr[0] * qr[1]
    rim = dots(pad, dpi)
    inner = max(0, rim - QUIET_QR * qr[1])  # the quiet zone is white anyway: it may lie in the rim
    if (
        qr[1] < _modules(_QR_MM, dpi)[1]
        or inner + qr_across + bars_across + max(0, rim - QUIET_BARS * bars[1]) > size[0]
    ):
        return None
    mm = 25.4 / dpi
    height, left = size[1] * mm, (inner + qr_across) * mm
    across = size[0] * mm - left - pad
    title, small = (8.0, 6.5) if height >= 30 else (7.0, 6.0)
    head = (2 * title + 2 * small) * 1.2 * POINT + 0.6
    bars_height = min(_MOST_BARS_MM, height - 2 * pad - head - 9 * 1.2 * POINT - 1.0)
    if bars_height < _LEAST_BARS_MM or qr_across > size[1]:
        return None
    free = height - 2 * pad - head - bars_height - 9 * 1.2 * POINT - 1.0
    top = pad + max(0.0, free / 2)
    bars_top = top + head
    room = size[0] - inner - qr_across - max(0, rim - QUIET_BARS * bars[1])
    start = inner + qr_across + (room - bars_across) // 2 + QUIET_BARS * bars[1]
    return Layout(
        bars=Symbol(start, dots(bars_top, dpi), bars[1], dots(bars_height, dpi)),
        qr=Symbol(inner + QUIET_QR * qr[1], (size[1] - qr_across) // 2 + QUIET_QR * qr[1], qr[1]),
        texts=(
            TextBox("title", left, top, across, title, 2, bold=True),
            TextBox("line", left, top + 2 * title * 1.2 * POINT, across, small),
            TextBox("note", left, top + (2 * title + small) * 1.2 * POINT, across, small),
            TextBox("digits", left, bars_top + bars_height + 0.8, across, 9.0, middle=True),
        ),
    )


def _stacked(
    size: tuple[int, int], pad: float, bars: tuple[int, int], qr: tuple[int, int], dpi: float
) -> Layout | None:
    """QR code on top with the texts beside it, bars below over the whole width."""
    bars_across, qr_across = bars[0] * bars[1], qr[0] * qr[1]
    edge = dots(_EDGE_MM, dpi)
    least = dots(_LEAST_BARS_MM, dpi)
    if bars_across > size[0] or qr_across + least + edge > size[1]:
        return None
    mm = 25.4 / dpi
    bars_height = min(dots(_MOST_BARS_MM, dpi), size[1] - edge - qr_across)
    left = qr_across * mm
    across = size[0] * mm - left - pad
    room = (size[1] - edge - bars_height) * mm - pad
    small = 5.5 if room < 16 else 7.0
    digits = 5.5 if across < 26 else 8.0
    step = small * 1.2 * POINT
    last = pad + room - digits * 1.2 * POINT - 0.5
    lines = max(1, min(3, int((last - pad) / step) - 2))
    texts = [TextBox("title", left, pad, across, small, lines, bold=True)]
    for role in ("line", "note"):
        at = pad + step * (lines + len(texts) - 1)
        if at + step <= last:
            texts.append(TextBox(role, left, at, across, small))
    texts.append(TextBox("digits", left, last, across, digits))
    return Layout(
        bars=Symbol(
            (size[0] - bars_across) // 2 + QUIET_BARS * bars[1], size[1] - edge - bars_height, bars[1], bars_height
        ),
        qr=Symbol(QUIET_QR * qr[1], QUIET_QR * qr[1], qr[1]),
        texts=tuple(texts),
    )


def black(symbol: Symbol, bars: Sequence[int]) -> list[tuple[int, int, int, int]]:
    """Return the bars as rectangles (x, y, width, height) in dots. bars: widths of bar, space, bar ... in modules."""
    found, x = [], symbol.x
    for place, wide in enumerate(bars):
        if place % 2 == 0:
            found.append((x, symbol.y, wide * symbol.module, symbol.height))
        x += wide * symbol.module
    return found


def squares(symbol: Symbol, matrix: Sequence[Sequence[int]]) -> list[tuple[int, int, int, int]]:
    """Return the dark runs of a QR code's rows as rectangles in dots. matrix: rows of 0 and 1, without quiet zone."""
    found = []
    for row, cells in enumerate(matrix):
        start = None
        for column, cell in enumerate([*cells, 0]):
            if cell and start is None:
                start = column
            elif not cell and start is not None:
                x, y = symbol.x + start * symbol.module, symbol.y + row * symbol.module
                found.append((x, y, (column - start) * symbol.module, symbol.module))
                start = None
    return found
