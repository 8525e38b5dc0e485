"""How many rows a page of a list shows: as many as the list usually shows, or a number from the menu."""

import pytest

from core.acting import SYSTEM
from core.testing import NOW
from core.web.lists.ask import ROWS, read_question
from core.web.lists.query import page_sql
from tests.core.web.desk import VISITS


def limits(**query: str) -> str:
    asked = read_question(VISITS, {name: [value] for name, value in query.items()})
    return page_sql(VISITS, asked, SYSTEM, VISITS.columns, NOW)[0].rpartition("LIMIT")[2].strip()


def test_usually_what_the_list_says() -> None:
    assert limits(page="3") == "5 OFFSET 10"


@pytest.mark.parametrize("rows", ROWS)
def test_a_number_from_the_menu(rows: int) -> None:
    assert limits(rows=str(rows), page="3") == f"{rows} OFFSET {2 * rows}"


@pytest.mark.parametrize("rows", ["", "0", "-25", "24", "100000", "٢٥", "25 ", "1e2"])
def test_any_other_number_is_not_obeyed(rows: str) -> None:
    assert limits(rows=rows) == "5 OFFSET 0"


def test_the_choice_stays_in_the_lists_addresses() -> None:
    asked = read_question(VISITS, {"rows": ["100"], "page": ["2"]})
    assert asked.address("/staff/visits", page=3) == "/staff/visits?sort=name&rows=100&page=3"
    assert asked.address("/staff/visits", rows=25) == "/staff/visits?sort=name&rows=25"
