"""Whose turn it is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.onestop.queueing.domain.order import Waiting, next_ticket

# a crowded machine is no fault of the rule
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
START = datetime(2017, 11, 22, 1, tzinfo=UTC)


def waiting(*codes: str) -> list[Waiting]:
    """Return tickets in the order of coming: "A", "A*" with priority, "A@3" for counter 3 only."""
    made = []
    for place, code in enumerate(codes, start=1):
        service = "ABC".index(code[0]) + 1
        only = int(code.partition("@")[2]) if "@" in code else None
        made.append(Waiting(place, service, START + timedelta(minutes=place), "*" in code, only))
    return made


@pytest.mark.parametrize(
    ("codes", "every", "ordinary", "expected"),
    [
        (["A", "A"], 2, 0, 1),
        (["A", "A*"], 2, 0, 1),
        (["A", "A*"], 2, 1, 2),
        (["A", "A*"], 1, 0, 2),
        (["A", "A*"], 3, 1, 1),
        (["A", "A*"], 3, 2, 2),
        (["A*", "A"], 0, 9, 1),
        (["A", "A*"], 0, 9, 1),
        (["A*", "A*"], 2, 0, 1),
        (["B", "A"], 2, 0, 2),
        (["A@9", "A"], 2, 0, 2),
        (["B@1", "A"], 2, 0, 1),
        (["B"], 2, 0, None),
        ([], 2, 0, None),
    ],
    ids=[
        "first come first served",
        "not yet the turn of priority",
        "every second call",
        "always first",
        "every third, second call",
        "every third, third call",
        "no priority: order of coming",
        "no priority: even after many calls",
        "only priority left",
        "another service is not called here",
        "sent to another counter",
        "sent to this counter, whatever its service",
        "nobody for this counter",
        "nobody at all",
    ],
)
def test_next(codes: list[str], every: int, ordinary: int, expected: int | None) -> None:
    found = next_ticket(waiting(*codes), {1}, 1, every=every, ordinary=ordinary)
    assert (found.id if found else None) == expected


@PATIENT
@given(
    st.lists(st.booleans(), min_size=1, max_size=30),
    st.integers(1, 5),
)
def test_priority_never_waits_longer_than_the_rule_and_nobody_is_left_out(priority: list[bool], every: int) -> None:
    """Played to the end: each one is called once, equals in the order of coming, priority at least every n-th call."""
    left = [Waiting(n, 1, START + timedelta(minutes=n), p) for n, p in enumerate(priority)]
    called: list[Waiting] = []
    ordinary = 0
    while (chosen := next_ticket(left, {1}, 1, every=every, ordinary=ordinary)) is not None:
        if any(one.priority for one in left) and not chosen.priority:
            assert ordinary + 1 < every
        ordinary = 0 if chosen.priority else ordinary + 1
        left.remove(chosen)
        called.append(chosen)
    assert len(called) == len(priority)
    for kind in (True, False):
        ids = [one.id for one in called if one.priority is kind]
        assert ids == sorted(ids)
