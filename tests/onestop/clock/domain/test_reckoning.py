"""Budget and ledger give both dates; the cases of other systems' trouble have their names here."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.worktime import open_time
from plugins.onestop.clock.domain.reckoning import (
    begun,
    reappointments,
    reckon,
    written_moment,
)
from plugins.onestop.clock.domain.rules import ClockRule
from plugins.onestop.domain.ledger import LedgerLine, clock_in, standstills
from plugins.onestop.domain.promise import UNKNOWN
from plugins.onestop.domain.workflows import LEADER_SIGNS
from tests.onestop.clock.cases import OFFICE, at, line, taken, within

NOW = at("29T09:00")
CAP = ClockRule("pause_cap", 3, subject="agency")


def reappointed(when: str, before: str, day: str) -> LedgerLine:
    return line("reappointed", when, written_moment(at(before)), written_moment(at(day)))


def test_monday_ten_o_clock_plus_two_working_days_is_wednesday_ten_o_clock() -> None:
    found = reckon(OFFICE, taken("20T10:00", within(2)), [], NOW)
    assert found.planned == found.latest == at("22T10:00")


def test_unset_limit_means_no_due_date_not_today() -> None:
    for terms in (UNKNOWN, within(None)):
        found = reckon(OFFICE, taken("20T10:00", terms), [line("pause", "20T11:00", target="x")], NOW)
        assert (found.planned, found.latest) == (None, None)


def test_suspend_and_resume_move_planned_and_latest_dates_by_the_true_length() -> None:
    commission = taken("20T10:00", within(3))
    ledger = [line("pause", "21T10:00", target="needs_supplement"), line("resume", "21T15:00")]
    # 10:00 to 15:00 with lunch between: three and a half open hours
    found = reckon(OFFICE, commission, ledger, NOW)
    assert found.planned == found.latest == at("23T15:00")


def test_a_day_given_anew_moves_with_later_pauses_too_and_the_limit_with_all() -> None:
    commission = taken("20T10:00", within(2))
    ledger = [
        reappointed("22T09:00", "22T10:00", "24T17:00"),
        line("pause", "23T08:00", target="needs_supplement"),
        line("resume", "24T08:00"),
    ]
    found = reckon(OFFICE, commission, ledger, NOW)
    assert found.planned == at("27T17:00")
    assert found.latest == at("22T10:00")


def test_a_pause_before_the_new_day_was_given_does_not_move_it_again() -> None:
    ledger = [
        line("pause", "20T11:00", target="needs_supplement"),
        line("resume", "21T11:00"),
        reappointed("22T09:00", "23T10:00", "24T17:00"),
    ]
    assert reckon(OFFICE, taken("20T10:00", within(2)), ledger, NOW).planned == at("24T17:00")


def test_a_new_day_that_became_a_day_off_is_the_next_working_day() -> None:
    closed = OFFICE.with_days(off=[at("24T00:00").date()])
    ledger = [reappointed("22T09:00", "22T10:00", "24T17:00")]
    assert reckon(closed, taken("20T10:00", within(2)), ledger, NOW).planned == at("27T17:00")


@pytest.mark.parametrize(
    ("back", "due"),
    [
        ("21T10:00", "23T10:00"),  # one day away
        ("23T10:00", "27T10:00"),  # three: the whole cap
        ("27T10:00", "27T10:00"),  # more: what exceeds it counts again
        ("29T08:00", "27T10:00"),
    ],
)
def test_what_exceeds_the_cap_of_a_pause_counts_again(back: str, due: str) -> None:
    ledger = [line("agency_out", "20T10:00", "excluded", "1", who="Thuế"), line("agency_back", back, target="1")]
    found = reckon(OFFICE, taken("20T10:00", within(2), CAP), ledger, NOW)
    assert found.planned == at(due)
    assert bool(found.cut) == (back > "23T10:00")


def test_a_cap_is_for_all_pauses_of_a_cause_together_and_for_no_other() -> None:
    ledger = [
        line("agency_out", "20T10:00", "excluded", "1"),
        line("agency_back", "22T10:00", target="1"),
        line("agency_out", "22T10:00", "excluded", "2"),
        line("agency_back", "24T10:00", target="2"),
        line("pause", "24T10:00", target="needs_supplement"),
        line("resume", "28T10:00"),
    ]
    assert reckon(OFFICE, taken("20T10:00", within(5), CAP), ledger, NOW).planned == at("30T10:00") + timedelta(days=4)


def test_time_at_an_agency_that_counts_moves_nothing() -> None:
    ledger = [line("agency_out", "20T10:00", "counted/5/working_day", "1"), line("agency_back", "21T10:00", target="1")]
    assert reckon(OFFICE, taken("20T10:00", within(2)), ledger, NOW).planned == at("22T10:00")


def test_overlapping_standstills_count_once() -> None:
    ledger = [
        line("agency_out", "20T10:00", "excluded", "1"),
        line("pause", "20T15:00", target="needs_supplement"),
        line("agency_back", "21T10:00", target="1"),
        line("resume", "22T10:00"),
    ]
    assert reckon(OFFICE, taken("20T10:00", within(1)), ledger, NOW).planned == at("23T10:00")
    assert [stretch.cause for stretch in standstills(ledger)] == ["agency", "needs_supplement"]


def test_a_cap_that_is_used_up_ends_the_standstill_at_its_moment() -> None:
    ledger = [
        line("agency_out", "20T10:00", "excluded", "1"),
        line("cap_used", "23T10:04", written_moment(at("23T10:00")), "agency"),
    ]
    assert clock_in("runs", ledger[:1]) == "paused"
    assert clock_in("runs", ledger) == "runs"
    assert standstills(ledger)[0].end == at("23T10:00")


def test_the_deciding_agencys_clock_starts_when_it_receives_the_dossier() -> None:
    ledger = [
        line("receive", "20T10:00", "", "accepted", kind="move"),
        line("hand_over", "20T16:00", "accepted", "assigned", kind="move"),
        line("start", "21T09:00", "assigned", "appraising", kind="move"),
    ]
    commission = taken("20T10:00", within(None, rule="same_day_15"), starts_at_agency=True)
    assert begun(LEADER_SIGNS, ledger[:2]) is None
    assert reckon(OFFICE, commission, ledger[:2], NOW, None).planned == at("20T17:00")
    start = begun(LEADER_SIGNS, ledger)
    assert start == at("21T09:00")
    assert reckon(OFFICE, commission, ledger, NOW, start).planned == at("21T17:00")
    # received by the agency after 15:00: the next working day
    assert reckon(OFFICE, commission, ledger, NOW, at("21T15:00")).planned == at("22T17:00")


def test_a_line_that_is_no_moment_gives_no_new_day() -> None:
    assert reappointments([line("reappointed", "20T10:00", "", "morgen")]) == ()


@given(
    rounds=st.lists(st.tuples(st.integers(1, 3000), st.integers(0, 9000)), min_size=1, max_size=6),
    days=st.integers(1, 20),
)
def test_four_supplement_rounds_never_make_a_dossier_overdue_by_supplement(
    rounds: list[tuple[int, int]], days: int
) -> None:
    """However often and long papers were asked for, the open time that is left is what the office did not use."""
    moment, ledger = at("20T10:00"), list[LedgerLine]()
    used = timedelta(0)
    for worked, waited in rounds:
        until = moment + timedelta(minutes=worked)
        used += open_time(OFFICE, moment, until)
        back = until + timedelta(minutes=waited)
        for action, when in (("pause", until), ("resume", back)):
            ledger.append(LedgerLine(0, when, "clock", action, "", "needs_supplement", None, "", "", "", None))
        moment = back
    commission = taken("20T10:00", within(days))
    found = reckon(OFFICE, commission, ledger, moment).planned
    assert found is not None
    left = days * timedelta(hours=8) - used
    if left > timedelta(0):
        assert open_time(OFFICE, moment, found) == left
        assert found > moment


@given(split=st.integers(1, 6000), waited=st.integers(0, 6000))
def test_a_pause_told_in_two_parts_is_the_same_pause(split: int, waited: int) -> None:
    start, middle = at("20T10:30"), at("20T10:30") + timedelta(minutes=split)
    end = middle + timedelta(minutes=waited)

    def told(*moments: datetime) -> list[LedgerLine]:
        actions = ("pause", "resume") * (len(moments) // 2)
        return [
            LedgerLine(0, when, "clock", action, "", "x", None, "", "", "", None)
            for action, when in zip(actions, moments, strict=True)
        ]

    commission = taken("20T10:00", within(4))
    whole = reckon(OFFICE, commission, told(start, end), end)
    assert reckon(OFFICE, commission, told(start, middle, middle, end), end).planned == whole.planned
