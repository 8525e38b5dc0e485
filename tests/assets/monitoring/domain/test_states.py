"""When a device counts as up or down: tables of polls, and rules that hold for any of them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.assets.monitoring.domain.states import Standing, Step, lose, slot, step

START = datetime(2017, 11, 22, 1, 0, tzinfo=UTC)


def replay(polls: str, failures_to_down: int = 3) -> list[Step]:
    """Run polls, "+" answered and "-" not, one a minute; "?": nobody asked any more."""
    made, standing = [], Standing()
    for number, poll in enumerate(polls):
        at = START + timedelta(minutes=number)
        done = (
            lose(standing, at)
            if poll == "?"
            else step(standing, up=poll == "+", at=at, failures_to_down=failures_to_down)
        )
        made.append(done)
        standing = done.standing
    return made


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
    made = replay(polls)
    assert made[-1].standing.state == state
    assert [done.alert for done in made if done.alert] == alerts


def test_down_since_the_poll_that_made_it_so() -> None:
    standing = replay("+----")[-1].standing
    assert (standing.since, standing.seen_at, standing.failures) == (START + timedelta(minutes=3), START, 4)


def test_late_poll_changes_nothing() -> None:
    standing = replay("+---")[-1].standing
    for late in (standing.polled_at, START):
        assert late is not None
        assert step(standing, up=True, at=late, failures_to_down=3) == Step(standing)


@given(polls=st.text(alphabet="+-?", max_size=60), limit=st.integers(1, 5))
def test_alerts_come_in_pairs_and_the_last_one_tells_the_truth(polls: str, limit: int) -> None:
    made = replay(polls, limit)
    alerts = [done.alert for done in made if done.alert]
    assert alerts == (["raised", "cleared"] * len(alerts))[: len(alerts)]
    if made:
        standing = made[-1].standing
        assert standing.alerted == (bool(alerts) and alerts[-1] == "raised")
        assert standing.state != "down" or standing.alerted
        assert standing.state != "up" or not standing.alerted


@given(polls=st.text(alphabet="+-", max_size=60), limit=st.integers(1, 5))
def test_fewer_failures_in_a_row_than_the_limit_never_alert(polls: str, limit: int) -> None:
    longest = max((len(run) for run in polls.split("+")), default=0)
    alerted = any(done.alert == "raised" for done in replay(polls, limit))
    assert alerted == (longest >= limit)


def test_slot_is_the_whole_minute() -> None:
    assert slot(datetime(2017, 11, 22, 2, 30, 59, 999, tzinfo=UTC)) == datetime(2017, 11, 22, 2, 30, tzinfo=UTC)
