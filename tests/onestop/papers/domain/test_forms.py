"""Which set of forms holds on which day, and that the shipped data are honest about what nobody checked."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.onestop.papers.domain.forms import Forms, FormSet, FormSpec
from plugins.onestop.papers.forms import forms


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2017, 11, 22), "2018"),  # before every set: the first one
        (date(2019, 1, 8), "2018"),
        (date(2025, 6, 30), "2018"),
        (date(2025, 7, 1), "2025"),
        (date(2026, 11, 25), "2025"),
    ],
)
def test_the_set_of_a_day(day: date, code: str) -> None:
    assert forms().in_force(day).code == code


COMMON = {"receipt": "01", "supplement": "02", "refusal": "03", "apology": "04"}


@pytest.mark.parametrize(
    ("day", "numbers"),
    [
        (date(2024, 1, 1), COMMON | {"control": "05", "logbook": "06"}),
        (date(2026, 1, 1), COMMON | {"stop": "05", "control": "06", "logbook": "07"}),
    ],
)
def test_the_annex_s_numbers(day: date, numbers: dict[str, str]) -> None:
    found = {form.spec.kind: form.spec.number for form in forms().forms(day) if form.set_code}
    assert found == numbers


def test_what_was_not_read_is_not_called_verified() -> None:
    latest = forms().in_force(date(2026, 1, 1))
    assert not latest.verified
    assert not any(form.verified for form in latest.forms)
    assert all(item.source for item in forms().sets)


DAYS = st.dates(date(2000, 1, 1), date(2040, 1, 1))


@given(st.lists(DAYS, min_size=1, max_size=6, unique=True), DAYS)
def test_the_newest_set_that_began_holds(begins: list[date], day: date) -> None:
    spec = (FormSpec("receipt", "01", "x", "", verified=True),)
    known = Forms(tuple(FormSet(str(n), "", begin, "", verified=True, forms=spec) for n, begin in enumerate(begins)))
    chosen = known.in_force(day)
    walk = day
    while walk >= min(begins) and walk not in begins:
        walk -= timedelta(days=1)
    assert chosen.effective_from == (walk if walk in begins else min(begins))


def test_without_sets_there_is_an_error() -> None:
    with pytest.raises(ValueError, match="no set"):
        Forms().in_force(date(2020, 1, 1))
