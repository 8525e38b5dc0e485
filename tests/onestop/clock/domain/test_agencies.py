"""Errands to other agencies, written into the ledger and read out of it again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contracts.procedures import Limit
from plugins.onestop.clock.domain.agencies import errands, written_terms
from tests.onestop.clock.cases import OFFICE, at, line

limits = st.none() | st.builds(
    Limit, st.integers(1, 2000), st.sampled_from(["minute", "hour", "working_day", "calendar_day"])
)


@given(st.booleans(), limits, st.none() | st.integers(1, 10**9))
def test_what_is_written_is_read(counted: bool, budget: Limit | None, unit_id: int | None) -> None:
    text = written_terms(counted=counted, budget=budget, unit_id=unit_id)
    assert len(text) <= 40
    [found] = errands([line("agency_out", "20T10:00", text, "1", who="Chi cục Thuế")])
    assert (found.counted, found.budget, found.unit_id, found.agency) == (counted, budget, unit_id, "Chi cục Thuế")


def test_each_agency_has_its_own_clock_and_answers_for_itself() -> None:
    ledger = [
        line("agency_out", "20T10:00", "excluded/2/working_day", "1", who="Thuế"),
        line("agency_out", "20T14:00", "counted/4/hour", "2", who="Công an"),
        line("agency_back", "21T09:00", "", "2"),
        line("agency_back", "21T10:00", "", "9"),
    ]
    tax, police = errands(ledger)
    assert (tax.back_at, police.back_at) == (None, at("21T09:00"))
    assert tax.due(OFFICE).due_at == at("22T10:00")
    assert police.due(OFFICE).due_at == at("21T08:30")


@pytest.mark.parametrize(("source", "target"), [("", "1"), ("excluded", "x"), ("maybe/1/hour", "1")])
def test_other_lines_are_no_errands(source: str, target: str) -> None:
    assert errands([line("agency_out", "20T10:00", source, target)]) == []


def test_an_agency_without_a_budget_has_no_due_time() -> None:
    [found] = errands([line("agency_out", "20T10:00", "excluded", "1")])
    assert found.due(OFFICE).due_at is None
