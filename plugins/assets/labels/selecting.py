"""All rows of a filtered list, not only those of the page on screen."""

from typing import Any

from litestar import Request

from core import db
from core.acting import Act
from core.web.lists import Column, ListView
from core.web.lists.ask import read_question
from core.web.lists.query import export_sql


async def all_keys(view: ListView, request: Request[Any, Any, Any], act: Act, limit: int) -> list[str]:
    """Return the keys of the rows that the address's filters find, in its order, at most `limit` of them."""
    query = {name: request.query_params.getall(name) for name in request.query_params}
    asked = read_question(view, query)
    sql, parameters = export_sql(view, asked, act.who, (Column("key", "", view.key),), act.at, limit)
    return [str(record[0]) for record in await db.rows(sql, *parameters)]
