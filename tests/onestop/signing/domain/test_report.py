"""A file is as good as its worst signature; a mark stays on its page."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.onestop.signing.domain.places import Place, box_of, page_of
from plugins.onestop.signing.domain.report import Change, Checked, SignatureReport, Trust


def report(*, intact: bool = True, change: Change = "none", trust: Trust = "trusted") -> SignatureReport:
    moment = datetime(2017, 11, 22, tzinfo=UTC)
    return SignatureReport("A", "CA", "1", moment, moment, intact, change, trust)


@pytest.mark.parametrize(
    ("reports", "verdict"),
    [
        ([], "unsigned"),
        ([report()], "good"),
        ([report(change="allowed"), report()], "good"),
        ([report(trust="unknown")], "unknown_signer"),
        ([report(), report(trust="expired")], "unknown_signer"),
        ([report(intact=False)], "changed"),
        ([report(change="changed"), report()], "changed"),
        ([report(trust="unknown"), report(intact=False)], "changed"),
    ],
)
def test_as_bad_as_the_worst(reports: list[SignatureReport], verdict: str) -> None:
    assert Checked("0" * 64, True, tuple(reports)).verdict == verdict
    assert Checked("0" * 64, False, tuple(reports)).verdict == "unreadable"


@given(
    st.sampled_from(["first_top", "last_left", "last_right"]),
    st.integers(1, 500),
    st.floats(-500, 500),
    st.floats(-500, 500),
    st.floats(100, 3000),
    st.floats(100, 3000),
)
def test_the_mark_stays_on_the_page(
    place: Place, pages: int, left: float, low: float, wide: float, high: float
) -> None:
    assert 0 <= page_of(place, pages) < pages
    x, y, right, top = box_of(place, (left, low, left + wide, low + high))
    assert left - 1 <= x < right <= left + wide + 1
    assert low - 1 <= y < top <= low + high + 1
