"""What a bought thing costs: shares add up to the đồng, whatever the figures. Circular 141/2025/TT-BTC, article 6.1."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.assets.buying.domain.costing import Price, SharedCosts, apportion, free_pieces, line_costs, piece_cost
from plugins.assets.buying.domain.warranty import months_after

MONEY = st.integers(0, 10**13)
WEIGHTS = st.lists(MONEY, min_size=1, max_size=12)
LINES = st.lists(st.builds(Price, st.integers(1, 60), st.integers(0, 10**9)), min_size=1, max_size=8)
SHARED = st.builds(SharedCosts, MONEY, MONEY, MONEY, MONEY)


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (100, [1, 2, 3], [17, 33, 50]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (7, [0, 0], [4, 3]),
        (0, [5, 6], [0, 0]),
        (1, [1, 2], [0, 1]),
    ],
    ids=["earlier first", "biggest fraction", "discount", "nothing to go by", "nothing", "one dong"],
)
def test_shares_by_rule(total: int, weights: list[int], shares: list[int]) -> None:
    assert apportion(total, weights) == shares


@given(st.integers(-(10**13), 10**13), WEIGHTS)
def test_shares_add_up_and_are_the_exact_ones_rounded(total: int, weights: list[int]) -> None:
    shares = apportion(total, weights)
    assert sum(shares) == total
    used = weights if any(weights) else [1] * len(weights)
    for share, weight in zip(shares, used, strict=True):
        assert abs(Fraction(total * weight, sum(used)) - share) < 1


@given(LINES, SHARED)
def test_the_pieces_cost_together_what_was_paid(lines: list[Price], shared: SharedCosts) -> None:
    pieces = [
        piece_cost(cost, line.quantity, n)
        for line, cost in zip(lines, line_costs(lines, shared), strict=True)
        for n in range(line.quantity)
    ]
    invoice = sum(line.quantity * line.unit_price for line in lines)
    assert sum(pieces) == invoice - shared.discount + shared.transport + shared.taxes + shared.other


@given(st.integers(0, 10**13), st.integers(1, 500))
def test_pieces_of_a_line_differ_by_one_dong_at_most(cost: int, quantity: int) -> None:
    pieces = [piece_cost(cost, quantity, n) for n in range(quantity)]
    assert max(pieces) - min(pieces) <= 1
    assert pieces == sorted(pieces, reverse=True)


@given(LINES, SHARED)
def test_no_piece_costs_less_than_nothing_when_the_purchase_does_not(lines: list[Price], shared: SharedCosts) -> None:
    invoice = sum(line.quantity * line.unit_price for line in lines)
    if invoice + shared.net >= 0 and invoice > 0:
        assert min(line_costs(lines, shared)) >= 0


@pytest.mark.parametrize("weights", [[], [1, -1]])
def test_no_shares_without_sense(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        apportion(5, weights)


def test_a_line_has_only_its_pieces() -> None:
    assert free_pieces(4, [0, 2]) == [1, 3]
    with pytest.raises(ValueError, match="piece"):
        piece_cost(10, 2, 2)


@pytest.mark.parametrize(
    ("day", "months", "until"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 26), 24, date(2028, 11, 26)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 1), 0, date(2026, 12, 1)),
    ],
)
def test_warranty_in_months(day: date, months: int, until: date) -> None:
    assert months_after(day, months) == until
