"""What is charged in a case, on a day, with an exemption; what is not certain is not charged."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contracts.procedures import Case, Exemption, Facts, Fee, FeeKind, Limit, Paper
from plugins.onestop.domain.procedures import fee_for, fees_for, for_case, grouped, limit_choices, papers_for, waived

DAY = date(2026, 5, 4)
FIRST, OTHER = Case("first", "Cấp mới"), Case("other", "Cấp lại")


def facts(**changes: object) -> Facts:
    return Facts("1.000001", "Cấp giấy", "Hộ tịch", cases=(FIRST, OTHER), **changes)  # type: ignore[arg-type]


def test_a_case_has_its_own_limits_and_fees_else_the_common_ones() -> None:
    whole = facts(
        limits=(Limit(5, "working_day"), Limit(2, "working_day", case="Cấp lại")),
        fees=(Fee(50_000), Fee(20_000, case="Cấp lại")),
    )
    assert [limit.value for limit in limit_choices(for_case(whole, OTHER))] == [2]
    assert [limit.value for limit in limit_choices(for_case(whole, FIRST))] == [5]
    assert fee_for(for_case(whole, OTHER), "counter") == Fee(20_000)
    assert fee_for(for_case(whole, FIRST), "counter") == Fee(50_000)
    assert fee_for(whole, "counter") is None
    assert for_case(whole, None) is whole


def test_a_limit_with_words_that_name_no_case_stays() -> None:
    whole = facts(limits=(Limit(5, "hour"), Limit(9, "hour", case="phải xác minh")))
    assert [limit.value for limit in limit_choices(for_case(whole, FIRST))] == [5, 9]


def test_papers_keep_their_place_in_the_list() -> None:
    papers = (Paper("A"), Paper("B", case="Cấp lại"), Paper("C", case="Cấp mới"), Paper("D", group="Phải xuất trình"))
    whole = facts(papers=papers)
    assert [number for number, _paper in papers_for(whole, OTHER)] == [1, 2, 4]
    assert [number for number, _paper in papers_for(whole, None)] == [1, 2, 3, 4]
    assert [(heading, number) for heading, number, _ in grouped(papers_for(whole, OTHER), OTHER)] == [
        ("", 1),
        ("", 2),
        ("Phải xuất trình", 4),
    ]


@pytest.mark.parametrize(
    ("fees", "day", "total"),
    [
        ((Fee(800_000, kind="phi"), Fee(100_000, kind="le_phi")), DAY, 900_000),
        ((Fee(800_000, kind="phi"), Fee(None, kind="le_phi")), DAY, None),
        ((Fee(800_000, kind="phi"), Fee(100_000)), DAY, None),
        ((Fee(50_000), Fee(25_000, since=date(2025, 7, 1), until=date(2026, 12, 31))), DAY, 25_000),
        ((Fee(50_000), Fee(25_000, since=date(2025, 7, 1), until=date(2026, 5, 4))), DAY, 25_000),
        ((Fee(50_000), Fee(25_000, since=date(2025, 7, 1), until=date(2026, 5, 3))), DAY, 50_000),
        ((Fee(50_000), Fee(25_000, since=date(2026, 5, 5))), DAY, 50_000),
        ((Fee(50_000), Fee(25_000, until=date(2026, 12, 31))), None, 50_000),
        ((Fee(70_000, case="Đối với cảng quốc tế"),), DAY, None),
        ((), DAY, None),
    ],
)
def test_the_fee_of_a_day(fees: tuple[Fee, ...], day: date | None, total: int | None) -> None:
    found = fee_for(facts(fees=fees), "counter", day)
    assert (found.amount if found else None) == total


@pytest.mark.parametrize(
    ("fees", "exemption", "expected"),
    [
        ((Fee(30_000, kind="le_phi"),), Exemption("a", "A", 100, "le_phi"), 30_000),
        ((Fee(30_000, kind="le_phi"),), Exemption("a", "A", 50), 15_000),
        ((Fee(30_000, kind="phi"),), Exemption("a", "A", 100, "le_phi"), 0),
        ((Fee(30_001),), Exemption("a", "A", 50), 15_000),
        ((Fee(30_000),), Exemption("a", "A", 100, "le_phi"), None),
        ((Fee(0),), Exemption("a", "A", 100, "le_phi"), 0),
        ((Fee(None),), Exemption("a", "A", 100), None),
    ],
)
def test_what_an_exemption_waives(fees: tuple[Fee, ...], exemption: Exemption, expected: int | None) -> None:
    assert waived(fees, exemption) == expected


KINDS: st.SearchStrategy[FeeKind] = st.sampled_from(["", "phi", "le_phi"])
FEES = st.builds(Fee, st.none() | st.integers(0, 10**9), kind=KINDS)


@given(st.lists(FEES, max_size=5), st.integers(1, 100), KINDS)
def test_nobody_is_waived_more_than_is_due(fees: list[Fee], percent: int, kind: FeeKind) -> None:
    less = waived(fees, Exemption("a", "A", percent, kind))
    assert less is None or 0 <= less <= sum(fee.amount or 0 for fee in fees)


@given(st.lists(FEES, max_size=6))
def test_at_most_one_amount_of_each_kind_is_charged(fees: list[Fee]) -> None:
    charged = fees_for(facts(fees=tuple(fees)), "counter", DAY)
    assert len({fee.kind for fee in charged}) == len(charged)
    assert all(fee in fees for fee in charged)
