"""What an exported table consists of: columns that know how to take their value out of a row."""

from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Generic, Literal, TypeVar
from zoneinfo import ZoneInfo

Row = TypeVar("Row")
Rows = Iterable[Row] | AsyncIterable[Row]
Cell = str | int | float | Decimal | bool | date | datetime | None
Kind = Literal["text", "number", "money", "date", "moment"]

# letters that no file format can hold: halves of surrogate pairs and two non-characters of XML
_UNWRITABLE = {**dict.fromkeys(range(0xD800, 0xE000), "\ufffd"), 0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: its heading, where its value comes from, how it is shown. width: in characters, None by kind.

    kind says how a spreadsheet shows the value ("money": whole dong with separators, "moment": date and time);
    what a cell is follows from the type of the value itself.
    """

    title: str
    value: Callable[[Row], Cell]
    kind: Kind = "text"
    width: float | None = None


async def each(rows: Rows[Row]) -> AsyncIterator[Row]:
    """Yield the rows of a list, a generator or an asynchronous generator alike."""
    if isinstance(rows, AsyncIterable):
        async for row in rows:
            yield row
    else:
        for row in rows:
            yield row


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the wall clock time in the zone, without zone; raises ValueError for a naive moment."""
    if moment.tzinfo is None:
        raise ValueError("an exported time needs a zone")
    return moment.astimezone(zone).replace(tzinfo=None)


def writable(text: str) -> str:
    """Return the text with every letter that UTF-8 or XML cannot hold replaced by U+FFFD."""
    return text.translate(_UNWRITABLE)
