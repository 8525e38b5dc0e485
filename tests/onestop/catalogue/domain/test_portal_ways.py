"""The portal's table of ways: cells that touch each other come apart, or stay unknown and are reported."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.onestop.catalogue.domain.portal_ways import Ways, read_ways

HEAD = "Hình thức nộpThời gianPhí, lệ phíMô tả"


def read(rows: str) -> tuple[Ways, list[str]]:
    doubts: list[dict[str, str]] = []
    ways = read_ways(HEAD + rows, doubts)
    return ways, [doubt["kind"] for doubt in doubts]


def limits(ways: Ways) -> list[tuple[Any, ...]]:
    return [(item["channel"], item["value"], item["unit"]) for item in ways.limits]


def fees(ways: Ways) -> list[tuple[Any, ...]]:
    return [(item["channel"], item["amount"], item["kind"]) for item in ways.fees]


def test_rows_that_touch_each_other() -> None:
    ways, doubts = read(
        "Trực tuyến3 Ngày làm việcMiễn phíDịch vụ bưu chính10 Ngày150,000 VNĐTrực tiếp24 GiờMiễn phí(Không)"
    )
    assert limits(ways) == [
        ("online", 3, "ngày làm việc"),
        ("post", 10, "ngày"),
        ("counter", 24, "giờ"),
    ]
    assert fees(ways) == [("online", 0, ""), ("post", 150_000, ""), ("counter", 0, "")]
    assert doubts == []


@pytest.mark.parametrize(
    ("row", "limit", "fee", "doubts"),
    [
        # a number without a unit is kept, and is no limit
        ("Trực tiếp5Miễn phí", (5, None), 0, []),
        # digits of the time touch those of the fee: one way to part them, or none for certain
        ("Trực tiếp1100 VNĐ", (1, None), 100, []),
        ("Trực tiếp1150,000 VNĐ", (None, None), None, ["unknown_unit", "implausible_fee"]),
        ("Trực tiếp120 VNĐ", (1, None), 20, []),
        ("Trực tiếp125 VNĐ", (None, None), None, ["unknown_unit", "implausible_fee"]),
        ("Trực tiếp0.5 Ngày làm việcMiễn phí", (None, None), 0, ["unknown_unit"]),
        ("Trực tiếp3 ThángMiễn phí", (3, "tháng"), 0, []),
        # nothing said
        ("Trực tiếpKhông có thông tinKhông có thông tin", (None, None), "none", []),
        ("Trực tiếpKhông có thông tin8,000 VNĐ", (None, None), 8_000, []),
        # shown as free, but the note speaks of an amount
        ("Trực tiếp5 NgàyMiễn phí(Phí thẩm định)", (5, "ngày"), None, ["contradicting_fee"]),
        (
            "Trực tiếp5 NgàyMiễn phí(Mức lệ phí do Hội đồng nhân dân tỉnh quyết định)",
            (5, "ngày"),
            None,
            ["contradicting_fee"],
        ),
        ("Trực tiếp5 NgàyMiễn phí(Chưa quy định.)", (5, "ngày"), 0, []),
        (
            "Trực tiếp5 NgàyMiễn phí(Phí cấp bản sao (nếu có yêu cầu) theo Thông tư 281/2016/TT-BTC.)",
            (5, "ngày"),
            0,
            [],
        ),
        # text and table do not agree
        ("Trực tiếp5 NgàyMiễn phíTrong thời hạn 05 ngày làm việc", (5, "ngày"), 0, ["contradicting_limit"]),
        ("Trực tiếpKhông có thông tinMiễn phí- 03 ngày làm việc kể từ ngày nhận", (None, None), 0, ["limit_in_text"]),
    ],
)
def test_one_row(row: str, limit: tuple[Any, Any], fee: object, doubts: list[str]) -> None:
    ways, found = read(row)
    assert [(item["value"], item["unit"]) for item in ways.limits] == [limit]
    assert ([item["amount"] for item in ways.fees] or ["none"]) == [fee]
    assert found == doubts


def test_a_reduction_for_a_time_is_a_fee_of_its_own() -> None:
    ways, doubts = read(
        "Trực tiếp5 Ngày50,000 VNĐ(50.000 đồng/lần; 25.000 đồng/lần từ ngày 01/7/2025 đến hết ngày 31/12/2026)"
    )
    assert [(f["amount"], f.get("since"), f.get("until")) for f in ways.fees] == [
        (50_000, None, None),
        (25_000, "2025-07-01", "2026-12-31"),
    ]
    assert doubts == ["dated_fee"]


def test_fee_and_charge_are_told_apart_by_the_description() -> None:
    ways, doubts = read("Trực tiếp6 Ngày800,000 VNĐ(/hồ sơ)Phí: 800.000 đồng/hồ sơ.\n\nLệ phí: 100.000 đồng/hồ sơ.")
    assert fees(ways) == [("counter", 800_000, "phi"), ("counter", 100_000, "le_phi")]
    assert doubts == ["fee_in_text"]


def test_several_fees_in_one_row() -> None:
    ways, _doubts = read("Trực tiếp6 Ngày800,000 VNĐ(Phí: 800.000 đồng)100,000 VNĐ(Lệ phí: 100.000 đồng)")
    assert fees(ways) == [("counter", 800_000, "phi"), ("counter", 100_000, "le_phi")]


def test_fees_for_whom() -> None:
    ways, _doubts = read(
        "Trực tuyến5 Ngày15,000,000 VNĐ(Đối với sân bay chuyên dùng)Trực tiếp5 Ngày70,000,000 VNĐ(Đối với cảng quốc tế)"
    )
    assert [fee["case"] for fee in ways.fees] == ["Đối với sân bay chuyên dùng", "Đối với cảng quốc tế"]


def test_limits_of_one_way_for_several_cases_carry_their_words() -> None:
    ways, _doubts = read(
        "Trực tiếp15 NgàyMiễn phí* Đối với trường hợp cấp mới: 15 ngàyTrực tiếp5 NgàyMiễn phíTrường hợp cấp lại: 5 ngày"
    )
    assert [item["case"] for item in ways.limits] == ["Đối với trường hợp cấp mới", "Trường hợp cấp lại"]


def test_foreign_money_is_named() -> None:
    ways, _doubts = read("Trực tuyếnKhông có thông tin150 USDTrực tiếpKhông có thông tin150 USD(quy đổi)")
    assert [(fee["amount"], fee["currency"]) for fee in ways.fees] == [(150, "USD"), (150, "USD")]


def test_exemptions_stand_in_the_notes() -> None:
    ways, _doubts = read(
        "Trực tiếp5Miễn phí(Mức lệ phí do tỉnh quyết định. Miễn lệ phí cho người thuộc hộ nghèo; người khuyết tật.)"
    )
    assert [item["name"] for item in ways.exemptions] == ["Người thuộc hộ nghèo", "Người khuyết tật"]


def test_a_table_that_cannot_be_read_is_reported() -> None:
    ways, doubts = read("Qua mạng: năm ngày")
    assert ways.limits == []
    assert doubts == ["unreadable_ways"]


@given(
    st.sampled_from(["Trực tuyến", "Trực tiếp", "Dịch vụ bưu chính"]),
    st.integers(1, 400),
    st.sampled_from(["Ngày", "Ngày làm việc", "Giờ"]),
    st.integers(1_000, 10**8),
)
def test_what_was_put_together_comes_apart(channel: str, value: int, unit: str, amount: int) -> None:
    ways, doubts = read(f"{channel}{value} {unit}{amount:,} VNĐ")
    assert [(item["value"], item["unit"]) for item in ways.limits] == [(value, unit.lower())]
    assert [item["amount"] for item in ways.fees] == [amount]
    assert doubts == []


@given(st.text(alphabet="Trực tiếp uyn0123456789,. ()NgàyVNĐ", max_size=120))
def test_no_table_breaks_the_reader(text: str) -> None:
    read(text)
