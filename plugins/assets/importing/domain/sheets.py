"""A table of texts out of a file: delimiter, header row, and the rows below it that hold things."""

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from core.text.viet import clean, search_key
from plugins.assets.importing.domain.headers import distinct, header_line
from plugins.assets.importing.domain.legacy import Legacy, converted, legacy_columns

DELIMITERS = ",;\t|"
_LOOKED_AT = 40
_COUNTING = re.compile(r"\(?\d{1,2}\)?|[A-Z]|\([A-Z]\)")
_COUNTED = 3
_TOTALS = ("tong cong", "tong so", "cong", "tong", "total", "sum")


class Sheet(Struct, frozen=True, kw_only=True):
    """A table. rows: (line of the file, counted from 1, and its cells, as many as headers).

    legacy: column -> the legacy encoding from which it was converted.
    """

    headers: list[str]
    rows: list[tuple[int, list[str]]]
    encoding: str
    legacy: Mapping[str, Legacy]


def delimiter_of(text: str) -> str:
    """Return the sign that parts the cells: the one that gives the same number of them, above one, in most lines."""
    head = text[: 64 * 1024].split("\n")[:_LOOKED_AT]
    if head and head[0].lower().startswith("sep=") and len(head[0]) == 5:
        return head[0][4]

    def fitness(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(head, delimiter=delimiter) if len(row) > 1)
        return max(((lines * width, width) for width, lines in widths.items()), default=(0, 0))

    return max(DELIMITERS, key=fitness)


def csv_rows(text: str) -> list[list[str]]:
    """Return the cells of a CSV text with line feeds. Raises ValueError for cells beyond all measure."""
    delimiter = delimiter_of(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise ValueError(str(error)) from error
    return rows[1:] if rows and "".join(rows[0]).lower().startswith("sep=") else rows


def sheet_of(rows: Sequence[Sequence[str]], encoding: str) -> Sheet:
    """Return the table in the rows of a file: legacy columns in Unicode, without titles, counting rows and totals."""
    width = max((len(row) for row in rows), default=0)
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    columns = [[row[at] for row in padded] for at in range(width)]
    kinds = legacy_columns(columns)
    unicode_rows = [
        [clean(converted(cell, kind) if kind else cell) for cell, kind in zip(row, kinds, strict=True)]
        for row in padded
    ]
    at = header_line(unicode_rows)
    used = [n for n in range(width) if any(row[n] for row in unicode_rows[at:])]
    headers = distinct([unicode_rows[at][n] for n in used] if unicode_rows else [])
    kept = [
        (line, [row[n] for n in used])
        for line, row in enumerate(unicode_rows[at + 1 :], start=at + 2)
        if _holds_something([row[n] for n in used], first=line == at + 2)
    ]
    legacy = {name: kind for name, n in zip(headers, used, strict=True) if (kind := kinds[n])}
    return Sheet(headers=headers, rows=kept, encoding=encoding, legacy=legacy)


def _holds_something(cells: Sequence[str], *, first: bool) -> bool:
    """Tell whether a row is one of things: not empty, not the row (1) (2) (3) under the header, not a total."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return False
    if first and len(filled) >= _COUNTED and all(_COUNTING.fullmatch(cell) for cell in filled):
        return False
    return not any(search_key(cell).rstrip(": ") in _TOTALS for cell in filled[:2])
