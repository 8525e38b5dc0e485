"""A page of a list as the template needs it: plain values, every cell already safe text."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from markupsafe import Markup, escape

from core.acting import Principal
from core.errors import Problem
from core.text.formats import format_date, format_datetime, format_money, format_number
from core.text.i18n import gettext as _
from core.text.i18n import ngettext
from core.web.lists.ask import Asked
from core.web.lists.describe import Choice, Column, Filter, ListView, Tag
from core.web.lists.query import COUNT_CAP
from core.web.templates import url


class Head(msgspec.Struct, frozen=True):
    """A column's head. direction: "ascending", "descending" or "" ; address: the same list sorted by it."""

    key: str
    title: str
    kind: str
    align: str
    sortable: bool
    visible: bool
    direction: str
    address: str


class Line(msgspec.Struct, frozen=True):
    """A row: its key and the whole element as safe HTML."""

    key: str
    html: Markup


class FilterField(msgspec.Struct, frozen=True):
    """A filter as a form field. value: what is chosen now; a list for "multi"."""

    key: str
    title: str
    kind: str
    choices: tuple[tuple[str, str], ...]
    value: Any


class Chip(msgspec.Struct, frozen=True):
    """A filter that is set, with the address that takes it away."""

    title: str
    value: str
    remove: str


class Download(msgspec.Struct, frozen=True):
    """A file of the whole filtered set."""

    title: str
    path: str


class Bulk(msgspec.Struct, frozen=True):
    """Something to do with all selected rows."""

    key: str
    title: str
    path: str
    danger: bool


class SavedView(msgspec.Struct, frozen=True):
    """A question that the reader saved under a name."""

    name: str
    path: str
    current: bool


class ListPage(msgspec.Struct, frozen=True, kw_only=True):
    """All that the list macro draws."""

    name: str
    title: str
    path: str
    columns: list[Head]
    rows: list[Line]
    filters: list[FilterField]
    chips: list[Chip]
    search: str
    searchable: bool
    sort: str
    page: int
    pages: int
    total: int
    total_text: str
    page_size: int
    exports: list[Download]
    bulk_actions: list[Bulk]
    saved_views: list[SavedView]
    density: str
    create: tuple[str, str] | None
    empty_title: str
    empty_hint: str
    narrowed: bool
    reset: str
    problems: tuple[Problem, ...]
    asked: Asked

    def query(self, **changes: Any) -> str:
        """Return the address of this list with changes, as `Asked.address`."""
        return self.asked.address(self.path, **changes)


Draw = Callable[[Any], str]
_BOX = (
    '<td class="pick"><label><span class="visually-hidden">{label} {key}</span>'
    '<input class="form-check-input row-check" type="checkbox" name="key" value="{key}"></label></td>'
)


def draw_lines(
    view: ListView, visible: Sequence[Column], records: Iterable[Sequence[Any]], *, pick: bool = False
) -> list[Line]:
    """Return the rows of a page. A record holds the row's key, then the values of the visible columns.

    pick: rows begin with a box to choose them. They are drawn here and not in the template: a page has hundreds of
    cells, and a page of a list is what staff wait for all day.
    """
    drawers = [_drawer(column) for column in visible]
    openings = [cell_opening(str(column.title), column.align) for column in visible[1:]]
    picking = _("Chọn") if pick else ""
    lines = []
    for record in records:
        key = str(record[0])
        href = view.href.replace("{key}", key) if view.href else ""
        values = zip(drawers, record[1:], strict=False)  # the record may say more than is shown
        cells = ["" if value is None or value == "" else draw(value) for draw, value in values]
        lines.append(Line(key, draw_row(key, href, cells, openings, picking)))
    return lines


def draw_row(key: str, href: str, cells: Sequence[str], openings: Sequence[str], picking: str = "") -> Markup:
    """Return a row. cells: safe HTML; openings: `cell_opening` of all but the first one; picking: the box's label."""
    first, *others = cells
    safe = escape(key)
    box = _BOX.format(label=escape(picking), key=safe) if picking else ""
    head = f'<a href="{escape(url(href))}">{first or safe}</a>' if href else first
    rest = "".join([f"{opening}{cell}</td>" for opening, cell in zip(openings, others, strict=True)])
    return Markup(f'<tr data-key="{safe}">{box}<th scope="row" class="is-first">{head}</th>{rest}</tr>')  # noqa: S704 -- each part is safe


def cell_opening(title: str, align: str) -> str:
    """Return the opening tag of a column's cells."""
    number = ' class="num"' if align == "end" else ""
    return f'<td{number} data-label="{escape(title)}">'


def _drawer(column: Column) -> Draw:
    """Return what draws a column's values (never empty ones) as safe HTML."""
    if column.kind != "tag":
        return _CELLS[column.kind]
    known = {value: _tag(tag) for value, tag in column.tags.items()}
    return lambda value: known.get(str(value)) or _tag(Tag(value))


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


_CELLS: dict[str, Draw] = {
    "text": escape,
    "code": lambda value: f'<span class="code">{escape(value)}</span>',
    "datetime": lambda value: _time(value, format_datetime(value)),
    "date": lambda value: _time(value, format_date(value)),
    "number": lambda value: escape(format_number(value)),
    "money": lambda value: escape(format_money(value)),
    "days": lambda value: _days(int(value)),
    "bool": lambda value: escape(_("Có") if value else _("Không")),
}


def draw_heads(view: ListView, asked: Asked, visible: Sequence[Column]) -> list[Head]:
    """Return all heads, the visible ones first in their order."""
    shown = {c.key for c in visible}
    heads = []
    for column in [*visible, *(c for c in view.columns if c.key not in shown)]:
        current = asked.sort.removeprefix("-") == column.key
        down = asked.sort.startswith("-")
        heads.append(
            Head(
                key=column.key,
                title=str(column.title),
                kind=column.kind,
                align=column.align,
                sortable=column.sort is not None,
                visible=column.key in shown,
                direction=("descending" if down else "ascending") if current else "",
                address=asked.address(view.path, sort=f"-{column.key}" if current and not down else column.key),
            )
        )
    return heads


def draw_filters(view: ListView, asked: Asked, choices: Mapping[str, Sequence[Choice]]) -> list[FilterField]:
    """Return the filters as fields, with their choices by key."""
    fields = []
    for item in view.filters:
        sent = asked.values.get(item.key, ())
        fields.append(
            FilterField(
                key=item.key,
                title=str(item.title),
                kind=item.kind,
                choices=tuple((c.value, str(c.label)) for c in choices.get(item.key, ())),
                value=list(sent) if item.kind == "multi" else next(iter(sent), ""),
            )
        )
    return fields


async def choices_of(item: Filter, principal: Principal) -> Sequence[Choice]:
    """Return a filter's choices; asks its function when there is one."""
    return await item.choices(principal) if callable(item.choices) else item.choices


def draw_chips(view: ListView, asked: Asked, fields: Sequence[FilterField]) -> list[Chip]:
    """Return what narrows the list, each with the way to take it off."""
    chips = []
    if asked.search:
        chips.append(Chip(_("Tìm"), asked.search, asked.address(view.path, q=None)))
    for field in fields:
        words = dict(field.choices)
        sent = asked.values.get(field.key, ())
        for value in sent:
            rest = tuple(v for v in sent if v != value)
            label = words.get(value, "" if field.kind == "flag" else value)
            chips.append(Chip(field.title, label, asked.address(view.path, **{field.key: rest or None})))
    return chips


def total_words(total: int) -> str:
    """Return the number of rows in words; beyond the cap only "more than"."""
    if total > COUNT_CAP:
        return _("hơn %(n)s dòng", n=format_number(COUNT_CAP))
    return ngettext("%(num)s dòng", "%(num)s dòng", total)
