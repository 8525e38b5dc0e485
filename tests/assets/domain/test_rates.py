"""Counters that wrap, restart and fall silent, against an agent whose true traffic is known."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from plugins.assets.domain.rates import UPTIME_WRAP_S, Sample, increase, rate, restarted

MEGABIT = 1_000_000 / 8
DAY = 86_400.0


def reading(at_s: float, value: int, started_s: float = 0.0) -> Sample:
    """Return what an agent that started then shows at this moment; sysUpTime wraps after 497 days."""
    return Sample(at_s=at_s, value=value, uptime_s=(at_s - started_s) % UPTIME_WRAP_S)


starts = st.floats(min_value=-900 * DAY, max_value=-10 * DAY)
intervals = st.floats(min_value=1, max_value=300)


@given(start=starts, elapsed=intervals, octets_per_s=st.floats(0, 100 * MEGABIT), first=st.integers(0, 2**32 - 1))
def test_a_wrap_of_32_bits_is_seen_through(start: float, elapsed: float, octets_per_s: float, first: int) -> None:
    way = int(octets_per_s * elapsed)
    assume(way < 2**32)
    before = reading(0, first, start)
    after = reading(elapsed, (first + way) % 2**32, start)
    assert increase(before, after, bits=32, most_per_s=100 * MEGABIT) == way


@given(start=starts, elapsed=st.floats(1, 30 * DAY), way=st.integers(0, 2**40), first=st.integers(0, 2**63))
def test_64_bits_carry_over_any_gap(start: float, elapsed: float, way: int, first: int) -> None:
    found = rate(reading(0, first, start), reading(elapsed, first + way, start), bits=64)
    assert found is not None
    assert math.isclose(found, way / elapsed)


@given(
    uptime=st.floats(0, 400 * DAY),
    silence=st.floats(1, 30 * DAY),
    up_again=st.floats(0, 1),
    first=st.integers(0, 2**32 - 1),
    second=st.integers(0, 2**32 - 1),
    bits=st.sampled_from([32, 64]),
    speed=st.one_of(st.none(), st.floats(0.01 * MEGABIT, 10_000 * MEGABIT)),
)
def test_a_restart_never_makes_a_spike(
    uptime: float, silence: float, up_again: float, first: int, second: int, bits: int, speed: float | None
) -> None:
    """Whatever the counters show after a restart: unknown, or no more than they counted since they were read."""
    before = reading(0, first, -uptime)
    after = reading(silence, second, silence * (1 - up_again))
    way = increase(before, after, bits=bits, most_per_s=speed)
    assert way is None or way <= second - first


@given(
    elapsed=st.floats(0.01, 30 * DAY),
    first=st.integers(0, 2**64 - 1),
    second=st.integers(0, 2**64 - 1),
    bits=st.sampled_from([32, 64]),
    speed=st.floats(MEGABIT, 10_000 * MEGABIT),
    uptimes=st.tuples(*[st.one_of(st.none(), st.floats(0, UPTIME_WRAP_S))] * 2),
)
def test_no_rate_is_negative_or_above_the_link(
    elapsed: float, first: int, second: int, bits: int, speed: float, uptimes: tuple[float | None, float | None]
) -> None:
    before = Sample(at_s=0, value=first % 2**bits, uptime_s=uptimes[0])
    after = Sample(at_s=elapsed, value=second % 2**bits, uptime_s=uptimes[1])
    found = rate(before, after, bits=bits, most_per_s=speed)
    assert found is None or 0 <= found <= speed * 1.1 + 65_536 / elapsed


@given(gap=st.floats(301, 30 * DAY), way=st.integers(0, 2**40), start=starts)
def test_a_32_bit_counter_is_unknown_after_a_gap_it_could_have_lapped(gap: float, way: int, start: float) -> None:
    before, after = reading(0, 0, start), reading(gap, way % 2**32, start)
    assert increase(before, after, bits=32, most_per_s=1000 * MEGABIT) is None
    assert increase(before, after, bits=32) is None


def test_a_slow_link_cannot_lap_in_a_gap() -> None:
    before, after = reading(0, 100, -DAY), reading(3600, 5_000_100, -DAY)
    assert rate(before, after, bits=32, most_per_s=MEGABIT) == pytest.approx(5_000_000 / 3600)


def test_a_gap_is_averaged_over_its_whole_length() -> None:
    before, after = reading(0, 0, -DAY), reading(10 * 300, 3_000_000, -DAY)
    assert rate(before, after, bits=64) == 1000


@pytest.mark.parametrize(
    ("before", "after", "answer"),
    [
        (reading(0, 0, -DAY), reading(300, 0, -DAY), False),
        (reading(0, 0, -DAY), reading(300, 0, 290), True),
        # up for longer than before, yet started anew: the silence was longer still
        (reading(0, 0, -100), reading(10 * DAY, 0, DAY), True),
        # sysUpTime started again by itself
        (reading(0, 0, 10 - UPTIME_WRAP_S), reading(300, 0, 10 - UPTIME_WRAP_S), False),
        (Sample(at_s=0, value=0), reading(300, 0, -DAY), None),
        (reading(0, 0, -1), reading(300, 0, -1), None),
    ],
)
def test_restarts_are_told_by_the_moment_of_the_start(before: Sample, after: Sample, answer: bool | None) -> None:
    assert restarted(before, after) is answer


def test_clocks_that_were_set_make_no_rate() -> None:
    """The reader's clock was put back by an hour between the readings: three seconds seem to have passed, 3,603 did."""
    before = Sample(at_s=0, value=0, uptime_s=DAY)
    after = Sample(at_s=3, value=10**9, uptime_s=DAY + 3603)
    assert rate(before, after, bits=64) is None


@pytest.mark.parametrize("elapsed", [0, -5])
def test_no_time_no_rate(elapsed: float) -> None:
    assert rate(reading(0, 1, -DAY), Sample(at_s=elapsed, value=2), bits=64) is None


def test_a_64_bit_counter_that_goes_back_was_reset() -> None:
    assert increase(reading(0, 2**60, -DAY), reading(300, 5, -DAY), bits=64) is None


def test_a_counter_that_goes_back_without_an_uptime_is_unknown() -> None:
    assert increase(Sample(at_s=0, value=100), Sample(at_s=60, value=5), bits=32) is None
