from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.codes.check import with_check
from core.codes.kinds import ASSET, KINDS, LENGTHS, MEETING, PLACE, CodeKind, compose, grouped, is_valid, kind_of, parts


@st.composite
def issued(draw: st.DrawFn) -> tuple[CodeKind, dict[str, int], str]:
    kind = draw(st.sampled_from(KINDS))
    numbers = {name: draw(st.integers(0, 10**width - 1)) for name, width in kind.fields}
    return kind, numbers, compose(kind, **numbers)


@given(issued())
def test_length_and_first_digits_tell_the_kind(made: tuple[CodeKind, dict[str, int], str]) -> None:
    kind, numbers, code = made
    assert kind_of(code) is kind
    assert dict(parts(kind, code)) == numbers


@given(issued(), st.data())
def test_a_lost_digit_is_always_refused(made: tuple[CodeKind, dict[str, int], str], data: st.DataObject) -> None:
    code = made[2]
    at = data.draw(st.integers(0, len(code) - 1))
    assert not is_valid(code[:at] + code[at + 1 :])


@given(issued(), st.data())
def test_a_doubled_or_added_digit_is_always_refused(
    made: tuple[CodeKind, dict[str, int], str], data: st.DataObject
) -> None:
    code = made[2]
    at = data.draw(st.integers(0, len(code)))
    assert not is_valid(code[:at] + data.draw(st.sampled_from("0123456789")) + code[at:])


def test_no_two_lengths_are_neighbours_or_numbers_of_daily_life() -> None:
    assert all(longer - shorter >= 2 for shorter, longer in pairwise(sorted(LENGTHS)))
    assert not LENGTHS & {8, 9, 10, 12, 14}


def test_no_kind_hides_another() -> None:
    for one in KINDS:
        for two in KINDS:
            if one is not two and one.length == two.length:
                assert not one.prefix.startswith(two.prefix)


def test_the_known_lengths() -> None:
    assert {kind.name: kind.length for kind in KINDS} == {
        "dossier_slip": 20,
        "asset": 13,
        "place": 15,
        "staff_card": 15,
        "meeting": 15,
        "meeting_ticket": 17,
        "queue_ticket": 17,
        "signed_paper": 17,
    }


def test_an_asset_label_is_unit_class_running_check() -> None:
    code = compose(ASSET, unit=1, **{"class": 20}, running=123)
    assert code == with_check("001" + "20" + "000123")
    assert grouped(code) == "0012 0000 1239 7"


def test_a_number_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="running=1000000 does not fit into 6 digits"):
        compose(ASSET, unit=1, **{"class": 20}, running=1_000_000)
    with pytest.raises(ValueError, match="does not fit"):
        compose(MEETING, meeting=-1)
    with pytest.raises(ValueError, match="fields"):
        compose(PLACE, unit=1)


def test_parts_of_another_kind_are_refused() -> None:
    with pytest.raises(ValueError, match="not a place code"):
        parts(PLACE, compose(MEETING, meeting=7))
