"""Early, on time and late are days in the office's zone, everywhere the same."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import VIETNAM
from plugins.onestop.domain.figures import days_left, outcome, standing


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("promised", "settled", "expected"),
    [
        ("2026-11-18T17:00", "2026-11-17T16:59", "early"),
        ("2026-11-18T17:00", "2026-11-18T08:00", "on_time"),
        ("2026-11-18T10:00", "2026-11-18T16:00", "on_time"),
        ("2026-11-18T17:00", "2026-11-19T07:30", "late"),
        (None, "2026-11-19T07:30", "no_limit"),
    ],
)
def test_outcome(promised: str | None, settled: str, expected: str) -> None:
    assert outcome(at(promised) if promised else None, at(settled), VIETNAM) == expected


def test_the_day_is_the_offices_and_not_utc() -> None:
    promised = at("2026-11-18T17:00")
    just_after_midnight = at("2026-11-19T00:10").astimezone(UTC)
    assert just_after_midnight.date() == promised.date()
    assert outcome(promised, just_after_midnight, VIETNAM) == "late"


@pytest.mark.parametrize(
    ("promised", "now", "effect", "expected"),
    [
        ("2026-11-18T17:00", "2026-11-17T08:00", "runs", "in_time"),
        ("2026-11-18T17:00", "2026-11-18T17:30", "runs", "due_today"),
        ("2026-11-18T17:00", "2026-11-19T00:00", "runs", "overdue"),
        ("2026-11-18T17:00", "2026-12-19T00:00", "paused", "paused"),
        (None, "2026-11-19T00:00", "runs", "no_limit"),
    ],
)
def test_standing(promised: str | None, now: str, effect: str, expected: str) -> None:
    assert standing(at(promised) if promised else None, at(now), effect, VIETNAM) == expected  # type: ignore[arg-type]


moments = st.integers(0, 12 * 365 * 24 * 60).map(
    lambda minutes: datetime(2016, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(moments, moments)
def test_settling_at_the_moment_of_looking_agrees_with_the_standing(promised: datetime, now: datetime) -> None:
    pairs = {("early", "in_time"), ("on_time", "due_today"), ("late", "overdue")}
    assert (outcome(promised, now, VIETNAM), standing(promised, now, "runs", VIETNAM)) in pairs


@given(moments, st.integers(-400, 400))
def test_days_left_counts_whole_days(now: datetime, days: int) -> None:
    assert days_left(now + timedelta(days=days), now, VIETNAM) == days
