"""Code 128 bar codes as SVG: sets B and C, whole modules, quiet zones included.

Source: ISO/IEC 15417. Digits go out in set C, two per symbol character, which halves the width.
"""

from itertools import accumulate

# Widths in modules of bar, space, bar, space, bar, space for the values 0..105 (ISO/IEC 15417, table 1).
_WIDTHS = (  # noqa: SIM905 -- a table of 106 numbers reads better without 212 quotes
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232"
).split()
_STOP = "2331112"
_TO_C, _TO_B, _START_B, _START_C = 99, 100, 104, 105
_CHECK_MODULUS = 103
QUIET_MODULES = 10
# a change of set costs one character, so set C pays from four digits on
_SHORTEST_C_RUN = 4


def symbol_values(text: str) -> list[int]:
    """Return the values of the symbol characters: start, data, check; without stop.

    Raises ValueError unless text is one or more printable ASCII characters.
    """
    if not text or not all(" " <= char <= "~" for char in text):
        raise ValueError("Code 128 sets B and C hold printable ASCII only")
    values: list[int] = []
    in_c = None
    position = 0
    while position < len(text):
        pairs = _pairs_in_c(text, position)
        if in_c is None:
            values.append(_START_C if pairs else _START_B)
        elif in_c != bool(pairs):
            values.append(_TO_C if pairs else _TO_B)
        in_c = bool(pairs)
        values += [int(text[at : at + 2]) for at in range(position, position + 2 * pairs, 2)] or [
            ord(text[position]) - 32
        ]
        position += 2 * pairs or 1
    check = sum(value * max(place, 1) for place, value in enumerate(values)) % _CHECK_MODULUS
    return [*values, check]


def _pairs_in_c(text: str, position: int) -> int:
    """How many pairs of digits to write in set C from here; 0 means: one character in set B."""
    run = 0
    while position + run < len(text) and text[position + run].isdigit():
        run += 1
    whole = position == 0 and run == len(text)
    if run >= _SHORTEST_C_RUN or (whole and run >= 2):
        # an odd run inside a text gives its first digit to set B, so that the change of set comes once
        return run // 2 if run % 2 == 0 or position == 0 else 0
    return 0


def module_widths(text: str) -> list[int]:
    """Return the widths in modules of bar, space, bar ... bar, without quiet zones; raises ValueError as above."""
    return [int(width) for value in symbol_values(text) for width in _WIDTHS[value]] + [int(width) for width in _STOP]


def total_modules(text: str) -> int:
    """Return the width of the whole symbol in modules, both quiet zones included."""
    return sum(module_widths(text)) + 2 * QUIET_MODULES


def whole_dots(module_mm: float, dpi: float) -> float:
    """Return the module width in mm nearest to the wish that is a whole number (at least 2) of a printer's dots.

    Bars of 0.33 mm on a 203 dpi printer come out as 2 or 3 dots and a third of them is not read.
    """
    dot_mm = 25.4 / dpi
    return max(2, round(module_mm / dot_mm)) * dot_mm


def code128_svg(text: str, module_mm: float = 0.375, height_mm: float = 12.0) -> str:
    """Return an SVG of the symbol, black on white, sized in mm, with quiet zones of ten modules.

    module_mm: width of the narrowest bar; choose whole dots of the printer (see `whole_dots`). Default: 3 dots at
    203 dpi. Raises ValueError for text that is empty or not printable ASCII, or sizes that are not positive.
    """
    if module_mm <= 0 or height_mm <= 0:
        raise ValueError("sizes of a bar code must be positive")
    widths = module_widths(text)
    edges = list(accumulate(widths, initial=QUIET_MODULES))
    bars = "".join(f"M{edges[at]} 0h{widths[at]}v1h-{widths[at]}z" for at in range(0, len(widths), 2))
    total = edges[-1] + QUIET_MODULES
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{total * module_mm:.4f}mm" height="{height_mm:.4f}mm" '
        f'viewBox="0 0 {total} 1" preserveAspectRatio="none" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{total}v1h-{total}z"/><path fill="#000" d="{bars}"/></svg>'
    )
