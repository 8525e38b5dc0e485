"""What day a citizen is promised, for each kind of limit; oracles are days read off a calendar by hand."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import VIETNAM
from core.contracts.procedures import Facts, Limit
from core.worktime import office_hours, vietnamese_calendar
from plugins.onestop.domain.promise import UNKNOWN, Terms, due_at, promise, terms_of, usual_terms

OFFICE = vietnamese_calendar(office_hours([["07:30", "11:30"], ["13:00", "17:00"]]))
SAME_DAY = Terms(rule="same_day_15")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def within(value: int, unit: str, rule: str | None = None) -> Terms:
    return Terms(Limit(value, unit), rule)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("terms", "received", "due"),
    [
        # Wednesday 22 November 2017
        (within(2, "working_day"), "2017-11-20T10:00", "2017-11-22T10:00"),
        (within(2, "working_day"), "2017-11-23T10:00", "2017-11-27T10:00"),
        (within(4, "hour"), "2017-11-22T10:00", "2017-11-22T15:30"),
        (within(4, "hour"), "2017-11-24T16:00", "2017-11-27T10:30"),
        (within(5, "calendar_day"), "2017-11-20T10:00", "2017-11-27T17:00"),  # the 25th is a Saturday
        (within(2, "calendar_day"), "2017-11-20T10:00", "2017-11-22T17:00"),
        # Tết 2018: off from Wednesday 14 to Tuesday 20 February
        (within(1, "working_day"), "2018-02-13T10:00", "2018-02-21T10:00"),
        (SAME_DAY, "2017-11-22T08:10", "2017-11-22T17:00"),
        (SAME_DAY, "2017-11-22T14:59", "2017-11-22T17:00"),
        (SAME_DAY, "2017-11-22T15:00", "2017-11-23T17:00"),
        (SAME_DAY, "2017-11-24T15:01", "2017-11-27T17:00"),
        (within(3, "working_day", "next_day_after_15"), "2017-11-22T14:59", "2017-11-27T14:59"),
        (within(3, "working_day", "next_day_after_15"), "2017-11-22T15:00", "2017-11-27T17:00"),
        (within(1, "hour", "next_day_after_15"), "2017-11-24T16:00", "2017-11-27T08:30"),
        (within(90, "minute"), "2017-11-24T16:00", "2017-11-27T08:00"),
        # the day of reception does not count, and the last day counts to its end
        (within(2, "working_day", "first_day_excluded"), "2017-11-20T10:00", "2017-11-22T17:00"),
        (within(2, "working_day", "first_day_excluded"), "2017-11-23T16:59", "2017-11-27T17:00"),
        (within(1, "working_day", "first_day_excluded"), "2017-11-25T09:00", "2017-11-27T17:00"),
    ],
)
def test_promised_day(terms: Terms, received: str, due: str) -> None:
    assert promise(OFFICE, at(received), terms).due_at == at(due)


def test_a_clock_put_off_says_from_when_it_counts() -> None:
    terms = within(1, "working_day", "next_day_after_15")
    assert promise(OFFICE, at("2017-11-24T15:30"), terms).counted_from == at("2017-11-27T07:30")
    assert promise(OFFICE, at("2017-11-24T14:30"), terms).counted_from is None


@pytest.mark.parametrize("terms", [UNKNOWN, Terms(Limit(1, None)), Terms(Limit(None, "working_day"))])
def test_no_known_limit_promises_no_day(terms: Terms) -> None:
    assert not terms.known
    assert promise(OFFICE, at("2017-11-22T10:00"), terms).due_at is None


@pytest.mark.parametrize(
    ("limits", "rules", "usual"),
    [
        ((), (), UNKNOWN),
        ((Limit(1, None),), (), UNKNOWN),
        ((Limit(5, "working_day"),), (), within(5, "working_day")),
        ((Limit(5, "working_day"), Limit(15, "working_day")), (), None),
        ((Limit(1, None),), ("same_day_15",), SAME_DAY),
        ((Limit(3, "working_day"),), ("same_day_15",), SAME_DAY),
        ((Limit(3, "working_day"),), ("next_day_after_15",), within(3, "working_day", "next_day_after_15")),
        (
            (Limit(3, "working_day"),),
            ("next_day_after_15", "first_day_excluded"),
            within(3, "working_day", "first_day_excluded"),
        ),
    ],
)
def test_terms_that_hold_without_asking(limits: tuple[Limit, ...], rules: tuple[str, ...], usual: Terms | None) -> None:
    facts = Facts("1.000001", "X", "Y", limits=limits, rules=rules)  # type: ignore[arg-type]
    assert usual_terms(facts) == usual


def test_the_longer_limit_can_be_chosen_beside_the_same_day() -> None:
    facts = Facts("1.011441", "X", "Y", limits=(Limit(3, "working_day"),), rules=("same_day_15",))
    assert terms_of(facts) == (SAME_DAY, within(3, "working_day"))


minutes = st.integers(0, 9 * 365 * 24 * 60).map(lambda count: at("2017-01-01T00:00") + timedelta(minutes=count))
terms = st.one_of(
    st.just(SAME_DAY),
    st.builds(within, st.integers(1, 60), st.sampled_from(["hour", "working_day", "calendar_day"])),
    st.builds(within, st.integers(1, 60), st.just("working_day"), st.just("next_day_after_15")),
    st.builds(within, st.integers(1, 60), st.just("working_day"), st.just("first_day_excluded")),
    st.builds(within, st.integers(1, 3000), st.just("minute")),
)


@given(minutes, terms)
def test_a_promise_lies_after_reception_and_while_somebody_is_there(received: datetime, chosen: Terms) -> None:
    due = promise(OFFICE, received, chosen).due_at
    assert due is not None
    assert due > received
    assert OFFICE.is_open(due - timedelta(minutes=1))


@given(minutes, st.one_of(terms, st.just(UNKNOWN)))
def test_the_day_without_its_reasons_is_the_same_day(received: datetime, chosen: Terms) -> None:
    assert due_at(OFFICE, received, chosen) == promise(OFFICE, received, chosen).due_at
    pauses = [(received + timedelta(hours=5), received + timedelta(hours=40))]
    assert due_at(OFFICE, received, chosen, pauses) == promise(OFFICE, received, chosen, pauses).due_at


@given(minutes, terms, st.integers(1, 3000), st.integers(1, 60 * 24 * 20))
def test_a_pause_never_makes_the_promise_earlier(received: datetime, chosen: Terms, after: int, length: int) -> None:
    start = received + timedelta(minutes=after)
    paused = promise(OFFICE, received, chosen, [(start, start + timedelta(minutes=length))]).due_at
    plain = promise(OFFICE, received, chosen).due_at
    assert paused is not None
    assert plain is not None
    assert paused >= plain
