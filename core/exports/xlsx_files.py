"""XLSX with typed cells, written row by row: memory does not grow with the number of rows."""

import math
import re
import tempfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Generic
from zoneinfo import ZoneInfo

import anyio.to_thread
import xlsxwriter

from core.exports.columns import Cell, Column, Kind, Row, Rows, each, local, writable

MOST_ROWS = 1_048_575
"""Rows of a sheet below its heading; more go to further sheets."""
LONGEST_TEXT = 32_767
# spreadsheets compute with 15 digits and would change the end of longer numbers
MOST_DIGITS = 15
BATCH = 500
_CHUNK = 256 * 1024
_FORMATS: dict[Kind, str] = {
    "text": "General",
    "number": "General",
    "money": "#,##0",
    "date": "dd/mm/yyyy",
    "moment": "dd/mm/yyyy hh:mm",
}
_WIDTHS: dict[Kind, float] = {"text": 28, "number": 12, "money": 16, "date": 12, "moment": 17}
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_FIRST_YEAR = 1900


@dataclass
class _Book(Generic[Row]):
    """A workbook that is being written, and where in it."""

    columns: Sequence[Column[Row]]
    zone: ZoneInfo
    title: str
    rows_per_sheet: int
    book: Any
    formats: dict[Kind, Any] = field(init=False)
    heading: Any = field(init=False)
    sheet: Any = None
    sheets: int = 0
    filled: int = 0

    def __post_init__(self) -> None:
        self.formats = {kind: self.book.add_format({"num_format": code}) for kind, code in _FORMATS.items()}
        self.heading = self.book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "text_wrap": True})
        self.open_sheet()

    def open_sheet(self) -> None:
        """Begin a sheet: its heading stays in view."""
        self.sheets += 1
        self.filled = 0
        self.sheet = self.book.add_worksheet(_sheet_name(self.title, self.sheets))
        self.sheet.freeze_panes(1, 0)
        for at, column in enumerate(self.columns):
            self.sheet.set_column(at, at, column.width or _WIDTHS[column.kind])
            self.sheet.write_string(0, at, _shortened(writable(column.title)), self.heading)

    def close_sheet(self) -> None:
        """End a sheet: its filter covers what was written."""
        if self.columns:
            self.sheet.autofilter(0, 0, self.filled, len(self.columns) - 1)

    def write(self, batch: Sequence[Row]) -> None:
        """Append rows."""
        for row in batch:
            if self.filled == self.rows_per_sheet:
                self.close_sheet()
                self.open_sheet()
            self.filled += 1
            for at, column in enumerate(self.columns):
                self.put(at, column.value(row), self.formats[column.kind])

    def put(self, at: int, cell: Cell, look: Any) -> None:
        """Write a cell of the current row by the type of its value."""
        if isinstance(cell, datetime):
            cell = local(cell, self.zone)
        place = (self.filled, at)
        match cell:
            case None:
                pass
            case bool():
                self.sheet.write_boolean(*place, cell, look)
            case date() if cell.year >= _FIRST_YEAR:
                self.sheet.write_datetime(*place, cell, look)
            case int() | float() | Decimal() if _exact(cell):
                self.sheet.write_number(*place, cell, look)
            case _:
                self.sheet.write_string(*place, _shortened(writable(str(cell))), look)

    def finish(self) -> None:
        """Close the last sheet and write the file."""
        self.close_sheet()
        self.book.close()


async def xlsx_file(
    columns: Sequence[Column[Row]],
    rows: Rows[Row],
    target: Path,
    *,
    title: str,
    zone: ZoneInfo,
    at: datetime,
    rows_per_sheet: int = MOST_ROWS,
) -> None:
    """Write a workbook with one table; sheets are named by the title.

    Cells are texts, numbers, dates or times, never formulas or links, whatever a text begins with. Times are shown in
    the zone. Numbers of more than 15 digits and dates before 1900 are written as texts, since a spreadsheet would
    change them. at: creation time in the file's properties. Raises ValueError for a naive time.
    """
    # rows wait in files of this folder until the workbook is packed; it goes away also when a row raises
    with tempfile.TemporaryDirectory(prefix="xlsx-", dir=target.parent) as folder:
        workbook = xlsxwriter.Workbook(str(target), {"constant_memory": True, "tmpdir": folder})
        workbook.set_properties({"title": writable(title), "created": at.astimezone(UTC).replace(tzinfo=None)})
        book = _Book(columns, zone, title, rows_per_sheet, workbook)
        batch: list[Row] = []
        async for row in each(rows):
            batch.append(row)
            if len(batch) == BATCH:
                await anyio.to_thread.run_sync(book.write, batch)
                batch = []
        await anyio.to_thread.run_sync(book.write, batch)
        await anyio.to_thread.run_sync(book.finish)


async def xlsx_stream(
    columns: Sequence[Column[Row]], rows: Rows[Row], *, title: str, zone: ZoneInfo, at: datetime
) -> AsyncIterator[bytes]:
    """Yield the workbook of `xlsx_file` in pieces; it is written whole, to a temporary file, before the first piece."""
    with tempfile.TemporaryDirectory(prefix="xlsx-") as folder:
        target = Path(folder) / "table.xlsx"
        await xlsx_file(columns, rows, target, title=title, zone=zone, at=at)
        async with await anyio.open_file(target, "rb") as written:
            while piece := await written.read(_CHUNK):
                yield piece


def _sheet_name(title: str, number: int) -> str:
    suffix = f" ({number})" if number > 1 else ""
    name = _NOT_IN_SHEET_NAMES.sub(" ", writable(title)).strip("' ") or "1"
    if name.lower() == "history":  # the one name that Excel keeps for itself
        name += "_"
    return name[: 31 - len(suffix)].rstrip("' ") + suffix


def _exact(number: float | Decimal) -> bool:
    """Tell whether a spreadsheet keeps every digit of the number."""
    if isinstance(number, float):
        return math.isfinite(number)
    exact = Decimal(number)
    return exact.is_finite() and len(exact.normalize().as_tuple().digits) <= MOST_DIGITS


def _shortened(text: str) -> str:
    """Cut a text to what a cell holds; the limit counts UTF-16 units."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    return units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"
