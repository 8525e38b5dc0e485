"""A page of a list as the template needs it: plain values, every cell already safe text."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from markupsafe import Markup

from core.errors import Problem
from core.text.formats import format_number
from core.text.i18n import gettext as _
from core.text.i18n import ngettext
from core.web.lists.ask import Asked
from core.web.lists.describe import Column, ListView
from core.web.lists.query import COUNT_CAP


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
    rows: Sequence[Markup]
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


def draw_filters(view: ListView, asked: Asked, choices: Mapping[str, tuple[tuple[str, str], ...]]) -> list[FilterField]:
    """Return the filters as fields, with their choices (value, words) by key."""
    fields = []
    for item in view.filters:
        sent = asked.values.get(item.key, ())
        fields.append(
            FilterField(
                key=item.key,
                title=str(item.title),
                kind=item.kind,
                choices=choices.get(item.key, ()),
                value=list(sent) if item.kind == "multi" else next(iter(sent), ""),
            )
        )
    return fields


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
