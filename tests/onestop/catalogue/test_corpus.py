"""Real pages of the portal, where they are at hand: every page is read, and what was read is right or unknown."""

from collections import Counter
from pathlib import Path

import pytest

from plugins.onestop.catalogue.sources import read_path
from plugins.onestop.domain.catalogue import Catalogue, read_catalogue

PAGES = Path(__file__).parents[3].parent / "shared" / "corpus" / "portal"
pytestmark = pytest.mark.skipif(not PAGES.is_dir(), reason="the sample of portal pages is not here")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(read_path(PAGES).entries)


def test_every_page_comes_in(catalogue: Catalogue) -> None:
    assert [fault for fault in catalogue.faults if fault.is_error] == []
    assert len(catalogue.procedures) == 80


def test_a_number_without_a_unit_is_never_a_limit(catalogue: Catalogue) -> None:
    known = {fault.procedure for fault in catalogue.faults if fault.kind == "unknown_unit"}
    for facts in catalogue.procedures:
        for limit in facts.limits:
            assert (limit.unit is None) or limit.value is not None
            if limit.value is not None and limit.unit is None:
                assert facts.code in known


def test_amounts_are_whole_and_plausible_or_unknown(catalogue: Catalogue) -> None:
    for facts in catalogue.procedures:
        assert all(fee.amount is None or fee.amount == 0 or fee.amount >= 1_000 for fee in facts.fees)


def test_papers_have_names_and_no_leftovers_of_the_table(catalogue: Catalogue) -> None:
    for facts in catalogue.procedures:
        for paper in facts.papers:
            assert paper.name
            assert "Tên giấy tờ" not in paper.name
            assert not paper.name.endswith((".docx", ".pdf")) or not paper.forms


LIMITS = {
    "1.001193": [(1, None)] * 3,
    "1.012680": [(3, "working_day")] * 2,
    "1.012817": [(20, "working_day"), (20, "working_day"), (30, "working_day")],
    "3.000116": [(1, "calendar_day"), (1, "hour")],
    "1.004680": [(None, None)] * 3,
    "3.000343": [(7, "calendar_day")] * 3,
    "2.002036": [(75, None)] * 3,
}


@pytest.mark.parametrize(("code", "expected"), LIMITS.items())
def test_limits_of_some_pages_read_by_eye(catalogue: Catalogue, code: str, expected: list[tuple[int, str]]) -> None:
    [facts] = [item for item in catalogue.procedures if item.code == code]
    assert [(limit.value, limit.unit) for limit in facts.limits] == expected


def test_some_pages_read_by_eye(catalogue: Catalogue) -> None:
    by_code = {facts.code: facts for facts in catalogue.procedures}
    assert {fee.amount for fee in by_code["3.000171"].fees} == {150_000}
    assert [case.name for case in by_code["1.007742"].cases] == [
        "Đối với hàng hóa nhập khẩu",
        "Đối với hàng hóa xuất khẩu",
    ]
    assert [item.name for item in by_code["1.004746"].exemptions] == [
        "Người thuộc gia đình có công với cách mạng",
        "Người thuộc hộ nghèo",
        "Người khuyết tật",
    ]
    assert "same_day_15" in by_code["1.011441"].rules
    assert {fee.kind for fee in by_code["1.002681"].fees} == {"phi", "le_phi"}
    assert len(by_code["2.000755"].papers) >= 1


def test_the_kinds_of_doubts_are_those_that_were_counted_by_eye(catalogue: Catalogue) -> None:
    counts = Counter(fault.kind for fault in catalogue.faults)
    assert counts["unknown_unit"] == 18
    assert counts["contradicting_limit"] == 2
    assert counts["foreign_fee"] == 1
    assert counts["glued_count"] == 1
