"""Zip containers of office files, judged by their directory before anything is unpacked."""

import io
import struct
import zipfile
import zlib

from core.files.domain.kinds import DOCX, MEGABYTE, ODT, XLSX, ZIP_END, FileKind

MOST_ENTRIES = 2_000
MOST_UNPACKED = 200 * MEGABYTE
MOST_RATIO = 200
# Runs of one letter in small parts compress better than any bomb needs; the ratio counts from this size on.
RATIO_FROM = MEGABYTE
MOST_DIRECTORY = MEGABYTE
_END_LENGTH = 22
_MARKS: tuple[tuple[str, FileKind], ...] = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX))
# what reading a broken archive raises besides its own error
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class UnsafeArchiveError(ValueError):
    """The archive must not be unpacked; the message says why, for the log."""


def office_kind(content: bytes) -> FileKind | None:
    """Return which office file a zip archive is, None for any other archive.

    Raises UnsafeArchiveError when it is damaged, would grow beyond the limits, has macros, encryption or names that
    leave its folder, or is glued to another file.
    """
    names = _entries(content)
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        raise UnsafeArchiveError("it has macros")
    if "[Content_Types].xml" in names:
        return next((kind for mark, kind in _MARKS if mark in names), None)
    if "mimetype" in names and "content.xml" in names:
        return ODT if _declared_type(content).strip() == ODT.media_type.encode() else None
    return None


def _declared_type(content: bytes) -> bytes:
    """Return the beginning of the part "mimetype"."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("mimetype") as part:
            return part.read(100)
    except _DAMAGES as error:
        raise UnsafeArchiveError(f"it is damaged: {error}") from error


def _entries(content: bytes) -> frozenset[str]:
    """Names in the archive, once its directory has passed every limit."""
    _bounded_directory(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except _DAMAGES as error:
        raise UnsafeArchiveError(f"it is damaged: {error}") from error
    if len(entries) > MOST_ENTRIES:
        raise UnsafeArchiveError(f"{len(entries)} entries")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED:
        raise UnsafeArchiveError(f"{unpacked} bytes unpacked")
    for entry in entries:
        _refuse_entry(entry)
    if not entries or min(entry.header_offset for entry in entries) != 0:
        raise UnsafeArchiveError("something stands before the archive")
    return frozenset(entry.filename for entry in entries)


def _bounded_directory(content: bytes) -> None:
    """Refuse a huge directory before a list of it is made: a million entries fit into a small file."""
    at = content.rfind(ZIP_END, -(_END_LENGTH + 0xFFFF))
    if at < 0 or len(content) < at + _END_LENGTH:
        raise UnsafeArchiveError("it is damaged: no end record")
    entries, size, offset, comment = struct.unpack_from("<HIIH", content, at + 10)
    if entries > MOST_ENTRIES or size > MOST_DIRECTORY:
        raise UnsafeArchiveError(f"{entries} entries in a directory of {size} bytes")
    if offset + size != at or at + _END_LENGTH + comment != len(content):
        raise UnsafeArchiveError("something stands before, inside or behind the archive")


def _refuse_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 0x1:
        raise UnsafeArchiveError("an entry is encrypted")
    parts = entry.filename.replace("\\", "/").split("/")
    if entry.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\x00" in entry.orig_filename:
        raise UnsafeArchiveError("a name leaves the archive's folder")
    if entry.file_size > RATIO_FROM and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
        raise UnsafeArchiveError(f"an entry grows {entry.file_size // max(entry.compress_size, 1)} times")
