import io
import struct
import zipfile

import pytest

from core.files.domain.archives import MOST_ENTRIES, UnsafeArchiveError, office_kind
from core.files.domain.kinds import DOCX, ODT, XLSX, FileKind

WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
EXCEL = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
OPEN = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<office:document-content/>"}


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        (WORD, DOCX),
        (EXCEL, XLSX),
        (OPEN, ODT),
        ({"a.txt": b"x"}, None),
        ({"[Content_Types].xml": b"<Types/>"}, None),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"x"}, None),
        ({"mimetype": b"\xff\xfe", "content.xml": b"x"}, None),
    ],
)
def test_the_parts_tell_the_kind(parts: dict[str, bytes], kind: FileKind | None) -> None:
    assert office_kind(zipped(parts)) is kind


def test_an_entry_that_grows_two_hundred_times_is_a_bomb() -> None:
    with pytest.raises(UnsafeArchiveError, match="grows"):
        office_kind(zipped(WORD | {"word/media/image1.bmp": bytes(30 * 1024 * 1024)}))


def test_many_entries_that_together_are_too_large_are_a_bomb() -> None:
    part = bytes(1024 * 1024 - 1)  # below the size from which the ratio of one entry counts
    with pytest.raises(UnsafeArchiveError, match="bytes unpacked"):
        office_kind(zipped(WORD | {f"word/{number}.xml": part for number in range(210)}))


def test_a_million_entries_are_refused_before_they_are_listed() -> None:
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    directory = entry * 1_000_000
    local = b"PK\x03\x04" + bytes(26)
    for claimed in (0xFFFF, 10):
        end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, claimed, claimed, len(directory), len(local), 0)
        with pytest.raises(UnsafeArchiveError, match=r"entries in a directory of \d+ bytes"):
            office_kind(local + directory + end)


def test_more_entries_than_the_limit_are_refused() -> None:
    with pytest.raises(UnsafeArchiveError, match="entries"):
        office_kind(zipped({f"{number}": b"" for number in range(MOST_ENTRIES + 1)}))


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "xl/VBAPROJECT.BIN", "Basic/Standard/Module1.xml"])
def test_macros_are_refused(name: str) -> None:
    with pytest.raises(UnsafeArchiveError, match="macros"):
        office_kind(zipped(WORD | {name: b"x"}))


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x", "/etc/passwd", "word/../../x", "C:/x", "..\\..\\x", "\\\\host\\x"]
)
def test_names_that_leave_the_folder_are_refused(name: str) -> None:
    with pytest.raises(UnsafeArchiveError, match="leaves"):
        office_kind(zipped(WORD | {name: b"x"}))


def test_an_encrypted_entry_is_refused() -> None:
    content = bytearray(zipped(WORD))
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    with pytest.raises(UnsafeArchiveError, match="encrypted"):
        office_kind(bytes(content))


@pytest.mark.parametrize(
    "glued",
    [
        lambda archive: b"PK\x03\x04" + b"x" * 100 + archive,
        lambda archive: archive + b"<script>alert(1)</script>",
        lambda archive: b"MZ" + archive,
        lambda archive: archive + archive,
    ],
)
def test_an_archive_glued_to_something_is_refused(glued: object) -> None:
    with pytest.raises(UnsafeArchiveError):
        office_kind(glued(zipped(WORD)))  # type: ignore[operator]


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x03\x04" + bytes(100), zipped(WORD)[:-1], zipped(WORD)[:200]])
def test_a_damaged_archive_is_refused(content: bytes) -> None:
    with pytest.raises(UnsafeArchiveError):
        office_kind(content)


def test_every_single_changed_byte_is_either_read_or_refused() -> None:
    whole = zipped(OPEN)
    for at in range(len(whole)):
        for bit in (0x01, 0x80):
            changed = whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :]
            try:
                office_kind(changed)
            except UnsafeArchiveError:
                continue
