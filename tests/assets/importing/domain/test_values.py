"""Money and days as people write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.assets.importing.domain.values import day, money


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12.500.000 đ", 12_500_000),
        ("12.500.000đ", 12_500_000),
        ("12,500,000", 12_500_000),
        ("12 500 000 VNĐ", 12_500_000),
        ("12.500.000,00", 12_500_000),
        ("12,500,000.00", 12_500_000),
        ("12500000", 12_500_000),
        ("12500000.0", 12_500_000),
        ("12500000,0", 12_500_000),
        ("1.25E7", 12_500_000),
        ("12.500", 12_500),
        ("0", 0),
        ("8.000.000 đồng", 8_000_000),
    ],
)
def test_money_is_read(text: str, amount: int) -> None:
    assert money(text) == amount


@pytest.mark.parametrize(
    "text", ["", "nhiều", "12,5", "-5", "12.500.00", "1.2.3", "12.5.000", "1e99", "NaN", "Infinity", "5 USD"]
)
def test_what_is_no_sum_of_whole_dong_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- the message is the text itself
        money(text)


@given(st.integers(0, 10**15), st.sampled_from(".,' "))
def test_grouped_money_is_the_number_without_its_signs(amount: int, sign: str) -> None:
    grouped = f"{amount:,}".replace(",", sign)
    assert money(grouped) == money(f"{grouped} đ") == amount


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("05/03/2017", date(2017, 3, 5)),
        ("5-3-2017", date(2017, 3, 5)),
        ("5.3.2017", date(2017, 3, 5)),
        ("2017-03-05", date(2017, 3, 5)),
        ("2017-03-05T00:00:00", date(2017, 3, 5)),
        ("42799", date(2017, 3, 5)),
        ("ngày 05 tháng 03 năm 2017", date(2017, 3, 5)),
    ],
)
def test_days_are_read_day_first(text: str, found: date) -> None:
    assert day(text) == found


@pytest.mark.parametrize("text", ["", "2017", "03/2017", "03/25/2017", "31/02/2020", "5/3/17", "năm 2014", "99999"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- the message is the text itself
        day(text)


@given(st.dates(date(1955, 1, 1), date(2060, 1, 1)))
def test_a_day_is_the_same_in_each_spelling(given_day: date) -> None:
    serial = (given_day - date(1900, 1, 1)) // timedelta(days=1) + 2
    spellings = [f"{given_day:%d/%m/%Y}", given_day.isoformat(), str(serial)]
    assert {day(text) for text in spellings} == {given_day}
