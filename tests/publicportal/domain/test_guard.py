"""The typing path closes after five tries for a number and opens again an hour later."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.publicportal.domain.guard import WINDOW, closed_until, seconds_until

NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)


def minutes_ago(*minutes: int) -> list[datetime]:
    return [NOW - timedelta(minutes=number) for number in minutes]


@pytest.mark.parametrize(
    ("tries", "opens_in"),
    [
        ([], None),
        ((1, 2, 3, 4), None),
        ((1, 2, 3, 4, 5), 55),
        ((5, 1, 4, 2, 3), 55),
        ((1, 2, 3, 4, 59), 1),
        ((1, 2, 3, 4, 60), None),
        ((1, 2, 3, 4, 5, 6, 7), 55),
    ],
)
def test_five_tries_an_hour(tries: tuple[int, ...], opens_in: int | None) -> None:
    until = closed_until(minutes_ago(*tries), 5, NOW)
    assert until == (NOW + timedelta(minutes=opens_in) if opens_in else None)


@given(st.lists(st.integers(0, 200), max_size=30))
def test_it_opens_when_it_says_and_not_before(minutes: list[int]) -> None:
    tries = minutes_ago(*minutes)
    until = closed_until(tries, 5, NOW)
    if until is not None:
        assert NOW < until <= NOW + WINDOW
        assert closed_until(tries, 5, until) is None
        assert closed_until(tries, 5, until - timedelta(microseconds=1)) is not None


@pytest.mark.parametrize(("seconds", "told"), [(0.1, 1), (1, 1), (59.2, 60), (3600, 3600)])
def test_the_wait_is_rounded_up(seconds: float, told: int) -> None:
    assert seconds_until(NOW + timedelta(seconds=seconds), NOW) == told
