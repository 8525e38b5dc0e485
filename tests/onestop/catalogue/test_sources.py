"""A catalogue comes from every format it is kept in, and a broken file is refused with words, never with a crash."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refused
from plugins.onestop.catalogue.sources import SUFFIXES, read_content, read_path
from plugins.onestop.domain.catalogue import read_catalogue

LINES = [
    ["Mã", "Tên", "Lĩnh vực", "Thời hạn", "Phí"],
    ["1.000001", "Cấp giấy, bản mới", "Hộ tịch", "5 ngày", "10.000 đồng"],
]
PAGE = {"ma_thu_tuc": "1.000002", "ten_thu_tuc": "Cấp lại giấy", "linh_vuc": "Hộ tịch"}


def codes(name: str, content: bytes) -> list[str]:
    return [facts.code for facts in read_catalogue(read_content(name, content).entries).procedures]


def as_csv(delimiter: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(LINES)
    return ("\ufeff" + text.getvalue()).encode()


def as_xlsx() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(LINES):
            sheet.write_row(number, 0, line)
    return buffer.getvalue()


def as_zip(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"pages/{name}.json", text)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.csv", as_csv(";"), ["1.000001"]),
        ("a.CSV", as_csv(","), ["1.000001"]),
        ("a.xlsx", as_xlsx(), ["1.000001"]),
        ("a.json", json.dumps(PAGE).encode(), ["1.000002"]),
        ("a.json", json.dumps([PAGE, PAGE | {"ma_thu_tuc": "1.000003"}]).encode(), ["1.000002", "1.000003"]),
        ("a.json", b'{"procedures": [{"code": "1.000004", "name": "A", "field": "B"}]}', ["1.000004"]),
        ("a.yml", b"procedures:\n- {code: '1.000005', name: A, field: B}\n", ["1.000005"]),
        ("a.zip", as_zip(one=json.dumps(PAGE)), ["1.000002"]),
    ],
)
def test_every_format(name: str, content: bytes, expected: list[str]) -> None:
    assert codes(name, content) == expected


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.yaml", b"- 1\n"),
        ("a.yaml", b"a: [\n"),
        ("a.yaml", b"!!python/object/apply:os.system [id]\n"),
        ("a.json", b"{"),
        ("a.json", b"[]"),
        ("a.csv", b"\xff\xfe\x00"),
        ("a.csv", b"a,b\n1,2\n"),
        ("a.xlsx", b"no workbook"),
        ("a.zip", b"no archive"),
        ("a.zip", as_zip()),
        ("a.pdf", b"%PDF"),
        ("", b""),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_content(name, content)
    assert refused.value.problems[0].field == "file"


def test_a_folder_is_read_in_the_order_of_names_and_names_its_faults(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.json").write_text(json.dumps(PAGE), "utf-8")
    (tmp_path / "a.json").write_text("not json", "utf-8")
    (tmp_path / "notes.txt").write_text("no page", "utf-8")
    catalogue = read_catalogue(read_path(tmp_path).entries)
    assert [facts.code for facts in catalogue.procedures] == ["1.000002"]
    assert [(fault.file, fault.kind) for fault in catalogue.faults if fault.is_error] == [("a.json", "bad_row")]
    assert {fault.file for fault in catalogue.faults if not fault.is_error} == {"b/2.json"}


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        read_path(tmp_path)


@given(st.sampled_from(SUFFIXES), st.binary(max_size=200))
def test_no_content_breaks_the_reader(suffix: str, content: bytes) -> None:
    try:
        entries = read_content(f"a{suffix}", content).entries
    except Refused:
        return
    read_catalogue(entries)
