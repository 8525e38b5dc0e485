"""CSV as spreadsheets and programs both read it: UTF-8 with byte order mark, commas, CRLF (RFC 4180)."""

import csv
import io
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from core.exports.columns import Cell, Column, Row, Rows, each, local, writable

CHUNK = 64 * 1024
BYTE_ORDER_MARK = "\ufeff"
# What makes a spreadsheet take a text for a formula, also in the full-width forms of East Asian keyboards.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


async def csv_stream(columns: Sequence[Column[Row]], rows: Rows[Row], *, zone: ZoneInfo) -> AsyncIterator[bytes]:
    """Yield the file in pieces of about 64 KiB.

    Texts that a spreadsheet would run as formulas get an apostrophe in front; numbers stay numbers, with a point.
    Dates are ISO 8601; times are in the zone, "2026-02-03 08:05:00". Raises ValueError for a naive time.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write(BYTE_ORDER_MARK)
    writer.writerow([harmless(column.title) for column in columns])
    async for row in each(rows):
        writer.writerow([_text(column.value(row), zone) for column in columns])
        if buffer.tell() >= CHUNK:
            yield _taken(buffer)
    yield _taken(buffer)


def harmless(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula; an apostrophe is put before one that it would run.

    Leading blanks are looked through, since some programs drop them. Source: OWASP, CSV injection.
    """
    text = writable(text)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS) else text


def _text(cell: Cell, zone: ZoneInfo) -> str:
    match cell:
        case str():
            text = harmless(cell)
        case None:
            text = ""
        case bool():
            text = "true" if cell else "false"
        case datetime():
            text = local(cell, zone).isoformat(" ", "seconds")
        case Decimal():
            # without exponent, so that every program takes it for a number
            text = f"{cell:f}"
        case _:
            text = str(cell)
    return text


def _taken(buffer: io.StringIO) -> bytes:
    """Empty the buffer and return what was in it."""
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
