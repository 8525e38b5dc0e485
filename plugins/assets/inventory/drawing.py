"""The label of a thing as one SVG: code for scanners, code for phones, digits and names for people."""

import re

from markupsafe import Markup

from core.codes import code128_svg, code_address, grouped, qr_svg, whole_dots

WIDTH_MM, HEIGHT_MM = 62.0, 29.0
_BARS_MM = 9.0
_PRINTER_DPI = 203
_SIZE = re.compile(r'width="([\d.]+)mm" height="([\d.]+)mm"')
_LONGEST_NAME = 34

_LABEL = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" width="{w}mm" height="{h}mm" viewBox="0 0 {w} {h}" role="img" '
    'aria-label="{code}"><rect width="{w}" height="{h}" fill="#fff"/>'
    '<g font-family="Inter, Arial, sans-serif" fill="#000">'
    '<text x="2" y="4.4" font-size="3" font-weight="600">{name}</text>'
    '<text x="{left}" y="9.4" font-size="2.6">{unit}</text>'
    '<text x="{middle}" y="24.6" font-size="3.4" text-anchor="middle">{digits}</text></g>{bars}{qr}</svg>'
)


def label_svg(code: str, name: str, unit: str, base_url: str) -> str:
    """Return the label, 62 x 29 mm. All modules are whole dots of a 203 dpi printer; the QR code opens its page."""
    bars = code128_svg(code, module_mm=whole_dots(0.25, _PRINTER_DPI), height_mm=_BARS_MM)
    qr = qr_svg(code_address(base_url, code), module_mm=whole_dots(0.5, _PRINTER_DPI))
    qr_width, bars_width = _size(qr)[0], _size(bars)[0]
    left = qr_width + 2
    return str(
        _LABEL.format(
            w=f"{WIDTH_MM:g}",
            h=f"{HEIGHT_MM:g}",
            code=code,
            name=_cut(name),
            unit=_cut(unit),
            left=f"{left + 2:.2f}",
            middle=f"{left + bars_width / 2:.2f}",
            digits=grouped(code),
            bars=_placed(bars, left, 11.5),
            qr=_placed(qr, 1, (HEIGHT_MM + 5 - qr_width) / 2),
        )
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1]}…"


def _size(svg: str) -> tuple[float, float]:
    """Return width and height in mm that an SVG of the codes part states."""
    found = _SIZE.search(svg)
    if found is None:
        raise ValueError("an SVG without a size in mm")
    return float(found[1]), float(found[2])


def _placed(svg: str, x_mm: float, y_mm: float) -> Markup:
    """Return an SVG of the codes part as a piece of another one, whose unit is one mm."""
    width, height = _size(svg)
    size = f'x="{x_mm:.3f}" y="{y_mm:.3f}" width="{width:.4f}" height="{height:.4f}"'
    return Markup(_SIZE.sub(size, svg, count=1))  # noqa: S704 -- drawn by our own codes part from digits
