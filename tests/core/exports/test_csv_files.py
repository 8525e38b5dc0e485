import csv
import io
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exports import Cell, Column, csv_stream
from core.exports.csv_files import CHUNK, harmless

pytestmark = pytest.mark.anyio
OFFICE = ZoneInfo("Asia/Ho_Chi_Minh")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
ONE = [Column[Cell]("Cột", lambda row: row)]


async def written(columns: Sequence[Column[Cell]], rows: list[Cell]) -> bytes:
    return b"".join([piece async for piece in csv_stream(columns, rows, zone=OFFICE)])


def read(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))


async def test_a_spreadsheet_sees_vietnamese_and_a_program_sees_rfc_4180() -> None:
    file = await written(ONE, ["Nguyễn Thị Hạnh", 'nói "được", rồi\nxuống dòng'])
    assert file == '\ufeffCột\r\nNguyễn Thị Hạnh\r\n"nói ""được"", rồi\nxuống dòng"\r\n'.encode()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (-5, "-5"),
        (1_250_000, "1250000"),
        (-0.5, "-0.5"),
        (Decimal("-1E+3"), "-1000"),
        (Decimal("12.50"), "12.50"),
        (True, "true"),
        (date(2026, 2, 3), "2026-02-03"),
        (datetime(2026, 2, 2, 18, 5, 9, 250, tzinfo=UTC), "2026-02-03 01:05:09"),
        ("0012000012397", "0012000012397"),
    ],
)
async def test_values_keep_their_type(cell: Cell, text: str) -> None:
    assert read(await written(ONE, [cell, "x"])) == [["Cột"], [text] if text else [""], ["x"]]


@pytest.mark.parametrize(
    "text", ["=1+1", "+84912345678", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =cmd|' /C calc'!A0", "＝1"]
)
async def test_a_formula_is_defused(text: str) -> None:
    assert read(await written(ONE, [text]))[1] == [f"'{text}"]


async def test_a_heading_is_defused_too() -> None:
    assert read(await written([Column("=1+1", lambda row: row)], []))[0] == ["'=1+1"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")), max_size=20))
async def test_any_text_comes_back_and_none_begins_like_a_formula(texts: list[str]) -> None:
    cells = [row[0] if row else "" for row in read(await written(ONE, list(texts)))[1:]]
    assert not any(cell.startswith(DANGEROUS) or cell.lstrip().startswith(DANGEROUS) for cell in cells)
    for text, cell in zip(texts, cells, strict=True):
        assert cell == harmless(text)
        assert cell in (text, f"'{text}")


async def test_half_a_surrogate_pair_does_not_stop_the_export() -> None:
    assert read(await written(ONE, ["a\ud800b"]))[1] == ["a\ufffdb"]


async def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        await written(ONE, [datetime(2026, 2, 3)])  # noqa: DTZ001 -- the point of the test


async def test_rows_are_taken_as_they_come_and_pieces_stay_small() -> None:
    asked = 0

    async def rows() -> AsyncIterator[Cell]:
        nonlocal asked
        for number in range(20_000):
            asked += 1
            yield f"dòng {number}"

    stream = csv_stream(ONE, rows(), zone=OFFICE)
    first = await anext(stream)
    assert asked < 20_000
    assert CHUNK <= len(first) < 2 * CHUNK
    rest = [piece async for piece in stream]
    assert len(read(b"".join([first, *rest]))) == 20_001
