"""The portal's tables of papers: names, counts and forms come apart, or stay unknown and are reported."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.onestop.catalogue.domain.portal_papers import read_papers

TABLE = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"


def read(section: str) -> tuple[list[tuple[Any, ...]], list[str]]:
    doubts: list[dict[str, str]] = []
    papers = read_papers(section, doubts)
    shown = [(p["name"], p["originals"], p["copies"], p["forms"]) for p in papers]
    return shown, [doubt["kind"] for doubt in doubts]


@pytest.mark.parametrize(
    ("cells", "papers", "doubts"),
    [
        (
            "Tờ khai1 bản chínhGiấy khai sinh0 bản chính,1 bản sao",
            [("Tờ khai", 1, 0, []), ("Giấy khai sinh", 0, 1, [])],
            [],
        ),
        # copies inside a name are no counts
        (
            "Hợp đồng (01 bản chính hoặc 01 bản sao có chứng thực)0 bản chính,1 bản sao",
            [("Hợp đồng (01 bản chính hoặc 01 bản sao có chứng thực)", 0, 1, [])],
            [],
        ),
        ("01 bản sao Báo cáo khả thi1 bản chính", [("01 bản sao Báo cáo khả thi", 1, 0, [])], []),
        # digits of the name touch the count
        ("Đơn theo Mẫu số 181 bản chính,1 bản sao", [("Đơn theo Mẫu số 18", None, 1, [])], ["glued_count"]),
        ("Đơn ban hành ngày 01/7/20251 bản chính", [("Đơn ban hành ngày 01/7/2025", 1, 0, [])], []),
        ("Đơn theo mẫu12 bản chính", [("Đơn theo mẫu", 12, 0, [])], []),
        # blank forms
        ("Đơn đề nghịMẫu 01.docx1 bản chính", [("Đơn đề nghị", 1, 0, ["Mẫu 01.docx"])], []),
        ("Đơn theo NĐ 23/2026/NĐ-CPMau04.docx1 bản chính", [("Đơn theo NĐ 23/2026/NĐ-CP", 1, 0, ["Mau04.docx"])], []),
        (
            "Giấy tờ chứng minh.Mẫu 01.docxMẫu 02 TT08.pdf1 bản chính",
            [("Giấy tờ chứng minh.", 1, 0, ["Mẫu 01.docx", "Mẫu 02 TT08.pdf"])],
            [],
        ),
        ("Báo cáo chăn nuôibáo cáo.pdf1 bản chính", [("Báo cáo chăn nuôibáo cáo.pdf", 1, 0, [])], ["unclear_form"]),
        # a remark of the source, and nothing at all
        ("Được tra cứu thì không phải nộp0 bản chính", [("Được tra cứu thì không phải nộp", 0, 0, [])], []),
        ("Không quy định.1 bản chính", [], []),
        ("Tờ khai1 bản chínhGiấy không ghi số", [("Tờ khai", 1, 0, []), ("Giấy không ghi số", None, None, [])], []),
        ("", [], []),
    ],
)
def test_cells(cells: str, papers: list[tuple[Any, ...]], doubts: list[str]) -> None:
    assert read(f"--{TABLE}{cells}") == (papers, doubts)


def test_papers_stand_below_their_heading() -> None:
    section = (
        f"* Giấy tờ phải nộp:{TABLE}Tờ khai1 bản chính"
        f"* Giấy tờ phải xuất trình:{TABLE}Hộ chiếu1 bản chính--{TABLE}Ảnh2 bản chính"
    )
    papers = read_papers(section, [])
    assert [(p["name"], p["group"]) for p in papers] == [
        ("Tờ khai", "Giấy tờ phải nộp"),
        ("Hộ chiếu", "Giấy tờ phải xuất trình"),
        ("Ảnh", ""),
    ]


NAMES = st.sampled_from(["Tờ khai", "Bản sao Giấy khai sinh", "Đơn (theo mẫu)", "Ảnh 4x6cm", "Sơ đồ; bản vẽ"])


@given(st.lists(st.tuples(NAMES, st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=8))
def test_what_was_put_together_comes_apart(rows: list[tuple[str, int, int]]) -> None:
    cells = "".join(f"{name}{originals} bản chính,{copies} bản sao" for name, originals, copies in rows)
    papers, doubts = read(f"--{TABLE}{cells}")
    assert [paper[:3] for paper in papers] == rows
    assert doubts == []


@given(st.text(alphabet="Tờ khai bản chính so0123456789,. ().docxMẫu", max_size=150))
def test_no_section_breaks_the_reader(text: str) -> None:
    read(TABLE + text)
