"""How fast one address may press."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.onestop.queueing.domain.pace import Pace

# a crowded machine is no fault of the rule
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
START = datetime(2017, 11, 22, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_one_address_does_not_slow_another() -> None:
    pace = Pace(1, MINUTE)
    assert pace.wait("a", START) == timedelta(0)
    assert pace.wait("a", START) == MINUTE
    assert pace.wait("b", START) == timedelta(0)
    assert pace.wait("a", START + MINUTE) == timedelta(0)


@PATIENT
@given(st.lists(st.integers(0, 40), max_size=40), st.integers(1, 5))
def test_never_more_than_allowed_in_any_stretch_and_waiting_helps(steps: list[int], most: int) -> None:
    pace, at, allowed = Pace(most, MINUTE), START, []
    for step in steps:
        at += timedelta(seconds=step)
        wait = pace.wait("a", at)
        if wait:
            at += wait
            assert pace.wait("a", at) == timedelta(0)
        allowed.append(at)
    for first, later in zip(allowed, allowed[most:], strict=False):
        assert later - first >= MINUTE
