"""Wear: the golden figures of the circulars, and what holds for every thing whatever it cost."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.assets.wear.domain.wear import book, in_force, rounded, schedule
from plugins.assets.wear.rules import rules

KNOWN = rules()

GOLDEN = [
    (
        "desktop put to use in 2026: six equal years, the last one takes the rest",
        15_000_000, 2026, "office", {**dict.fromkeys(range(2026, 2032), 2_143_500), 2032: 2_139_000},
    ),
    (
        "desktop of 2022: what is left at the end of 2025 over the rest of the new life (art. 18.1)",
        12_000_000, 2022, "office",
        {**dict.fromkeys(range(2022, 2026), 2_400_000), **dict.fromkeys(range(2026, 2029), 800_000)},
    ),
    (
        "laptop of 2023",
        13_990_000, 2023, "office",
        {**dict.fromkeys(range(2023, 2026), 2_798_000), **dict.fromkeys(range(2026, 2030), 1_399_000)},
    ),
    (
        "printer of 2018: fully worn before 2026, nothing more",
        12_000_000, 2018, "office", dict.fromkeys(range(2018, 2023), 2_400_000),
    ),
    (
        "projector: the life did not change, so nothing does",
        20_000_000, 2024, "machinery", dict.fromkeys(range(2024, 2029), 4_000_000),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("why", "cost", "first", "kind", "expected"), GOLDEN, ids=[case[0] for case in GOLDEN])
def test_golden_figures(why: str, cost: int, first: int, kind: str, expected: dict[int, int]) -> None:
    assert {line.year: line.wear for line in schedule(cost, first, KNOWN.rate, kind)} == expected


@given(
    cost=st.integers(10_000_000, 10**12),
    first=st.integers(2018, 2040),
    kind=st.sampled_from(["office", "copier", "machinery"]),
)
def test_the_wear_of_all_years_is_the_cost_and_nothing_is_ever_below_zero(cost: int, first: int, kind: str) -> None:
    years = schedule(cost, first, KNOWN.rate, kind)
    assert sum(line.wear for line in years) == cost
    assert all(line.wear > 0 and line.accumulated + line.remaining == cost for line in years)
    assert [line.year for line in years] == list(range(first, first + len(years)))
    assert years[-1].remaining == 0
    rule = in_force(KNOWN.rate, kind, years[-1].year)
    assert rule is not None
    assert len(years) <= max(rule.years, 8)


@given(number=st.integers(0, 10**15), by=st.integers(1, 10**5))
def test_halves_are_rounded_up(number: int, by: int) -> None:
    exact = Fraction(number, by)
    assert abs(rounded(number, by) - exact) <= Fraction(1, 2)
    assert rounded(number, by) >= exact or exact - rounded(number, by) < Fraction(1, 2)


@pytest.mark.parametrize(
    ("cost", "year", "expected"),
    [
        (10_000_000, 2026, "fixed"),
        (9_999_999, 2026, "tool"),
        (9_990_000, 2019, "tool"),
        (20_000_000, 2010, "fixed"),
        (None, 2020, "unknown"),
        (20_000_000, None, "unknown"),
    ],
)
def test_the_book_goes_by_the_threshold(cost: int | None, year: int | None, expected: str) -> None:
    assert book(cost, year, KNOWN.threshold) == expected


def test_every_rule_says_where_it_is_from() -> None:
    assert all(rule.source for rule in (*KNOWN.rate, *KNOWN.threshold))
    assert set(KNOWN.categories.values()) <= {rule.kind for rule in KNOWN.rate}
