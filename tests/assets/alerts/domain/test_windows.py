"""Maintenance covers its time, again every day or week."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.assets.alerts.domain.windows import Repeats, Window

START = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("repeats", "days", "hours", "covered"),
    [
        ("never", 0, 0, True), ("never", 0, 1.9, True), ("never", 0, 2, False), ("never", 1, 0, False),
        ("never", 0, -0.1, False), ("daily", 5, 1, True), ("daily", 5, 2, False), ("weekly", 7, 1, True),
        ("weekly", 6, 1, False), ("weekly", -7, 1, False),
    ],
)  # fmt: skip
def test_what_is_covered(repeats: Repeats, days: int, hours: float, covered: bool) -> None:
    window = Window(starts_at=START, ends_at=START + timedelta(hours=2), repeats=repeats)
    assert window.covers(START + timedelta(days=days, hours=hours)) is covered


@given(minutes=st.integers(-20_000, 20_000), long=st.integers(1, 1439), until=st.integers(0, 20_000))
def test_a_daily_window_is_the_union_of_its_days(minutes: int, long: int, until: int) -> None:
    at, end = START + timedelta(minutes=minutes), START + timedelta(minutes=until)
    window = Window(starts_at=START, ends_at=START + timedelta(minutes=long), repeats="daily", until=end)
    days = (START + timedelta(days=day) for day in range(15))
    assert window.covers(at) == (at < end and any(day <= at < day + timedelta(minutes=long) for day in days))
