"""Where a catalogue comes from: a file (YAML, JSON, CSV, XLSX, ZIP of pages) or a folder of portal pages."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, Final

import msgspec
import yaml
from msgspec import Struct

from core.errors import Problem, Refused
from core.text.i18n import gettext as _
from plugins.onestop.catalogue.domain.portal import is_page, read_page
from plugins.onestop.catalogue.domain.tabular import read_table

SUFFIXES: Final = (".yaml", ".yml", ".json", ".csv", ".xlsx", ".zip")
# What a ZIP may unfold to: ten times all the pages of seven ministries.
MAX_UNFOLDED: Final = 512 * 1024 * 1024
MAX_PAGES: Final = 30_000


class Source(Struct, frozen=True):
    """What was read: published rows, and the marks of their fields (`name`, `sensitive`, `workflow`)."""

    entries: list[Any]
    fields: list[dict[str, Any]]


def read_path(path: Path) -> Source:
    """Read a file, or every JSON page below a folder, in the order of their names.

    Raises Refused, in words for the reader, when there is nothing to read or the file is broken.
    """
    if not path.is_dir():
        return read_content(path.name, path.read_bytes())
    found = sorted(file for file in path.rglob("*.json") if file.is_file())
    if not found:
        raise _refused(_("Thư mục %(name)s không có trang JSON nào.", name=path.name))
    return _pages((file.relative_to(path).as_posix(), file.read_bytes()) for file in found)


def read_content(name: str, content: bytes) -> Source:
    """Read the content of one file by the ending of its name. Raises Refused when it cannot be read."""
    suffix = PurePosixPath(name.lower()).suffix
    try:
        if suffix in {".yaml", ".yml"}:
            return _document(yaml.load(content, getattr(yaml, "CSafeLoader", yaml.SafeLoader)), name)  # noqa: S506 -- safe ones
        if suffix == ".json":
            return _json(name, content)
        if suffix == ".csv":
            return Source(read_table(_csv_lines(content)), [])
        if suffix == ".xlsx":
            return Source(read_table(_xlsx_lines(content)), [])
        if suffix == ".zip":
            return _zip(content)
    except (ValueError, yaml.YAMLError, csv.Error, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise _refused(_("Không đọc được tệp %(name)s: %(error)s", name=name, error=str(error)[:300])) from error
    raise _refused(_("Tệp %(name)s không phải YAML, JSON, CSV, XLSX hay ZIP.", name=name))


def _refused(message: str) -> Refused:
    return Refused(Problem(message, "file", "unreadable"))


def _document(content: object, name: str) -> Source:
    """Return a catalogue document: an object with a list "procedures", and perhaps one "fields"."""
    if not isinstance(content, dict) or not isinstance(content.get("procedures"), list):
        raise _refused(_("Tệp %(name)s không có danh sách 'procedures' ở mức ngoài cùng.", name=name))
    return Source(content["procedures"], content.get("fields") or [])


def _json(name: str, content: bytes) -> Source:
    decoded = msgspec.json.decode(content)
    pages = decoded if isinstance(decoded, list) else [decoded]
    if pages and all(is_page(page) for page in pages):
        return Source([read_page(page) | {"file": name} for page in pages], [])
    return _document(decoded, name)


def _pages(files: Iterable[tuple[str, bytes]]) -> Source:
    """Return the rows of many pages; a file that is no page becomes a row that is reported and left out."""
    entries: list[Any] = []
    for name, content in files:
        try:
            page = msgspec.json.decode(content)
        except (msgspec.DecodeError, UnicodeDecodeError):
            page = None
        several = page if isinstance(page, list) else [page]
        entries += [read_page(one) | {"file": name} if is_page(one) else {"file": name} for one in several]
    return Source(entries, [])


def _zip(content: bytes) -> Source:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = sorted(
            (i for i in archive.infolist() if i.filename.lower().endswith(".json")), key=lambda i: i.filename
        )
        if not found or len(found) > MAX_PAGES or sum(item.file_size for item in found) > MAX_UNFOLDED:
            raise ValueError(f"{len(found)} JSON, {sum(item.file_size for item in found)} B")
        return _pages((item.filename, archive.read(item)) for item in found)


def _csv_lines(content: bytes) -> list[list[str]]:
    """Return the cells of a CSV file; spreadsheets write UTF-8 with a mark, and semicolons in Vietnam."""
    text = content.decode("utf-8-sig")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _xlsx_lines(content: bytes) -> Sequence[Sequence[object]]:
    """Return the cells of the first sheet of a workbook. Raises ValueError for a file that is none."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    except CalamineError as error:
        raise ValueError(str(error)) from error
