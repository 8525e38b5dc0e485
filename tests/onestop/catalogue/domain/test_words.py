"""Words of limits, amounts, exemptions and headings; what is not understood stays unknown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.onestop.catalogue.domain.words import (
    AmountWords,
    DatedAmount,
    LabelledAmount,
    LimitWords,
    code_of,
    heading,
    is_case,
    read_amount,
    read_dated,
    read_exemptions,
    read_labelled,
    read_limit,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 Ngày làm việc", LimitWords(5, "working_day", "ngày làm việc")),
        ("05 (năm) ngày làm việc", LimitWords(5, "working_day", "ngày làm việc")),
        ("Không quá 15 ngày, kể từ ngày nhận đủ hồ sơ hợp lệ.", LimitWords(15, "calendar_day", "ngày")),
        ("Trong thời hạn 8 giờ làm việc", LimitWords(8, "hour", "giờ làm việc")),
        ("24 Giờ", LimitWords(24, "hour", "giờ")),
        ("1", LimitWords(1, None, "")),
        ("3 tháng", LimitWords(3, None, "tháng")),
        ("0 ngày", LimitWords(None, "calendar_day", "ngày")),
        ("Không có thông tin", None),
        ("0,5 ngày làm việc", None),
        ("10 ngày làm việc hoặc 15 ngày làm việc", None),
        ("5 đến 7 ngày", None),
        ("", None),
    ],
)
def test_a_time_limit(text: str, expected: LimitWords | None) -> None:
    assert read_limit(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("150,000 Việt Nam Đồng", AmountWords(150_000)),
        ("100.000 đồng", AmountWords(100_000)),
        ("50.000đ/giấy", AmountWords(50_000)),
        ("8,000 VNĐ", AmountWords(8_000)),
        ("15000", AmountWords(15_000)),
        ("Miễn phí", AmountWords(0)),
        ("không thu", AmountWords(0)),
        ("150 USD", AmountWords(150, "USD")),
        ("1.50", None),
        ("100.000 - 200.000 đồng", None),
        ("theo quy định", None),
        ("", None),
    ],
)
def test_an_amount(text: str, expected: AmountWords | None) -> None:
    assert read_amount(text) == expected


@given(st.integers(0, 10**12), st.sampled_from([",", "."]), st.sampled_from(["VNĐ", "đồng", "Việt Nam Đồng"]))
def test_every_amount_is_read_as_it_was_written(amount: int, mark: str, currency: str) -> None:
    assert read_amount(f"{amount:,} {currency}".replace(",", mark)) == AmountWords(amount)


@given(st.integers(1, 9_999), st.sampled_from(["ngày", "ngày làm việc", "giờ"]))
def test_every_limit_is_read_as_it_was_written(value: int, unit: str) -> None:
    read = read_limit(f"{value:02} {unit}")
    assert read is not None
    assert (read.value, read.unit_text) == (value, unit)


@given(st.text(max_size=80))
def test_no_words_break_the_readers(text: str) -> None:
    read_limit(text)
    read_amount(text)
    read_dated(text)
    read_labelled(text)
    read_exemptions(text)
    assert isinstance(heading(text), str)
    assert is_case(text) in {True, False}


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        (
            "25.000 đồng/lần (áp dụng kể từ ngày 01 tháng 7 năm 2025 đến hết ngày 31 tháng 12 năm 2026)",
            (DatedAmount(25_000, date(2025, 7, 1), date(2026, 12, 31)),),
        ),
        (
            "áp dụng mức phí 400.000 đồng/hồ sơ kể từ ngày 01/7/2025 đến hết ngày 31/12/2026",
            (DatedAmount(400_000, date(2025, 7, 1), date(2026, 12, 31)),),
        ),
        ("Miễn phí từ ngày 07/4/2026 đến 30/6/2026", (DatedAmount(0, date(2026, 4, 7), date(2026, 6, 30)),)),
        ("25.000 đồng từ ngày 31/2/2026 đến 30/6/2026", ()),
        ("25.000 đồng từ ngày 31/12/2026 đến 30/6/2026", ()),
        ("Thông tư số 64/2025/TT-BTC ngày 30/6/2025", ()),
    ],
)
def test_amounts_for_a_time_only(note: str, expected: tuple[DatedAmount, ...]) -> None:
    assert read_dated(note) == expected


def test_amounts_that_are_called_fee_or_charge() -> None:
    text = "Phí: 800.000 đồng/hồ sơ (mức 400.000 đồng).\n\nLệ phí: 100.000 đồng/hồ sơ."
    assert read_labelled(text) == (LabelledAmount("phi", 800_000, ""), LabelledAmount("le_phi", 100_000, ""))


def test_who_is_exempt() -> None:
    note = "Miễn lệ phí cho người thuộc gia đình có công với cách mạng; người thuộc hộ nghèo; người khuyết tật."
    found = read_exemptions(note)
    assert [(item.name, item.kind, item.percent) for item in found] == [
        ("Người thuộc gia đình có công với cách mạng", "le_phi", 100),
        ("Người thuộc hộ nghèo", "le_phi", 100),
        ("Người khuyết tật", "le_phi", 100),
    ]
    assert read_exemptions("Lệ phí do Hội đồng nhân dân quyết định.") == ()


@pytest.mark.parametrize(
    ("text", "title", "case"),
    [
        ("--", "", False),
        ("* Giấy tờ phải nộp:", "Giấy tờ phải nộp", False),
        ("a) Đối với trường hợp cấp lại bị mất:", "Đối với trường hợp cấp lại bị mất", True),
        ("(1.2) Đối với công trình theo tuyến, hồ sơ gồm:", "Đối với công trình theo tuyến", True),
        ("b.Trường hợp người bị thiệt hại bao gồm:", "Trường hợp người bị thiệt hại", True),
        ("Trường hợp ủy quyền thì phải kèm theo:", "Trường hợp ủy quyền thì phải kèm theo", False),
        ("Trường hợp chưa có thông tin thì hồ sơ còn có:", "Trường hợp chưa có thông tin thì hồ sơ còn có", False),
        ("Hồ sơ của người nhận con nuôi", "Hồ sơ của người nhận con nuôi", False),
    ],
)
def test_headings_and_cases(text: str, title: str, case: bool) -> None:
    assert heading(text) == title
    assert is_case(text) is case


def test_the_code_of_a_name_does_not_hang_on_its_spelling() -> None:
    assert code_of("Cấp  lại") == code_of("cap lai")
    assert code_of("Cấp lại") != code_of("Cấp mới")
    assert len(code_of("Cấp lại")) == 10
