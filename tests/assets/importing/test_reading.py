"""Files as they come: encodings, line ends, delimiters, workbooks, tables with titles above and totals below."""

import io
from datetime import date

import pytest
import xlsxwriter

from core.errors import Refused
from plugins.assets.importing.domain.headers import distinct, folded, guess, header_line
from plugins.assets.importing.domain.sheets import delimiter_of
from plugins.assets.importing.reading import read_sheet
from tests.assets.importing.domain.test_legacy import in_tcvn3, in_vni, lower_but_first
from tests.assets.snmp.recordings import CORPUS

TABLE = "Tên thiết bị,Số sê-ri\nMáy in một cửa,A1\nBộ lưu điện,\n"
FOUND = (["Tên thiết bị", "Số sê-ri"], [(2, ["Máy in một cửa", "A1"]), (3, ["Bộ lưu điện", ""])])


def table(content: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    sheet = read_sheet(content)
    return sheet.headers, sheet.rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_encoding_line_end_and_delimiter_gives_the_same_table(encoding: str, ends: str, delimiter: str) -> None:
    text = TABLE.replace(",", delimiter).replace("\n", ends)
    assert table(text.encode(encoding)) == FOUND


def cp1258(text: str) -> bytes:
    """Return Vietnamese in Windows-1258: letters with breve, hat and horn whole, tones as marks after them."""
    import unicodedata

    out = b""
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            base, tone = unicodedata.normalize("NFD", letter), ""
            tone = next(mark for mark in base if mark in "\u0300\u0301\u0303\u0309\u0323")
            out += unicodedata.normalize("NFC", base.replace(tone, "")).encode("cp1258") + tone.encode("cp1258")
    return out


def test_windows_1258_is_recognised_by_its_words() -> None:
    assert table(cp1258(TABLE)) == FOUND
    assert read_sheet(cp1258(TABLE)).encoding == "cp1258"


@pytest.mark.parametrize("kind", ["tcvn3", "vni"])
def test_legacy_fonts_are_recognised_in_bytes_and_in_unicode_files(kind: str) -> None:
    lines = lower_but_first(TABLE) if kind == "tcvn3" else TABLE
    legacy = in_tcvn3(lines) if kind == "tcvn3" else in_vni(lines)
    for content in (legacy.encode("cp1252"), legacy.encode("utf-8"), legacy.encode("utf-16")):
        sheet = read_sheet(content)
        assert [cell for _line, cells in sheet.rows for cell in cells] == ["Máy in một cửa", "A1", "Bộ lưu điện", ""]
        assert sheet.headers == ["Tên thiết bị", "Số sê-ri"]
        assert set(sheet.legacy.values()) == {kind}


def test_quotes_keep_delimiters_and_line_ends_in_a_cell() -> None:
    assert table('Tên,Ghi chú\n"Máy in, màu","hai\ndòng"\n'.encode())[1] == [(2, ["Máy in, màu", "hai dòng"])]


def test_the_line_sep_of_spreadsheets_is_taken_at_its_word() -> None:
    assert delimiter_of("sep=|\na,b|c,d\n") == "|"
    assert table("sep=;\nTên;Hãng\nA, B;C\n".encode())[0] == ["Tên", "Hãng"]


def test_titles_numbering_and_totals_of_official_tables_are_no_things() -> None:
    text = (
        "ỦY BAN NHÂN DÂN XÃ ĐÔNG;;\n;;\nSỔ TÀI SẢN CỐ ĐỊNH;;\nSTT;Tên tài sản;Nguyên giá\n(1);(2);(3)\n"
        "1;Máy in;5.000.000\n;;\nTổng cộng;;5.000.000\n"
    )
    headers, rows = table(text.encode())
    assert headers == ["STT", "Tên tài sản", "Nguyên giá"]
    assert rows == [(6, ["1", "Máy in", "5.000.000"])]


def test_headers_that_come_twice_are_told_apart() -> None:
    assert distinct(["Ghi chú", "Ghi chú", "", "Ghi chú"]) == ["Ghi chú", "Ghi chú (2)", "Cột 3", "Ghi chú (3)"]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Nguyên giá (đồng)", "cost"),
        ("NGUYÊN GIÁ", "cost"),
        ("Số S/N", ""),
        ("S/N", "serial"),
        ("Serial Number", "serial"),
        ("Asset Tag", "old_number"),
        ("Purchase Cost", "cost"),
        ("Tên TSCĐ", "name"),
        ("Người sử dụng *", "holder"),
        ("STT", ""),
    ],
)
def test_headers_are_guessed_in_both_languages(header: str, field: str) -> None:
    assert guess([header]) == [field], folded(header)


def test_a_field_belongs_to_one_column_and_the_header_row_is_the_one_that_is_known() -> None:
    assert guess(["Tên", "Tên thiết bị", "Hãng"]) == ["name", "", "maker"]
    assert header_line([["Tài sản"], ["Tên", "Hãng", "Số seri"], ["Máy in", "HP", "1"]]) == 1


def test_a_workbook_is_read_with_days_money_and_long_numbers_as_typed() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.add_worksheet("Trống")
    sheet = book.add_worksheet("Sổ")
    sheet.write_row(1, 1, ["Tên", "Ngày mua", "Nguyên giá", "Số seri"])
    sheet.write_row(2, 1, ["Máy in", None, 5_400_000.0, 123456789012])
    sheet.write_datetime(2, 2, date(2021, 3, 5), book.add_format({"num_format": "dd/mm/yyyy"}))
    book.close()
    headers, rows = table(target.getvalue())
    assert headers == ["Tên", "Ngày mua", "Nguyên giá", "Số seri"]
    assert [cells for _line, cells in rows] == [["Máy in", "2021-03-05", "5400000", "123456789012"]]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\r\n \n", "empty"),
        ("Tên,Hãng\n".encode(), "empty"),
        (b"PK\x03\x04rubbish", "unreadable"),
        (b"\xd0\xcf\x11\xe0rubbish", "unreadable"),
        (b"a," * 300 + b"\n1\n", "unreadable"),
        (b"a" * (10 * 1024 * 1024 + 1), "too_large"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_sheet(content)
    assert [(problem.field, problem.code) for problem in refused.value.problems] == [("file", code)]


@pytest.mark.parametrize("name", ["assets-sample.csv", "assets-sample-BAD.csv"])
def test_sample_files_of_other_programs_are_read(name: str) -> None:
    found = next(CORPUS.parent.rglob(name), None)
    if found is None:
        pytest.skip(f"no {name} among the recordings")
    assert guess(read_sheet(found.read_bytes()).headers).count("") < 10
