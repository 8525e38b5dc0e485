"""What the reader asks of a list: read from the address, written back into addresses."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

import msgspec

from core.clock import VIETNAM
from core.errors import Problem
from core.text.i18n import gettext as _
from core.text.viet import clean
from core.web.lists.describe import Choice, Filter, ListView

MAX_PAGE = 100_000
ROWS = (25, 50, 100)


class Asked(msgspec.Struct, frozen=True):
    """A question to a list. values: filter key -> texts as sent, only of filters that the list has.

    rows: how many a page shows, None for as many as the list usually shows.
    """

    search: str
    values: Mapping[str, tuple[str, ...]]
    sort: str
    page: int
    columns: tuple[str, ...] | None
    problems: tuple[Problem, ...] = ()
    rows: int | None = None

    @property
    def narrowed(self) -> bool:
        """Tell whether anything narrows the list."""
        return bool(self.search or self.values)

    def address(self, path: str, **changes: Any) -> str:
        """Return the address of the same question with changes: search, sort, rows, page, format, a filter's key.

        None takes a thing out. A change of anything but the page starts again at page 1.
        """
        pairs: dict[str, Any] = {"q": self.search or None, **self.values, "sort": self.sort, "rows": self.rows}
        pairs["page"] = self.page
        if "search" in changes:
            changes["q"] = changes.pop("search")
        if "page" not in changes:
            changes["page"] = None
        pairs |= changes
        if pairs.get("page") in {1, None}:
            pairs.pop("page", None)
        query = urlencode({k: v for k, v in pairs.items() if v not in {None, "", ()}}, doseq=True)
        return f"{path}?{query}" if query else path


def read_question(view: ListView, query: Mapping[str, Sequence[str]]) -> Asked:
    """Read the question from the address's parameters; what makes no sense is told, not obeyed."""
    problems: list[Problem] = []
    values: dict[str, tuple[str, ...]] = {}
    for item in view.filters:
        sent = tuple(text for v in query.get(item.key, ()) if (text := clean(v)))[:50]
        if sent and (problem := _wrong(item, sent)):
            problems.append(problem)
        elif sent:
            values[item.key] = sent
    sort = next(iter(query.get("sort", ())), view.order)
    column = view.column(sort.removeprefix("-"))
    if column is None or column.sort is None:
        sort = view.order
    page = next(iter(query.get("page", ())), "1")
    rows = next(iter(query.get("rows", ())), "")
    columns = tuple(dict.fromkeys(query.get("columns", ())))
    return Asked(
        search=clean(next(iter(query.get("q", ())), ""))[:100],
        values=values,
        sort=sort,
        page=min(int(page), MAX_PAGE) if page.isascii() and page.isdigit() and len(page) < 8 and int(page) else 1,
        columns=columns or None,
        problems=tuple(problems),
        rows=next((number for number in ROWS if rows == str(number)), None),
    )


def only_known(view: ListView, asked: Asked, choices: Mapping[str, Sequence[Choice]]) -> Asked:
    """Return the question without values that are none of a filter's choices; they are told.

    choices: by the filter's key, at least those of the filters that are set.
    """
    values, problems = dict(asked.values), list(asked.problems)
    for item in view.filters:
        known = {choice.value for choice in choices.get(item.key, ())}
        if item.kind in {"choice", "multi"} and not known.issuperset(values.get(item.key, ())):
            del values[item.key]
            problems.append(_ignored(item))
    return msgspec.structs.replace(asked, values=values, problems=tuple(problems))


def _wrong(item: Filter, sent: Sequence[str]) -> Problem | None:
    try:
        for text in sent:
            convert(item, text)
    except (ValueError, OverflowError):
        return _ignored(item)
    return None


def _ignored(item: Filter) -> Problem:
    return Problem(_("Bộ lọc «%(title)s»: giá trị không dùng được nên đã bỏ qua.", title=str(item.title)), item.key)


def convert(item: Filter, text: str) -> Any:
    """Return a filter's text as a value for the database, a date as its first moment here. Raises ValueError."""
    if item.kind == "date":
        return datetime.combine(date.fromisoformat(text), time(), VIETNAM)
    if item.number:
        number = int(text)
        if not -(2**63) <= number < 2**63:
            raise ValueError(text)
        return number
    return text
