from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from core.printing.wording import dong, official_date, official_moment

OFFICE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 10), "ngày 10 tháng 12 năm 2026"),
    ],
)
def test_zeros_where_a_digit_could_be_added(day: date, words: str) -> None:
    assert official_date(day) == words


def test_a_moment_is_told_in_the_office_s_zone() -> None:
    late = datetime(2026, 2, 28, 17, 30, tzinfo=UTC)
    assert official_moment(late, OFFICE) == "00 giờ 30 phút, ngày 01 tháng 3 năm 2026"


def test_a_moment_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        official_moment(datetime(2026, 2, 28, 17, 30), OFFICE)  # noqa: DTZ001 -- the point of the test


@pytest.mark.parametrize(("amount", "words"), [(0, "0 đồng"), (80_000, "80.000 đồng"), (1_250_000, "1.250.000 đồng")])
def test_amounts(amount: int, words: str) -> None:
    assert dong(amount) == words
