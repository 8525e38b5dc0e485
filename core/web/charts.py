"""Small drawings for pages, made on the server: SVG without scripts or styles of its own, the numbers always beside it.

The templates' global `charts` has the same names. Texts are escaped; colours come from the skin's tones.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
from markupsafe import Markup

from core.text.formats import format_number, format_percent
from core.text.i18n import gettext as _

RADIUS: Final = 44.0
TONES: Final = ("", "info", "warning", "good", "special", "neutral", "bad")


class Slice(msgspec.Struct, frozen=True):
    """One part of a whole: label, number (not negative) and tone ("": the accent colour)."""

    label: str
    value: float
    tone: str = ""


def sparkline(values: Sequence[float], label: str, *, width: int = 120, height: int = 28) -> Markup:
    """Return a line of the values in their order, for people who cannot see it described by `label`.

    width, height: in CSS pixels. Fewer than two values give an empty drawing of the same size.
    """
    frame = Markup('<svg class="spark" width="{}" height="{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>')
    if len(values) < 2:
        return frame.format(width, height, width, height, label, "")
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    step = (width - 6) / (len(values) - 1)
    points = [(3 + i * step, 3 + (height - 6) * (1 - (value - low) / span)) for i, value in enumerate(values)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    end_x, end_y = points[-1]
    drawing = Markup(
        '<polygon class="chart-area" points="3,{} {} {:.1f},{}"></polygon>'
        '<polyline class="chart-line" points="{}"></polyline>'
        '<circle class="chart-end" cx="{:.1f}" cy="{:.1f}" r="2.5"></circle>'
    ).format(height, line, end_x, height, line, end_x, end_y)
    return frame.format(width, height, width, height, label, drawing)


def bars(parts: Iterable[Slice | tuple[str, float]], caption: str, *, unit: str = "") -> Markup:
    """Return horizontal bars as a table: label, bar, number; the longest bar is the largest number."""
    rows = [_slice(part) for part in parts]
    largest = max((row.value for row in rows), default=0) or 1
    body = Markup("").join(
        Markup('<tr{}><th scope="row">{}</th><td>{}</td><td class="num">{}</td></tr>').format(
            _tone(row.tone), row.label, _bar(row.value / largest), f"{format_number(row.value)}{unit}"
        )
        for row in rows
    )
    return Markup('<table class="bars"><caption>{}</caption><tbody>{}</tbody></table>').format(caption, body)


def columns(labels: Sequence[str], series: Sequence[tuple[str, Sequence[float], str]], caption: str) -> Markup:
    """Return groups of upright bars, one group for each label, with the numbers above them and a key below.

    series: name, one number (not negative) for each label, and tone. All bars share one scale.
    """
    largest = max((value for _name, values, _tone_ in series for value in values), default=0) or 1
    width = 100 / (len(series) or 1)
    groups = []
    for place, label in enumerate(labels):
        drawn = [(number, values[place], tone) for number, (_name, values, tone) in enumerate(series)]
        rects = Markup("").join(
            Markup('<rect class="chart-bar"{} x="{:.1f}" y="{:.2f}" width="{:.1f}" height="{:.2f}"></rect>').format(
                _tone(tone), number * width + 6, 100 * (1 - value / largest), width - 12, 100 * value / largest
            )
            for number, value, tone in drawn
        )
        numbers = Markup(" ").join(
            Markup("<span{}>{}</span>").format(_tone(tone), format_number(value)) for _number, value, tone in drawn
        )
        groups.append(
            Markup(
                '<li><b>{}</b><svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">{}</svg>'
                "<span>{}</span></li>"
            ).format(numbers, rects, label)
        )
    key = Markup("").join(Markup("<li{}>{}</li>").format(_tone(tone), name) for name, _values, tone in series)
    return Markup(
        '<figure class="chart-columns"><figcaption>{}</figcaption><ol tabindex="0" aria-label="{}">{}</ol>'
        '<ul class="chart-key">{}</ul></figure>'
    ).format(caption, caption, Markup("").join(groups), key)


def donut(parts: Iterable[Slice | tuple[str, float]], label: str) -> Markup:
    """Return a ring of the parts of a whole with its total inside and a key with every number beside it."""
    slices = [part if part.tone else _with_tone(part, place) for place, part in enumerate(map(_slice, parts))]
    total = sum(part.value for part in slices)
    arcs, key, start = [], [], 0.0
    around = 2 * math.pi * RADIUS
    for part in slices:
        share = part.value / total if total else 0.0
        arcs.append(
            Markup(
                '<circle class="chart-arc"{} cx="60" cy="60" r="{}" stroke-dasharray="{:.2f} {:.2f}" '
                'stroke-dashoffset="{:.2f}" transform="rotate(-90 60 60)"></circle>'
            ).format(_tone(part.tone), RADIUS, max(share * around - 1.5, 0.01), around, -start)
        )
        key.append(
            Markup("<li{}>{} <b>{}</b></li>").format(_tone(part.tone), part.label, f"{format_number(part.value)}")
        )
        start += share * around
    return Markup(
        '<div class="chart chart-donut"><svg viewBox="0 0 120 120" role="img" aria-label="{}">{}'
        '<text class="chart-total" x="60" y="68">{}</text></svg><ul class="chart-key">{}</ul></div>'
    ).format(label, Markup("").join(arcs), format_number(total), Markup("").join(key))


def meter(ratio: float, label: str = "", *, tone: str = "") -> Markup:
    """Return a short bar with its percentage; ratio: 0 to 1, more is drawn as full."""
    name = Markup('<span class="visually-hidden">{}: </span>').format(label) if label else Markup("")
    return Markup('<span class="meter"{}>{}{} {}</span>').format(
        _tone(tone), name, _bar(min(max(ratio, 0.0), 1.0)), format_percent(ratio, 0)
    )


def trend(now: float, before: float) -> str:
    """Return in words how a number changed against an earlier one: "tăng 12% so với kỳ trước"."""
    if now == before:
        return _("không đổi so với kỳ trước")
    if before == 0:
        return _("kỳ trước là 0")
    change = format_percent(abs(now - before) / before, 0)
    if now > before:
        return _("tăng %(change)s so với kỳ trước", change=change)
    return _("giảm %(change)s so với kỳ trước", change=change)


def _bar(share: float) -> Markup:
    return Markup(
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="chart-track" width="100" height="10"></rect>'
        '<rect class="chart-bar" width="{:.2f}" height="10"></rect></svg>'
    ).format(share * 100)


def _slice(part: Slice | tuple[str, float]) -> Slice:
    return part if isinstance(part, Slice) else Slice(part[0], part[1])


def _with_tone(part: Slice, place: int) -> Slice:
    return msgspec.structs.replace(part, tone=TONES[place % len(TONES)])


def _tone(tone: str) -> Markup:
    return Markup(' data-tone="{}"').format(tone) if tone else Markup("")
