"""What a list is: frozen descriptions, checked when they are made."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from core.acting import Principal

Kind = Literal["text", "code", "date", "datetime", "number", "money", "tag", "bool", "days"]
Tone = Literal["neutral", "good", "warning", "bad", "info", "special"]
ALIGNED_RIGHT = frozenset({"number", "money", "days"})


@dataclass(frozen=True)
class Choice:
    """One value of a filter, with its words."""

    value: str
    label: object


@dataclass(frozen=True)
class Tag:
    """How a coded value is shown: words and a tone (never colour alone)."""

    label: object
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Column:
    """One column. sql: constant expression; sort: constant expression to order by, None when it makes no sense.

    kind "tag" shows `tags[value]`; "days" is a number of days, negative ones late. export: offered in CSV and XLSX.
    """

    key: str
    title: object
    sql: str
    kind: Kind = "text"
    sort: str | None = None
    visible: bool = True
    tags: Mapping[str, Tag] = field(default_factory=dict)
    export: bool = True

    @property
    def align(self) -> str:
        """How the cells are aligned: "end" for figures, else "start"."""
        return "end" if self.kind in ALIGNED_RIGHT else "start"


@dataclass(frozen=True)
class SqlChoices:
    """Choices that stand in the database, asked together with the reader's own settings of the list.

    sql: constant statement of two columns, value and label, in order. `{units}` in it stands for the ids of the units
    in which the reader holds `permission`, NULL for all. finish: what to do with the found ones before they are shown.
    """

    sql: str
    permission: str = ""
    finish: Callable[[Principal, Sequence[Choice]], Awaitable[Sequence[Choice]]] | None = None


Choices = Sequence[Choice] | SqlChoices | Callable[[Principal], Awaitable[Sequence[Choice]]]


@dataclass(frozen=True)
class Filter:
    """One way to narrow a list. sql: constant condition with `{p}` where the value goes (an array for "multi").

    kind "flag" has no value: its condition is added when the flag is set. number: values are numbers, not texts.
    kind "date": the value is the day's first moment in Vietnam; against a date column it is the day.
    """

    key: str
    title: object
    sql: str
    kind: Literal["choice", "multi", "text", "date", "flag"] = "choice"
    choices: Choices = ()
    number: bool = False


@dataclass(frozen=True)
class BulkAction:
    """Something done to all selected rows: the form posts `key=...` for each row to `path`."""

    key: str
    title: object
    path: str
    permission: str
    danger: bool = False


@dataclass(frozen=True)
class ListView:
    """A list. source: FROM clause; key: SQL of the row's public key; scope: condition on the reader's unit ids.

    order: column key to sort by at first, with "-" before it for descending. search: condition on `%folded text%`.
    create: (label, path, permission) of the button for a new record. empty: title and hint of the empty state.
    """

    name: str
    title: object
    path: str
    permission: str
    source: str
    key: str
    columns: tuple[Column, ...]
    order: str
    scope: str = ""
    where: str = ""
    href: str = ""
    search: str = ""
    fold_search: bool = True
    filters: tuple[Filter, ...] = ()
    bulk: tuple[BulkAction, ...] = ()
    create: tuple[object, str, str] | None = None
    empty: tuple[object, object] | None = None
    page_size: int = 20
    template: str = "core/list.html"

    def __post_init__(self) -> None:
        """Refuse a description that could not be queried. Raises ValueError."""
        keys = [c.key for c in self.columns]
        if len(set(keys)) != len(keys) or not keys:
            raise ValueError(f"{self.name}: column keys must be unique and not empty")
        ordered = self.column(self.order.removeprefix("-"))
        if ordered is None or ordered.sort is None:
            raise ValueError(f"{self.name}: cannot be sorted by {self.order!r}")

    def column(self, key: str) -> Column | None:
        """Return a column by its key."""
        return next((c for c in self.columns if c.key == key), None)
