"""A file that somebody uploaded, as a table: CSV and text files by our own rules, workbooks by calamine."""

import io
from datetime import date, datetime, time

from core.errors import Problem, Refused
from core.text.i18n import gettext as _
from plugins.assets.importing.domain.decoding import decode
from plugins.assets.importing.domain.sheets import Sheet, csv_rows, sheet_of

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
SUFFIXES = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".csv", ".txt", ".tsv")
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # zip (xlsx, ods) and the older compound file (xls)


def read_sheet(content: bytes) -> Sheet:
    """Return the table of a file, by what the file is, not by its name. Raises Refused with words for the reader."""
    if not content.strip(b"\0\r\n\t "):
        raise Refused(Problem(_("Tệp không có nội dung."), "file", "empty"))
    if len(content) > MOST_BYTES:
        raise Refused(Problem(_("Tệp lớn quá %(n)s MB.", n=MOST_BYTES // 1024**2), "file", "too_large"))
    try:
        if content.startswith(_WORKBOOKS):
            rows, encoding = _workbook_rows(content), "workbook"
        else:
            text, encoding = decode(content)
            rows = csv_rows(text)
        if rows and max(map(len, rows)) > MOST_COLUMNS:
            raise ValueError("columns")
    except ValueError as error:
        text = _("Không đọc được tệp này như một bảng. Hãy lưu lại thành .xlsx hoặc .csv rồi gửi lại.")
        raise Refused(Problem(text, "file", "unreadable")) from error
    sheet = sheet_of(rows, encoding)
    if not sheet.rows:
        raise Refused(Problem(_("Tệp không có dòng nào dưới dòng tiêu đề."), "file", "empty"))
    if len(sheet.rows) > MOST_ROWS:
        raise Refused(Problem(_("Tệp có quá %(n)s dòng. Hãy chia thành nhiều tệp.", n=MOST_ROWS), "file", "too_many"))
    return sheet


def _workbook_rows(content: bytes) -> list[list[str]]:
    """Return the cells of the first sheet with something in it, as texts. Raises ValueError for a file that is none."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(any(cell not in {"", None} for cell in row) for row in rows):
                return [[_text(cell) for cell in row] for row in rows]
    except (CalamineError, OSError) as error:
        raise ValueError(str(error)) from error
    return []


def _text(cell: object) -> str:
    """Return a cell as somebody would type it: whole numbers without a fraction, days as ISO 8601."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    return "" if cell is None else str(cell)
