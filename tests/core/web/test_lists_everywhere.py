"""Every list of the product can be asked every question that it offers: its description is valid SQL throughout."""

import gc
from collections.abc import Sequence

import pytest
from litestar import Litestar

from core.acting import SYSTEM, Principal
from core.clock import FixedClock
from core.web.lists import Filter, ListView
from core.web.lists.ask import Asked, read_question
from core.web.lists.respond import export_sql, load_page
from core.web.lists.settings import choices_of

pytestmark = pytest.mark.anyio


def product_lists() -> list[ListView]:
    """Return the lists that the installed parts and plugins describe."""
    found = {id(item): item for item in gc.get_objects() if isinstance(item, ListView)}
    return sorted((view for view in found.values() if not view.name.startswith("desk.")), key=lambda view: view.name)


async def samples(item: Filter) -> Sequence[str]:
    """Return values that a reader could send for a filter."""
    match item.kind:
        case "date":
            return ["2017-11-22"]
        case "flag":
            return ["1"]
        case "text":
            return ["7"] if item.number else ["a'b"]
        case _:
            return [choice.value for choice in await choices_of(item, SYSTEM)][:2]


async def questions(view: ListView) -> list[Asked]:
    queries: list[dict[str, Sequence[str]]] = [{"q": ["hoa 'x"]}, {}]
    queries += [{"columns": [column.key], "sort": [f"-{column.key}"]} for column in view.columns]
    queries += [{item.key: values} for item in view.filters if (values := await samples(item))]
    return [read_question(view, query) for query in queries]


async def test_every_filter_column_and_order_of_every_list_can_be_asked(
    app: Litestar, db: None, clock: FixedClock
) -> None:
    from core import db as database

    nobody = Principal(username="nobody", display_name="Nobody")
    views = product_lists()
    assert {"audit.log", "notices.mail"} & {view.name for view in views}
    for view in views:
        for asked in await questions(view):
            assert asked.problems == (), view.name
            for who in (SYSTEM, nobody):
                page = await load_page(view, asked, who, clock.now())
                assert page.problems == (), f"{view.name}: {asked}"
                columns = tuple(column for column in view.columns if column.export)
                sql, parameters = export_sql(view, asked, who, columns, clock.now(), 3)
                await database.rows(sql, *parameters)
