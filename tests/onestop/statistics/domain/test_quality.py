"""Points of the quality index: in proportion, capped, unknown when an input is, and never invented."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.onestop.statistics.domain.quality import Group, Index, Indicator, flaws, in_force, score, scores
from plugins.onestop.statistics.quality import TITLES, indexes


def indicator(most: float = 10, full: float = 0.8) -> Indicator:
    return Indicator("x", "X", most, full, "part", "whole")


@pytest.mark.parametrize(
    ("part", "whole", "points"),
    [
        (0, 100, 0),
        (40, 100, 5),
        (80, 100, 10),
        (100, 100, 10),
        (1, 3, 4.17),
        (None, 100, None),
        (5, None, None),
        (0, 0, None),
    ],
)
def test_points(part: int | None, whole: int | None, points: float | None) -> None:
    assert score(indicator(), {"part": part, "whole": whole}).points == points


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.floats(0.1, 1), st.floats(1, 100))
def test_points_grow_with_the_share_and_stay_within_the_most(part: int, whole: int, full: float, most: float) -> None:
    part = min(part, whole)
    item = indicator(most, full)
    got = score(item, {"part": part, "whole": whole}).points
    assert got is not None
    assert 0 <= got <= round(most, 2)
    if part >= full * whole:
        assert got == pytest.approx(most, abs=0.01)
    more = score(item, {"part": min(whole, part + 1), "whole": whole}).points
    assert more is not None
    assert more >= got


def test_what_is_unknown_is_in_no_total() -> None:
    other = Indicator("y", "Y", 8, 1.0, "nobody", "whole")
    index = Index("I", date(2022, 1, 1), "", False, (Group("g", "G", 18, (indicator(), other)),))
    [group] = scores(index, {"part": 8, "whole": 10, "nobody": None})
    assert (group.points, group.known_max, index.max) == (10, 10, 18)


def test_the_shipped_index_adds_up_to_a_hundred_and_names_known_inputs() -> None:
    for index in indexes():
        assert flaws(index) == []
        assert index.max == 100
        assert [group.max for group in index.group] == [18, 20, 12, 10, 22, 18]
        items = [item for group in index.group for item in group.indicator]
        assert {name for item in items for name in (item.part, item.whole)} <= set(TITLES)
        assert all(item.source for item in items)


def test_the_index_of_the_day_holds() -> None:
    first = Index("A", date(2022, 1, 1), "", False, ())
    second = Index("B", date(2024, 1, 1), "", True, ())
    days = {date(2017, 1, 1): "A", date(2023, 5, 1): "A", date(2024, 1, 1): "B"}
    for day, title in days.items():
        found = in_force([second, first], day)
        assert found is not None
        assert found.title == title
    assert in_force([], date(2024, 1, 1)) is None


def test_an_index_that_does_not_add_up_is_flawed() -> None:
    wrong = Index("A", date(2022, 1, 1), "", False, (Group("g", "G", 9, (indicator(10, 1.5),)),))
    assert len(flaws(wrong)) == 2
