"""The list component: filters, sorting, paging, scope, export; whatever stands in the address, an answer comes back."""

import asyncio
import csv
import io
import re
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from core import db as database
from core.acting import SYSTEM
from core.web.lists import Column, ListView
from core.web.lists.ask import read_question
from core.web.lists.query import conditions, ordering
from tests.core.web.desk import VISITS, as_person

pytestmark = pytest.mark.anyio

ALL = "thanh"  # may read both communes
CELL = re.compile(r"<td[^>]*>(?:<a[^>]*>)?([^<]*)")


async def names(client: httpx.AsyncClient, question: str = "", who: str = ALL) -> list[str]:
    """Return the first column of a page."""
    answer = await client.get(f"/staff/visits?{question}", headers=as_person(who))
    assert answer.status_code == 200, answer.text[-500:]
    return re.findall(r'href="/staff/visits/\d+"[^>]*>([^<]+)</a>', answer.text)


async def all_names(client: httpx.AsyncClient, question: str = "", who: str = ALL) -> list[str]:
    """Return the first column of the whole filtered set, through the export."""
    answer = await client.get(f"/staff/visits?{question}&format=csv", headers=as_person(who))
    assert answer.status_code == 200, answer.text
    return [row[0] for row in list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]]


async def test_a_page_shows_the_rows_their_number_and_the_next_page(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/staff/visits", headers=as_person(ALL))
    assert await names(visitor) == ["=1+1", "An", "Bình", "Châu", "Đặng Thị Hòa"]
    assert "12 dòng" in answer.text
    assert 'href="/staff/visits?sort=name&amp;page=2"' in answer.text


@pytest.mark.parametrize(
    "sort", ["name", "-name", "state", "-state", "fee", "-fee", "came", "-came", "nonsense", "secret"]
)
async def test_pages_never_overlap_and_leave_nothing_out(visitor: httpx.AsyncClient, sort: str) -> None:
    pages = [await names(visitor, f"sort={sort}&page={page}") for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [5, 5, 2]
    assert len({name for page in pages for name in page}) == 12


async def test_sorting_turns_round(visitor: httpx.AsyncClient) -> None:
    assert (await names(visitor, "sort=came"))[:2] == ["An", "Bình"]
    assert (await names(visitor, "sort=-came"))[:2] == ["Đặng Thị Hòa", "Lan"]


@pytest.mark.parametrize(
    ("page", "shown"), [("0", 5), ("-1", 5), ("3", 2), ("4", 2), ("99999", 2), ("x", 5), ("1e3", 5)]
)
async def test_a_page_that_is_not_there_is_the_first_or_the_last(
    visitor: httpx.AsyncClient, page: str, shown: int
) -> None:
    answer = await visitor.get(f"/staff/visits?page={page}", headers=as_person(ALL))
    assert "12 dòng" in answer.text
    assert len(await names(visitor, f"page={page}")) == shown


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("state=done", {"Châu", "Giang", "=1+1", "Đặng Thị Hòa"}),
        ("state=done&state=new&unit=2", {"=1+1", "Khánh", "Lan", "Đặng Thị Hòa"}),
        ("unit=2&paid=1", {"=1+1", "Khánh", "Lan"}),
        ("fee=15000", {"Châu", "Hà", "Lan"}),
        ("since=2017-11-12", {"Lan", "Đặng Thị Hòa"}),
        ("name=h%E1%BB%8B", {"Đặng Thị Hòa"}),
        ("q=hoa", {"Hòa", "Đặng Thị Hòa"}),
        ("q=H%C3%92A", {"Hòa", "Đặng Thị Hòa"}),
        ("q=hoa&unit=1", {"Hòa"}),
        ("q=%25", set()),
        ("q=_", set()),
        ("q=%5C", set()),
        ("q=nobody", set()),
    ],
)
async def test_filters_and_search_narrow_page_and_export_alike(
    visitor: httpx.AsyncClient, question: str, found: set[str]
) -> None:
    assert set(await names(visitor, question)) == found
    assert set(await all_names(visitor, question)) == {f"'{n}" if n.startswith("=") else n for n in found}


async def test_a_day_begins_at_midnight_in_vietnam(visitor: httpx.AsyncClient) -> None:
    await database.execute("UPDATE desk_visit SET came = '2017-11-19 17:30+00' WHERE id = 1")  # 00:30 on the 20th
    await database.execute("UPDATE desk_visit SET came = '2017-11-19 16:30+00' WHERE id = 2")  # 23:30 on the 19th
    assert await names(visitor, "since=2017-11-20") == ["An"]


@pytest.mark.parametrize(
    "question",
    [
        "state=gone",
        "state=done&state=gone",
        "unit=77",
        "unit=x",
        "since=2017-13-01",
        "since=yesterday",
        "fee=9" * 30,
        "fee=1.5",
    ],
)
async def test_a_filter_value_that_does_not_exist_is_told_not_obeyed(visitor: httpx.AsyncClient, question: str) -> None:
    answer = await visitor.get(f"/staff/visits?{question}", headers=as_person(ALL))
    assert answer.status_code == 200
    assert "giá trị không dùng được nên đã bỏ qua" in answer.text
    assert "12 dòng" in answer.text
    assert len(await all_names(visitor, question)) == 12


async def test_filters_that_the_list_does_not_have_are_nothing(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/staff/visits?colour=red&utm_source=mail", headers=as_person(ALL))
    assert "12 dòng" in answer.text
    assert "bỏ qua" not in answer.text


async def test_everybody_sees_the_rows_of_his_units_only(visitor: httpx.AsyncClient) -> None:
    mine, theirs = set(await all_names(visitor, who="lan")), set(await all_names(visitor, who="minh"))
    assert (len(mine), len(theirs)) == (8, 4)
    assert not mine & theirs
    for question in ("unit=2", "unit=2&state=done", "q=dang", "name=%25", "sort=-name&page=2", "rows=100"):
        assert set(await names(visitor, question, who="lan")) <= mine


ATTACKS = [
    "'; DROP TABLE desk_visit; --",
    "1 OR 1=1",
    "x') OR true --",
    "{p}",
    "{now}",
    "$1",
    "$2::text",
    "%' OR 'a'='a",
    "name; SELECT pg_sleep(9)",
    "v.note",
    "-v.note",
    "\x00",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
]


@pytest.mark.parametrize("attack", ATTACKS)
async def test_what_was_typed_never_becomes_sql(visitor: httpx.AsyncClient, attack: str) -> None:
    mine = set(await all_names(visitor, who="lan"))
    for key in ("q", "sort", "page", "rows", "columns", "state", "unit", "since", "name", "paid", "fee", "format"):
        question = urlencode({key: attack})
        answer = await visitor.get(f"/staff/visits?{question}", headers=as_person("lan"))
        assert answer.status_code == 200, question
        assert set(await names(visitor, question, who="lan")) <= mine
    assert await database.value("SELECT count(*) FROM desk_visit") == 12


async def test_what_was_typed_is_shown_as_text(visitor: httpx.AsyncClient) -> None:
    probe = "<script>alert(1)</script>\"'><img src=x>"
    for key in ("q", "name", "state", "columns", "sort"):
        answer = await visitor.get(f"/staff/visits?{urlencode({key: probe})}", headers=as_person(ALL))
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text


KEYS = ["q", "sort", "page", "rows", "columns", "format", "state", "unit", "since", "name", "paid", "fee", "other"]
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["done", "new", "1", "-1", "2017-11-05", "-came", "name", "csv", "xlsx", "25", *ATTACKS]),
    st.integers().map(str),
    st.floats().map(str),
    st.dates().map(str),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(st.sampled_from(KEYS), VALUES), max_size=6))
async def test_no_question_is_a_crash(visitor: httpx.AsyncClient, pairs: list[tuple[str, str]]) -> None:
    question = "&".join(f"{key}={quote(value, errors='replace')}" for key, value in pairs)
    answer = await visitor.get(f"/staff/visits?{question}", headers=as_person(ALL))
    # 422: a whole number that the column cannot hold
    assert answer.status_code in {200, 422}, answer.text[-300:]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.binary(max_size=60))
async def test_no_bytes_in_an_address_are_a_crash(visitor: httpx.AsyncClient, query: bytes) -> None:
    question = "".join(f"%{byte:02x}" if byte > 126 or byte < 33 or byte == 35 else chr(byte) for byte in query)
    answer = await visitor.get(f"/staff/visits?{question}", headers=as_person(ALL))
    assert answer.status_code in {200, 400, 422}


async def test_a_csv_file_is_safe_whole_and_readable_by_a_spreadsheet(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/staff/visits?format=csv&sort=came", headers=as_person(ALL))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="desk-visits.csv"'
    assert answer.headers["cache-control"] == "no-store"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Tên", "Trạng thái", "Lệ phí", "Đến lúc", "Đơn vị"], "a column that may not leave stays"
    assert len(rows) == 13
    assert rows[1][1] == "Mới", "coded values in words"
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and cell]
    assert "riêng" not in answer.text


async def test_an_xlsx_file_holds_the_filtered_set_with_numbers_as_numbers(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/staff/visits?format=xlsx&unit=2&sort=came", headers=as_person(ALL))
    assert "spreadsheetml" in answer.headers["content-type"]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == ["=1+1", "Khánh", "Lan", "Đặng Thị Hòa"], "text, no formula"
    assert [row[2] for row in rows[1:]] == [5000, 10000, 15000, 0]


async def test_a_file_of_another_kind_is_a_page(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/staff/visits?format=exe", headers=as_person(ALL))
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    ("question", "statements"),
    [
        ("", 2),  # the reader's choices; the rows with their number
        ("state=done&q=hoa&sort=-came&page=1", 2),
        ("page=9", 4),  # a page that is not there: look at the first, then show the last
    ],
)
async def test_a_page_costs_a_fixed_number_of_statements(
    visitor: httpx.AsyncClient, count_queries: Any, question: str, statements: int
) -> None:
    with count_queries() as sent:
        await names(visitor, question)
        await asyncio.sleep(0)
    asked = [statement for statement in sent if "savepoint" not in statement.lower()]
    assert len(asked) == statements, asked


async def test_an_empty_list_says_what_to_do(visitor: httpx.AsyncClient) -> None:
    await database.execute("DELETE FROM desk_visit")
    lan, minh = [(await visitor.get("/staff/visits", headers=as_person(who))).text for who in ("lan", "minh")]
    assert "Khách đến sẽ hiện ở đây." in lan
    assert 'href="/staff/visits/new"' in lan
    assert 'href="/staff/visits/new"' not in minh, "who may not write is not invited to"
    narrowed = (await visitor.get("/staff/visits?q=x", headers=as_person("lan"))).text
    assert "Khách đến sẽ hiện ở đây." not in narrowed


async def test_every_set_filter_can_be_taken_off(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/staff/visits?state=done&state=new&q=hoa&paid=1", headers=as_person(ALL))
    for rest in (
        "q=hoa&amp;state=new&amp;paid=1",
        "state=done&amp;state=new&amp;paid=1",
        "q=hoa&amp;state=done&amp;state=new",
    ):
        assert f'href="/staff/visits?{rest}&amp;sort=name"' in answer.text, rest


def test_a_description_that_cannot_be_queried_is_refused() -> None:
    good = {"name": "x", "title": "x", "path": "/x", "permission": "x", "source": "x", "key": "x.id"}
    column = Column("a", "A", "x.a", sort="x.a")
    ListView(**good, columns=(column,), order="-a")
    for columns, order in (((), "a"), ((column, column), "a"), ((column,), "b"), ((Column("a", "A", "x.a"),), "a")):
        with pytest.raises(ValueError, match=r"^x: "):
            ListView(**good, columns=columns, order=order)


def test_parameters_are_numbered_in_their_order() -> None:
    asked = read_question(VISITS, {"state": ["done"], "unit": ["2"], "q": ["Hòa"]})
    statement = conditions(VISITS, asked, SYSTEM)
    assert statement.parameters == ["%hoa%", ["done"], 2]
    assert [f"${n}" in statement.where for n in (1, 2, 3, 4)] == [True, True, True, False]
    assert ordering(VISITS, asked) == " ORDER BY v.search_key ASC NULLS LAST, v.id"
