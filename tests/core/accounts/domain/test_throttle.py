from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounts.domain import throttle
from core.accounts.domain.throttle import Policy, Tries, counted, network_of, seconds_to_wait

NOW = datetime(2017, 11, 22, 2, 30, tzinfo=UTC)
POLICY = Policy(free=3, first=timedelta(seconds=2), longest=timedelta(minutes=1), forget=timedelta(hours=1))
POLICIES = (throttle.PAIR, throttle.DEVICE, throttle.NETWORK, throttle.CODE, throttle.MAIL)


@pytest.mark.parametrize(
    ("failures", "wait"), [(0, 0), (3, 0), (4, 2), (5, 4), (6, 8), (8, 32), (9, 60), (50, 60), (10**6, 60)]
)
def test_the_wait_doubles_up_to_the_longest(failures: int, wait: int) -> None:
    assert seconds_to_wait(Tries(failures, NOW), POLICY, NOW) == wait


def test_the_wait_runs_out() -> None:
    tries = Tries(6, NOW)
    assert seconds_to_wait(tries, POLICY, NOW + timedelta(seconds=7, milliseconds=1)) == 1
    assert seconds_to_wait(tries, POLICY, NOW + timedelta(seconds=8)) == 0


@given(st.integers(0, 10**9), st.sampled_from(POLICIES))
def test_nobody_ever_waits_longer_than_the_longest_wait(failures: int, policy: Policy) -> None:
    assert seconds_to_wait(Tries(failures, NOW), policy, NOW) <= policy.longest.total_seconds()


@given(st.integers(0, 10**6), st.sampled_from(POLICIES), st.timedeltas(timedelta(0), timedelta(days=3)))
def test_after_a_long_pause_everything_is_forgiven(failures: int, policy: Policy, more: timedelta) -> None:
    later = NOW + policy.forget + more
    assert seconds_to_wait(Tries(failures, NOW), policy, later) == 0
    assert counted(Tries(failures, NOW), policy, later).failures == 1


@given(st.integers(0, 1000), st.sampled_from(POLICIES))
def test_a_further_failure_never_shortens_the_wait(failures: int, policy: Policy) -> None:
    before = Tries(failures, NOW)
    after = counted(before, policy, NOW)
    assert seconds_to_wait(after, policy, NOW) >= seconds_to_wait(before, policy, NOW)


def test_a_guesser_of_codes_needs_years() -> None:
    """Three of a million codes fit at any time; who waits as told makes about a hundred guesses a day."""
    at, tries, guesses = NOW, Tries(), 0
    while at < NOW + timedelta(days=30):
        at += timedelta(seconds=seconds_to_wait(tries, throttle.CODE, at))
        tries, guesses = counted(tries, throttle.CODE, at), guesses + 1
    assert guesses < 30 * 100 + 20


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_one_household_is_one_caller(address: str, network: str) -> None:
    assert network_of(address) == network
