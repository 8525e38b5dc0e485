"""A question to a list as one SQL statement: the page of rows and the capped count in one round trip."""

from datetime import datetime
from typing import Any

from core.acting import Principal
from core.text.viet import search_key
from core.web.lists.ask import Asked, convert
from core.web.lists.describe import Column, ListView

COUNT_CAP = 10_000  # beyond it the page says "more than": counting on would cost more than anybody learns from it


class Statement:
    """SQL text with its parameters; `add` puts a condition whose `{p}` stands for the next parameter."""

    def __init__(self) -> None:
        self.conditions: list[str] = []
        self.parameters: list[Any] = []

    def add(self, condition: str, *values: Any) -> None:
        """Add a condition; its one value may be used several times."""
        if values:
            self.parameters.append(values[0])
        self.conditions.append(condition.replace("{p}", f"${len(self.parameters)}"))

    @property
    def where(self) -> str:
        """The WHERE clause."""
        return f" WHERE {' AND '.join(f'({c})' for c in self.conditions)}" if self.conditions else ""


def conditions(view: ListView, asked: Asked, principal: Principal) -> Statement:
    """Return what narrows the list: the reader's units first, then search and filters."""
    statement = Statement()
    if view.where:
        statement.add(view.where)
    if view.scope and not principal.everything:
        statement.add(view.scope, list(principal.units(view.permission)))
    if asked.search and view.search:
        text = search_key(asked.search) if view.fold_search else asked.search
        escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        statement.add(view.search, f"%{escaped}%")
    for item in view.filters:
        texts = asked.values.get(item.key)
        if not texts:
            continue
        if item.kind == "flag":
            statement.add(item.sql)
        elif item.kind == "multi":
            statement.add(item.sql, [convert(item, text) for text in texts])
        else:
            statement.add(item.sql, convert(item, texts[0]))
    return statement


def ordering(view: ListView, asked: Asked) -> str:
    """Return the ORDER BY clause: the chosen column, then the key, so that pages never overlap."""
    column = view.column(asked.sort.removeprefix("-"))
    expression = column.sort if column is not None and column.sort else view.key
    direction = "DESC NULLS LAST" if asked.sort.startswith("-") else "ASC NULLS LAST"
    return f" ORDER BY {expression} {direction}, {view.key}"


def at_moment(sql: str, parameters: list[Any], at: datetime) -> tuple[str, list[Any]]:
    """Put the present moment where the description says `{now}`; nothing is added when it never does."""
    if "{now}" not in sql:
        return sql, parameters
    return sql.replace("{now}", f"${len(parameters) + 1}::timestamptz"), [*parameters, at]


def page_sql(
    view: ListView, asked: Asked, principal: Principal, columns: tuple[Column, ...], at: datetime
) -> tuple[str, list[Any]]:
    """Return the statement of one page: key, the columns, and the capped count in the last place."""
    statement = conditions(view, asked, principal)
    size = asked.rows or view.page_size
    offset = (asked.page - 1) * size
    selected = ", ".join([view.key, *(c.sql for c in columns)])
    count = f"(SELECT count(*) FROM (SELECT 1 FROM {view.source}{statement.where} LIMIT {COUNT_CAP + 1}) AS capped)"  # noqa: S608
    limits = f"LIMIT {size} OFFSET {offset}"
    sql = f"SELECT {selected}, {count} FROM {view.source}{statement.where}{ordering(view, asked)} {limits}"  # noqa: S608
    return at_moment(sql, statement.parameters, at)


def export_sql(
    view: ListView, asked: Asked, principal: Principal, columns: tuple[Column, ...], at: datetime, limit: int
) -> tuple[str, list[Any]]:
    """Return the statement of the whole filtered set, up to a limit."""
    statement = conditions(view, asked, principal)
    selected = ", ".join(c.sql for c in columns)
    sql = f"SELECT {selected} FROM {view.source}{statement.where}{ordering(view, asked)} LIMIT {limit}"  # noqa: S608
    return at_moment(sql, statement.parameters, at)
