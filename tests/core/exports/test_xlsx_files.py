import zipfile
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from core.exports import Cell, Column, xlsx_file, xlsx_stream
from core.exports.xlsx_files import LONGEST_TEXT

pytestmark = pytest.mark.anyio
OFFICE = ZoneInfo("Asia/Ho_Chi_Minh")
AT = datetime(2026, 2, 3, 1, 5, tzinfo=UTC)
ONE = [Column[Cell]("Cột", lambda row: row)]


async def read(tmp_path: Path, rows: Sequence[Cell], columns: Sequence[Column[Cell]] = ONE) -> list[list[Any]]:
    target = tmp_path / "table.xlsx"
    await xlsx_file(columns, rows, target, title="Sổ", zone=OFFICE, at=AT)
    return CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()


def sheet_xml(target: Path, number: int = 1) -> str:
    with zipfile.ZipFile(target) as book:
        return book.read(f"xl/worksheets/sheet{number}.xml").decode()


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Nguyễn Thị Hạnh", "Nguyễn Thị Hạnh"),
        ("0012000012397", "0012000012397"),
        ("=1+1", "=1+1"),
        ("https://example.vn", "https://example.vn"),
        ("_x0041_", "_x0041_"),
        (-5, -5.0),
        (999_999_999_999_999, 999_999_999_999_999.0),
        (1_000_000_000_000_001, "1000000000000001"),
        (Decimal("80000.50"), 80000.5),
        (Decimal("1234567890.1234567"), "1234567890.1234567"),
        (Decimal("Infinity"), "Infinity"),
        (float("nan"), "nan"),
        (True, True),
        (date(2026, 2, 3), date(2026, 2, 3)),
        (date(1899, 12, 31), "1899-12-31"),
        (datetime(2026, 2, 2, 18, 5, 9, tzinfo=UTC), datetime(2026, 2, 3, 1, 5, 9)),  # noqa: DTZ001 -- Excel has no zones
    ],
)
async def test_cells_are_typed(tmp_path: Path, cell: Cell, found: object) -> None:
    kind = "date" if type(cell) is date else "moment" if isinstance(cell, datetime) else "text"
    rows = await read(tmp_path, [cell], [Column("Cột", lambda row: row, kind)])
    assert rows == [["Cột"], [found]]


async def test_an_empty_value_is_an_empty_cell(tmp_path: Path) -> None:
    assert await read(tmp_path, [None, "x"]) == [["Cột"], [""], ["x"]]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")), max_size=8))
async def test_any_text_comes_back_and_nothing_is_a_formula_or_link(tmp_path: Path, texts: list[str]) -> None:
    texts = [f"={text}" for text in texts] + texts
    rows = await read(tmp_path, list(texts))
    # XML knows one kind of line end; the rest comes back letter for letter
    assert [row[0] for row in rows[1:]][: len(texts)] == texts
    xml = sheet_xml(tmp_path / "table.xlsx")
    assert "<f>" not in xml
    assert "<hyperlink" not in xml


async def test_the_heading_stays_in_view_and_the_filter_covers_all_rows(tmp_path: Path) -> None:
    target = tmp_path / "table.xlsx"
    columns = [Column[int]("Tiền", lambda row: row, "money"), Column[int]("Lúc", lambda _row: AT, "moment")]
    await xlsx_file(columns, range(3), target, title="Sổ", zone=OFFICE, at=AT)
    xml = sheet_xml(target)
    assert '<pane ySplit="1"' in xml
    assert '<autoFilter ref="A1:B4"/>' in xml
    with zipfile.ZipFile(target) as book:
        assert 'formatCode="dd/mm/yyyy hh:mm"' in book.read("xl/styles.xml").decode()
        assert "2026-02-03T01:05:00Z" in book.read("docProps/core.xml").decode()


async def test_more_rows_than_a_sheet_holds_go_to_the_next(tmp_path: Path) -> None:
    target = tmp_path / "table.xlsx"
    await xlsx_file(
        ONE, list(range(7)), target, title="Sổ theo dõi hồ sơ năm 2026 của xã", zone=OFFICE, at=AT, rows_per_sheet=3
    )
    book = CalamineWorkbook.from_path(target)
    assert len(book.sheet_names) == 3
    assert all(len(name) <= 31 for name in book.sheet_names)
    found = [row for sheet in range(3) for row in book.get_sheet_by_index(sheet).to_python()]
    assert found == [["Cột"], [0], [1], [2], ["Cột"], [3], [4], [5], ["Cột"], [6]]
    assert '<autoFilter ref="A1:A4"/>' in sheet_xml(target, 2)


@pytest.mark.parametrize("title", ["", "a/b:c*[d]", "'x'", "\ud800", "History", "S" * 60])
async def test_any_title_makes_a_sheet_name(tmp_path: Path, title: str) -> None:
    target = tmp_path / "table.xlsx"
    await xlsx_file(ONE, ["x"], target, title=title, zone=OFFICE, at=AT)
    book = CalamineWorkbook.from_path(target)
    (name,) = book.sheet_names
    assert 0 < len(name) <= 31
    assert name.lower() != "history"
    assert not set(name) & set("[]:*?/\\")
    assert book.get_sheet_by_index(0).to_python() == [["Cột"], ["x"]]


@pytest.mark.parametrize("text", ["x" * 40_000, "😀" * 20_000])
async def test_a_text_too_long_for_a_cell_is_cut_with_a_mark(tmp_path: Path, text: str) -> None:
    found = (await read(tmp_path, [text]))[1][0]
    assert found.endswith("…")
    assert text.startswith(found[:-1])
    assert LONGEST_TEXT - 1 <= len(found.encode("utf-16-le")) // 2 <= LONGEST_TEXT


async def test_a_row_that_raises_leaves_no_temporary_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="zone"):
        await read(tmp_path, ["x", datetime(2026, 2, 3)])  # noqa: DTZ001 -- the point of the test
    assert {path.name for path in tmp_path.iterdir()} <= {"table.xlsx"}  # noqa: ASYNC240 -- a test


async def test_a_stream_of_an_async_generator_is_a_whole_workbook(tmp_path: Path) -> None:
    async def rows() -> AsyncIterator[Cell]:
        for number in range(1_200):
            yield number

    pieces = [piece async for piece in xlsx_stream(ONE, rows(), title="Sổ", zone=OFFICE, at=AT)]
    target = tmp_path / "streamed.xlsx"
    target.write_bytes(b"".join(pieces))
    found = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    assert found == [["Cột"], *([number] for number in range(1_200))]
