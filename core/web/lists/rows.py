"""The rows of a list as safe HTML, drawn column by column.

Not in the template: a page has hundreds of cells, and a page of a list is what staff wait for all day.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Final

from markupsafe import Markup, escape

from core.text.formats import format_date, format_datetime, format_money, format_number
from core.text.i18n import gettext as _
from core.text.i18n import language
from core.web.lists.describe import Column, ListView, Tag
from core.web.templates import url

_SEPARATOR: Final = "\x1f"
_MOST_FRAMES: Final = 64
_MOST_ROWS: Final = 4000
# what rows look like (list, language, columns, words of tags) -> values -> row
_frames: OrderedDict[tuple[Any, ...], dict[tuple[Any, ...], Markup]] = OrderedDict()
_BOX: Final = (
    '<td class="pick"><label><span class="visually-hidden">{label} {key}</span>'
    '<input class="form-check-input row-check" type="checkbox" name="key" value="{key}"></label></td>'
)


def draw_rows(
    view: ListView, visible: Sequence[Column], records: Iterable[Sequence[Any]], *, pick: bool = False
) -> list[Markup]:
    """Return the rows of a page. A record holds the row's key, then the values of the visible columns.

    pick: rows begin with a box to choose them.
    """
    shown = [tuple(record)[: len(visible) + 1] for record in records]  # a record may say more than is shown
    known = _known_rows(view, visible, pick=pick)
    new = list(dict.fromkeys(record for record in shown if record not in known))
    if len(known) + len(new) > _MOST_ROWS:
        known.clear()
        new = list(dict.fromkeys(shown))
    known.update(zip(new, _drawn(view, visible, new, pick=pick), strict=True))
    return [known[record] for record in shown]


def _known_rows(view: ListView, visible: Sequence[Column], *, pick: bool) -> dict[tuple[Any, ...], Markup]:
    """Return rows that were drawn before, by their values; the same dossier is looked at many times a day."""
    tags = tuple(tuple(column.tags.items()) for column in visible if column.tags)
    frame = (view.name, view.href, language.get(), tuple(column.key for column in visible), pick, tags)
    known = _frames.setdefault(frame, {})
    _frames.move_to_end(frame)
    if len(_frames) > _MOST_FRAMES:
        _frames.popitem(last=False)
    return known


def _drawn(
    view: ListView, visible: Sequence[Column], records: Sequence[tuple[Any, ...]], *, pick: bool
) -> list[Markup]:
    keys = escaped([str(record[0]) for record in records])
    columns = [_cells(column, [record[at] for record in records]) for at, column in enumerate(visible, 1)]
    openings = [cell_opening(str(column.title), column.align) for column in visible[1:]]
    picking = _("Chọn") if pick else ""
    return [
        draw_row(key, view.href.replace("{key}", key), cells, openings, picking)
        for key, cells in zip(keys, zip(*columns, strict=True), strict=True)
    ]


def draw_row(key: str, href: str, cells: Sequence[str], openings: Sequence[str], picking: str = "") -> Markup:
    """Return a row. key, href, cells: safe HTML; openings: of all cells but the first; picking: box's label."""
    first, *others = cells
    box = _BOX.format(label=escape(picking), key=key) if picking else ""
    head = f'<a href="{url(href)}">{first or key}</a>' if href else first
    rest = "".join([f"{opening}{cell}</td>" for opening, cell in zip(openings, others, strict=True)])
    return Markup(f'<tr data-key="{key}">{box}<th scope="row" class="is-first">{head}</th>{rest}</tr>')  # noqa: S704 -- each part is safe


def cell_opening(title: str, align: str) -> str:
    """Return the opening tag of a column's cells."""
    number = ' class="num"' if align == "end" else ""
    return f'<td{number} data-label="{escape(title)}">'


def escaped(texts: Sequence[str]) -> list[str]:
    """Return texts as safe HTML, all with one call: a call costs more than the escaping of a short text."""
    parts = str(escape(_SEPARATOR.join(texts))).split(_SEPARATOR)
    return parts if len(parts) == len(texts) else [str(escape(text)) for text in texts]


def _cells(column: Column, values: Sequence[Any]) -> Sequence[str]:
    """Return a column's values as safe HTML, empty ones as nothing."""
    if column.kind in {"text", "code"}:
        texts = escaped(["" if value is None else str(value) for value in values])
        return texts if column.kind == "text" else [text and f'<span class="code">{text}</span>' for text in texts]
    draw = _CELLS.get(column.kind) or (lambda value: _tag(column.tags.get(str(value)) or Tag(value)))
    drawn = {value: draw(value) for value in set(values) if value is not None and value != ""}
    return [drawn.get(value, "") for value in values]


def _tag(tag: Tag) -> str:
    return f'<span class="tag tag-{escape(tag.tone)}">{escape(str(tag.label))}</span>'


def _time(value: date, words: str) -> str:
    return f'<time datetime="{value.isoformat()}">{escape(words)}</time>'


def _days(days: int) -> str:
    """Return days left as words with a tone: late ones are bad, today and tomorrow a warning."""
    if days < 0:
        return f'<span class="days days-bad">{escape(_("trễ %(n)s ngày", n=-days))}</span>'
    tone = "warning" if days <= 1 else "neutral"
    words = _("hôm nay") if days == 0 else _("còn %(n)s ngày", n=days)
    return f'<span class="days days-{tone}">{escape(words)}</span>'


_CELLS: Final[dict[str, Callable[[Any], str]]] = {
    "datetime": lambda value: _time(value, format_datetime(value)),
    "date": lambda value: _time(value, format_date(value)),
    "number": lambda value: escape(format_number(value)),
    "money": lambda value: escape(format_money(value)),
    "days": lambda value: _days(int(value)),
    "bool": lambda value: escape(_("Có") if value else _("Không")),
}
