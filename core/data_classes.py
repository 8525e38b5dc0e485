"""Every column belongs to one class of data; a test refuses a table that leaves one out.

public: may be published. internal: for staff. personal: about a living person (Law 91/2025/QH15, basic data).
sensitive: identity papers and what the law protects more; read access is logged and never in the audit's clear text.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Literal, TypeVar

from piccolo.table import Table

DataClass = Literal["public", "internal", "personal", "sensitive"]
T = TypeVar("T", bound=type[Table])

_classes: dict[type[Table], dict[str, DataClass]] = {}


def classified(
    *,
    public: Sequence[str] = (),
    internal: Sequence[str] = (),
    personal: Sequence[str] = (),
    sensitive: Sequence[str] = (),
) -> Callable[[T], T]:
    """Give each column of a table its class. Raises ValueError for a column named twice or unknown."""

    def declare(table: T) -> T:
        classes: dict[str, DataClass] = {}
        named: tuple[tuple[DataClass, Sequence[str]], ...] = (
            ("public", public),
            ("internal", internal),
            ("personal", personal),
            ("sensitive", sensitive),
        )
        known = {column._meta.name for column in table._meta.columns}  # noqa: SLF001 -- Piccolo's own way to list columns
        for data_class, names in named:
            for name in names:
                if name in classes or name not in known:
                    raise ValueError(f"{table.__name__}.{name}: classified twice, or no such column")
                classes[name] = data_class
        _classes[table] = classes
        sensitive_names.cache_clear()
        return table

    return declare


def data_class_of(table: type[Table], column: str) -> DataClass | None:
    """Return the class of a column; None when nobody declared it."""
    return _classes.get(table, {}).get(column)


@cache
def sensitive_names() -> frozenset[str]:
    """Return the names of all sensitive columns: their values are hidden in the log."""
    return frozenset(name for classes in _classes.values() for name, kind in classes.items() if kind == "sensitive")
