"""How long it may take, against a clock that ticks minute by minute."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.onestop.queueing.domain.forecast import Open, forecast, mean_minutes
from plugins.onestop.queueing.domain.order import Waiting

# a crowded machine is no fault of the rule
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
START = datetime(2017, 11, 22, 1, tzinfo=UTC)


def line(*services: int) -> list[Waiting]:
    return [Waiting(n, service, START + timedelta(minutes=n)) for n, service in enumerate(services, start=1)]


@pytest.mark.parametrize(
    ("today", "expected"),
    [([], 10), ([10] * 5, 10), ([4] * 5, 7), ([4] * 20, 5.2), ([100] * 5 + [4] * 20, 5.2)],
    ids=["no figures yet: the usual", "as usual", "half and half", "twenty count", "only the newest twenty"],
)
def test_mean(today: list[float], expected: float) -> None:
    assert mean_minutes(10, today) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("counters", "waiting", "expected"),
    [
        ([Open(1, frozenset({1}))], line(1, 1, 1), {1: 0, 2: 10, 3: 20}),
        ([Open(1, frozenset({1}), 4, 1)], line(1, 1), {1: 6, 2: 16}),
        ([Open(1, frozenset({1}), 30, 1)], line(1), {1: 0}),
        ([Open(1, frozenset({1})), Open(2, frozenset({1}), 8, 1)], line(1, 1, 1), {1: 0, 2: 2, 3: 10}),
        ([Open(1, frozenset({1}))], line(2, 1), {2: 0}),
        ([Open(1, frozenset({1, 2}))], line(2, 1), {1: 0, 2: 5}),
        ([], line(1), {}),
    ],
    ids=[
        "one counter",
        "busy for four of ten minutes",
        "longer than usual: any moment now",
        "two counters",
        "nobody does that service",
        "each service its own time",
        "no counter open",
    ],
)
def test_forecast(counters: list[Open], waiting: list[Waiting], expected: dict[int, float]) -> None:
    assert forecast(counters, waiting, {1: 10, 2: 5}, every=2, ordinary=0) == pytest.approx(expected)


@PATIENT
@given(st.integers(1, 4), st.lists(st.integers(1, 2), max_size=15), st.integers(1, 12), st.integers(1, 12))
def test_against_a_clock_that_ticks(counters: int, services: list[int], first: int, second: int) -> None:
    """With counters that do everything and whole minutes, playing minute by minute gives the same waits."""
    means = {1: first, 2: second}
    open_ones = [Open(n, frozenset({1, 2})) for n in range(counters)]
    found = forecast(open_ones, line(*services), {k: float(v) for k, v in means.items()}, every=0, ordinary=0)
    busy, waits, queue, minute = [0] * counters, {}, list(enumerate(services, start=1)), 0
    while queue:
        for place in range(counters):
            if busy[place] <= minute and queue:
                ticket, service = queue.pop(0)
                waits[ticket] = minute
                busy[place] = minute + means[service]
        minute += 1
    assert found == waits


@PATIENT
@given(st.integers(1, 3), st.lists(st.just(1), max_size=10))
def test_one_more_before_me_never_shortens_my_wait(counters: int, services: list[int]) -> None:
    open_ones = [Open(n, frozenset({1})) for n in range(counters)]

    def last(number: int) -> float:
        return forecast(open_ones, line(*[1] * number), {1: 7.0}, every=2, ordinary=0)[number]

    number = len(services) + 1
    assert last(number) <= last(number + 1)
