"""The logbook as a workbook that looks like the form; written row by row: a year needs no more memory than a day."""

import tempfile
from collections.abc import AsyncIterable, AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
import xlsxwriter
from msgspec import Struct

from plugins.onestop.papers.logbook import COLUMNS, LogLine, log_line
from plugins.onestop.papers.queries.logbook import BATCH, LogRow

CHUNK = 256 * 1024
_NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
# XML cannot hold these; a name copied from somewhere may
_UNWRITABLE = {**dict.fromkeys(range(0xD800, 0xE000), "\ufffd"), 0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}


class Cover(Struct, frozen=True):
    """What stands above the table. at: aware, when the workbook was made."""

    agency: str
    title: str
    mark: str
    period: str
    at: datetime


async def logbook_file(rows: AsyncIterable[LogRow], cover: Cover, target: Path) -> int:
    """Write the workbook and return how many dossiers are in it."""
    with tempfile.TemporaryDirectory(prefix="logbook-", dir=target.parent) as folder:
        sheet = await anyio.to_thread.run_sync(_Book, target, folder, cover)
        batch: list[LogLine] = []
        place = 0
        async for row in rows:
            place += 1
            batch.append(log_line(row, place))
            if len(batch) == BATCH:
                await anyio.to_thread.run_sync(sheet.write, batch)
                batch = []
        await anyio.to_thread.run_sync(sheet.write, batch)
        await anyio.to_thread.run_sync(sheet.finish)
    return place


async def logbook_stream(rows: AsyncIterable[LogRow], cover: Cover) -> AsyncIterator[bytes]:
    """Yield the workbook in pieces; it is written whole, to a temporary file, before the first one."""
    with tempfile.TemporaryDirectory(prefix="logbook-") as folder:
        target = Path(folder) / "logbook.xlsx"
        await logbook_file(rows, cover, target)
        async with await anyio.open_file(target, "rb") as written:
            while piece := await written.read(CHUNK):
                yield piece


class _Book:
    """A workbook that is being written: heading, head of the table, then rows in their order."""

    def __init__(self, target: Path, folder: str, cover: Cover) -> None:
        self.book: Any = xlsxwriter.Workbook(str(target), {"constant_memory": True, "tmpdir": folder})
        created = cover.at.astimezone(UTC).replace(tzinfo=None)
        self.book.set_properties(
            {"title": f"{cover.title}, {cover.period}", "author": cover.agency, "created": created}
        )
        self.sheet: Any = self.book.add_worksheet("So theo doi")
        self.place = 0
        look = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter", "text_wrap": True, "border": 1}
        self.looks = [self.book.add_format({**look, "align": "center" if c.centred else "left"}) for c in COLUMNS]
        self._page(cover)
        self._heading(cover)

    def _page(self, cover: Cover) -> None:
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer(f"&L{cover.title}, {cover.period}&RTrang &P/&N")
        for at, column in enumerate(COLUMNS):
            self.sheet.set_column(at, at, column.width)

    def _heading(self, cover: Cover) -> None:
        last = len(COLUMNS) - 1
        plain = {"font_name": "Times New Roman", "font_size": 12, "align": "center", "valign": "vcenter"}
        strong, small = self.book.add_format({**plain, "bold": True}), self.book.add_format({**plain, "italic": True})
        title = self.book.add_format({**plain, "bold": True, "font_size": 16})
        self.sheet.merge_range(0, 0, 0, 3, cover.agency.upper(), strong)
        self.sheet.merge_range(0, 5, 0, last, _NATION, strong)
        self.sheet.merge_range(1, 5, 1, last, _MOTTO, strong)
        self.sheet.merge_range(3, 0, 3, last, cover.title.upper(), title)
        self.sheet.merge_range(4, 0, 4, last, cover.period, small)
        self.sheet.write_string(5, last, cover.mark, self.book.add_format({"italic": True, "align": "right"}))
        head = self.book.add_format({**plain, "bold": True, "font_size": 11, "border": 1, "text_wrap": True})
        number = self.book.add_format({**plain, "italic": True, "font_size": 9, "border": 1})
        for at, column in enumerate(COLUMNS):
            self.sheet.write_string(6, at, column.title, head)
        for at in range(len(COLUMNS)):
            self.sheet.write_string(7, at, f"({at + 1})", number)
        self.place = 8
        self.sheet.freeze_panes(self.place, 2)
        self.sheet.repeat_rows(6, 7)

    def write(self, lines: list[LogLine]) -> None:
        """Append rows. Texts are texts, whatever they begin with."""
        for line in lines:
            for at, column in enumerate(COLUMNS):
                value = column.value(line)
                if isinstance(value, int):
                    self.sheet.write_number(self.place, at, value, self.looks[at])
                else:
                    self.sheet.write_string(self.place, at, value.translate(_UNWRITABLE), self.looks[at])
            self.place += 1

    def finish(self) -> None:
        """Write the file."""
        self.book.close()
