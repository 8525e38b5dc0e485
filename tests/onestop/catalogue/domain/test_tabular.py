"""A table becomes rows: headings in Vietnamese or English, one line a procedure or a case of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.onestop.catalogue.domain.tabular import COLUMNS, read_table
from plugins.onestop.domain.catalogue import Catalogue, read_catalogue

HEAD = [
    "Mã",
    "Tên thủ tục",
    "Lĩnh vực",
    "Trường hợp",
    "Thời hạn",
    "Phí",
    "Lệ phí",
    "Miễn giảm",
    "Thành phần hồ sơ",
    "Quy trình",
]
PAPERS = "Tờ khai (1 bản chính)\nẢnh (2 bản chính, 1 bản sao)\nGiấy khác"
EXEMPT = "Người khuyết tật; Hộ nghèo: 50%"
FIRST = ["1.000001", "Cấp giấy", "Hộ tịch", "", "05 ngày làm việc", "", "100.000 đồng", EXEMPT, PAPERS, ""]


def read(*lines: list[object]) -> Catalogue:
    return read_catalogue(read_table(lines))


def test_one_line_a_procedure() -> None:
    catalogue = read(HEAD, FIRST)
    [facts] = catalogue.procedures
    assert [(limit.value, limit.unit) for limit in facts.limits] == [(5, "working_day")]
    assert [(fee.amount, fee.kind) for fee in facts.fees] == [(100_000, "le_phi")]
    assert [(item.name, item.percent) for item in facts.exemptions] == [("Người khuyết tật", 100), ("Hộ nghèo", 50)]
    assert [(paper.name, paper.originals, paper.copies) for paper in facts.papers] == [
        ("Tờ khai", 1, 0),
        ("Ảnh", 2, 1),
        ("Giấy khác", None, None),
    ]
    assert [fault.kind for fault in catalogue.faults] == ["unknown_counts"]


def test_one_line_a_case() -> None:
    new = [*FIRST[:3], "Cấp mới", "5 ngày", "", "10.000", "", "Tờ khai (1 bản chính)", "leader_signs"]
    again = [*FIRST[:3], "Cấp lại", "2 ngày", "", "miễn phí", "", "Tờ khai (1 bản chính)\nĐơn (1 bản chính)", ""]
    [facts] = read(HEAD, new, again).procedures
    assert [(case.name, case.workflow) for case in facts.cases] == [("Cấp mới", "leader_signs"), ("Cấp lại", "")]
    assert [(limit.value, limit.case) for limit in facts.limits] == [(5, "Cấp mới"), (2, "Cấp lại")]
    assert [(fee.amount, fee.case) for fee in facts.fees] == [(10_000, "Cấp mới"), (0, "Cấp lại")]


def test_the_same_code_twice_without_another_case_is_a_clash() -> None:
    assert [fault.kind for fault in read(HEAD, FIRST, FIRST).faults if fault.is_error] == ["code_clash"]


@pytest.mark.parametrize(
    ("limit", "fee", "kinds"),
    [
        ("5", "10.000", ["unknown_unit"]),
        ("năm ngày", "10.000", ["unknown_unit", "missing_limit"]),
        ("3 tháng", "10.000", ["unknown_unit"]),
        ("5 ngày", "tùy trường hợp", ["implausible_fee"]),
        ("5 ngày", "20", ["implausible_fee"]),
        ("", "", ["missing_limit", "missing_fee"]),
        ("trong ngày", "0", []),
    ],
)
def test_doubtful_cells_are_unknown_and_reported(limit: str, fee: str, kinds: list[str]) -> None:
    line = [*FIRST[:4], limit, fee, "", "", "Tờ khai (1 bản chính)", ""]
    assert [fault.kind for fault in read(HEAD, line).faults] == kinds


def test_english_headings_numbers_of_a_spreadsheet_and_unknown_columns() -> None:
    rows = read_table([["code", "name", "field", "limit", "Màu"], ["1.000001", "A b", "C", 5.0, "đỏ"]])
    assert rows[0]["time_limit"] == [{"value": 5, "unit": None, "case": ""}]
    assert rows[0]["doubts"] == [{"kind": "ignored_column", "detail": "Màu"}]


def test_what_has_no_column_is_not_spoken_of() -> None:
    [published] = read(["Mã", "Tên", "Lĩnh vực", "Phí"], ["1.000001", "A b", "C", "5.000"]).published
    assert published.speaks_of is not None
    assert "fees" in published.speaks_of
    assert not {"limits", "papers"} & set(published.speaks_of)
    assert read(["Mã", "Tên", "Lĩnh vực", "Phí"], ["1.000001", "A b", "C", "5.000"]).faults == ()


def test_a_table_without_headings_is_refused() -> None:
    with pytest.raises(ValueError, match="headings"):
        read_table([["1.000001", "A", "B"]])


CELLS = st.none() | st.floats(allow_nan=False) | st.text(max_size=30) | st.booleans()


@given(st.lists(st.lists(CELLS, max_size=12), max_size=6))
def test_no_table_breaks_the_reader(lines: list[list[object]]) -> None:
    head: list[object] = [names[0] for names in COLUMNS.values()]
    read(head[:12], *lines)
