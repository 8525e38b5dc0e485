"""What polls make of a device that stands alone, and what is told of it: tables of polls, and rules for any of them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.assets.monitoring.domain.sites import Member, judge
from plugins.assets.monitoring.domain.states import FLAP_MESSAGES, FLAP_WINDOW, Alert, Standing, enter, slot, step, tell

START = datetime(2017, 11, 22, 1, 0, tzinfo=UTC)
Told = list[tuple[datetime, Alert]]


def replay(polls: str, limit: int = 3, every: timedelta = timedelta(minutes=10)) -> tuple[Standing, Told]:
    """Run polls, "+" answered and "-" not; "?": nobody asked any more."""
    told: Told = []
    standing = Standing()
    for number, poll in enumerate(polls):
        at = START + number * every
        if poll == "?":
            standing = enter(standing, "unknown", at)
            continue
        standing = step(standing, up=poll == "+", at=at)
        standing = judge([Member(1, None, limit, standing)], None, at).standings[1]
        standing, alert = tell(standing, at)
        if alert:
            told.append((at, alert))
    return standing, told


@pytest.mark.parametrize(
    ("polls", "state", "alerts"),
    [
        ("+", "up", []),
        ("-", "unknown", []),
        ("--", "unknown", []),
        ("---", "down", ["raised"]),
        ("+--", "up", []),
        ("+--+--+--", "up", []),
        ("+---", "down", ["raised"]),
        ("+------", "down", ["raised"]),
        ("+---+", "up", ["raised", "cleared"]),
        ("+---+---+", "up", ["raised", "cleared"] * 2),
        ("+---?", "unknown", ["raised"]),
        ("+---?+", "up", ["raised", "cleared"]),
        ("+---?-", "down", ["raised"]),
        ("+?+", "up", []),
    ],
)
def test_state_and_alerts_after_polls(polls: str, state: str, alerts: list[str]) -> None:
    standing, told = replay(polls)
    assert standing.state == state
    assert [alert for _, alert in told] == alerts


def test_down_since_the_poll_that_made_it_so() -> None:
    standing, _ = replay("+----", every=timedelta(minutes=1))
    minute = timedelta(minutes=1)
    assert (standing.since, standing.seen_at, standing.failing_since) == (START + 3 * minute, START, START + minute)
    assert standing.failures == 4


def test_late_poll_changes_nothing() -> None:
    standing, _ = replay("+---")
    for late in (standing.polled_at, START):
        assert late is not None
        assert step(standing, up=True, at=late) == standing


def test_ten_changes_in_ten_minutes_are_two_messages_and_the_truth_afterwards() -> None:
    standing, told = replay("+-" * 6 + "-" * 10, limit=1, every=timedelta(minutes=1))
    assert [(round((at - START).total_seconds() / 60), alert) for at, alert in told] == [
        (1, "raised"), (2, "cleared"), (11, "raised"),
    ]  # fmt: skip
    assert standing.state == "down"


@given(polls=st.text(alphabet="+-", max_size=120), limit=st.integers(1, 3))
def test_flapping_is_damped_and_the_last_message_becomes_true(polls: str, limit: int) -> None:
    _, told = replay(polls, limit, timedelta(minutes=1))
    for at, _ in told:
        assert sum(at - FLAP_WINDOW < other <= at for other, _ in told) <= FLAP_MESSAGES
    for calm, last in (("+" * 20, "cleared"), ("-" * 20, "raised")):
        standing, all_told = replay(polls + calm, limit, timedelta(minutes=1))
        assert standing.alerted == (calm[0] == "-")
        assert not all_told or all_told[-1][1] == last


@given(polls=st.text(alphabet="+-?", max_size=60), limit=st.integers(1, 5))
def test_alerts_come_in_pairs_and_the_last_one_tells_the_truth(polls: str, limit: int) -> None:
    standing, told = replay(polls, limit)
    alerts = [alert for _, alert in told]
    assert alerts == (["raised", "cleared"] * len(alerts))[: len(alerts)]
    assert standing.alerted == (bool(alerts) and alerts[-1] == "raised")
    assert standing.state != "down" or standing.alerted
    assert standing.state != "up" or not standing.alerted


@given(polls=st.text(alphabet="+-", max_size=60), limit=st.integers(1, 5))
def test_fewer_failures_in_a_row_than_the_limit_never_alert(polls: str, limit: int) -> None:
    longest = max((len(run) for run in polls.split("+")), default=0)
    _, told = replay(polls, limit)
    assert any(alert == "raised" for _, alert in told) == (longest >= limit)


def test_slot_is_the_whole_minute() -> None:
    assert slot(datetime(2017, 11, 22, 2, 30, 59, 999, tzinfo=UTC)) == datetime(2017, 11, 22, 2, 30, tzinfo=UTC)
