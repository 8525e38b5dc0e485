"""Drawings of monitoring: a week hour by hour, a switch's front, a commune's devices; SVG, styled by assets.css."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo

from markupsafe import Markup

from core.text.i18n import gettext as _
from plugins.assets.domain.interfaces import Port
from plugins.assets.monitoring.domain.figures import Hour
from plugins.assets.monitoring.words import speed_words

_CELL, _GAP, _LEFT, _TOP = 11, 2, 34, 14
_HOURS = 24
_PORT, _PORT_GAP = 18, 4
MOST_PORTS = 64


def week_grid(hours: Iterable[Hour], days: Sequence[date], zone: tzinfo, label: str) -> Markup:
    """Return a grid of days (rows) and hours (columns): each cell says which part of the polls was answered.

    days: the rows, oldest first. zone: whose hours. label: the whole in one sentence, for those who cannot see it.
    """
    found = {(local.date(), local.hour): hour for hour in hours if (local := hour.at.astimezone(zone))}
    cells: list[Markup] = []
    for row, day in enumerate(days):
        y = _TOP + row * (_CELL + _GAP)
        cells.append(Markup('<text class="grid-label" x="0" y="{}">{}</text>').format(y + _CELL - 2, f"{day:%d/%m}"))
        cells += [_cell(found.get((day, hour)), day, hour, y) for hour in range(_HOURS)]
    heads = [
        Markup('<text class="grid-label" x="{}" y="9">{}</text>').format(_LEFT + hour * (_CELL + _GAP), hour)
        for hour in range(0, _HOURS, 6)
    ]
    width, height = _LEFT + _HOURS * (_CELL + _GAP), _TOP + len(days) * (_CELL + _GAP)
    return _picture("week-grid", width, height, label, [*heads, *cells])


def _cell(hour: Hour | None, day: date, number: int, y: int) -> Markup:
    when = f"{day:%d/%m} {number:02d}:00"
    if hour is None or not hour.polls:
        tone, title = "none", _("%(when)s: không hỏi", when=when)
    else:
        share = hour.answered / hour.polls
        tone = "good" if share > 0.98 else "bad" if share == 0 else "warning"
        title = _("%(when)s: trả lời %(n)s trên %(all)s lần hỏi", when=when, n=hour.answered, all=hour.polls)
    inset = 2 if tone == "warning" else 0
    return Markup(
        '<rect class="grid-cell" data-tone="{}" x="{}" y="{}" width="{}" height="{}" rx="1.5"><title>{}</title></rect>'
    ).format(tone, _LEFT + number * (_CELL + _GAP) + inset, y + inset, _CELL - 2 * inset, _CELL - 2 * inset, title)


def port_panel(ports: Sequence[Port]) -> Markup:
    """Return a switch's front: odd ports above even ones; a filled port has a link, a crossed one is switched off."""
    shown = ports[:MOST_PORTS]
    columns = (len(shown) + 1) // 2
    drawn = [_port(port, number) for number, port in enumerate(shown)]
    linked = sum(port.oper == "up" for port in shown)
    label = _("%(up)s trên %(all)s cổng có kết nối", up=linked, all=len(shown))
    size = _PORT + _PORT_GAP
    return _picture("port-panel", max(columns, 1) * size, 2 * size, label, drawn)


def _port(port: Port, number: int) -> Markup:
    size = _PORT + _PORT_GAP
    x, y = number // 2 * size, number % 2 * size
    state = "up" if port.oper == "up" else "off" if port.admin == "down" else "down"
    words = {"up": _("có kết nối"), "off": _("đã tắt"), "down": _("không có kết nối")}[state]
    parts = (port.name, port.alias, words, speed_words(port.speed_bps) if state == "up" else "")
    title = ", ".join(part for part in parts if part)
    cross = Markup('<path class="port-cross" d="M{} {}l{} {}"/>').format(x + 4, y + 4, _PORT - 8, _PORT - 8)
    return Markup(
        '<g class="port" data-state="{}"><title>{}</title><rect x="{}" y="{}" width="{}" height="{}" rx="2"/>{}</g>'
    ).format(state, title, x + 0.5, y + 0.5, _PORT - 1, _PORT - 1, cross if state == "off" else "")


def state_bar(up: int, down: int, unknown: int, label: str) -> Markup:
    """Return one bar of a commune's devices: answering, not answering, unknown."""
    total = up + down + unknown or 1
    x, pieces = 0.0, []
    for tone, count in (("good", up), ("bad", down), ("neutral", unknown)):
        width = 100 * count / total
        if count:
            pieces.append(
                Markup('<rect class="bar-piece" data-tone="{}" x="{:.2f}" width="{:.2f}" height="8"/>').format(
                    tone, x, width
                )
            )
        x += width
    return Markup(
        '<svg class="state-bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>'
    ).format(label, Markup("").join(pieces))


def last_days(now: datetime, zone: tzinfo, count: int = 7) -> list[date]:
    """Return the last days in the zone, oldest first, today included."""
    today = now.astimezone(zone).date()
    return [today - timedelta(days=back) for back in range(count - 1, -1, -1)]


def _picture(name: str, width: int, height: int, label: str, parts: Sequence[Markup]) -> Markup:
    return Markup('<svg class="{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        name, width, height, label, Markup("").join(parts)
    )
