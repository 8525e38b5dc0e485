from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from plugins.meetings.domain.lead_time import earliest_meeting_day, latest_sending_day
from plugins.meetings.domain.meeting import Plan, lead_time_problem, moves, plan_problems, raises_sequence

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # a Monday, 08:00 in Vietnam
HOLIDAY = date(2026, 3, 5)
PLAN = Plan(
    title="Họp",
    kind="briefing",
    chair="Chủ tịch",
    starts_at=AT + timedelta(days=4),
    ends_at=AT + timedelta(days=4, hours=2),
    place="Hội trường",
    answer_until=AT + timedelta(days=3),
)


def is_working(day: date) -> bool:
    return day.weekday() < 5 and day != HOLIDAY


def changed(**changes: object) -> Plan:
    return msgspec.structs.replace(PLAN, **changes)


def test_a_good_plan_has_no_problems() -> None:
    assert plan_problems(PLAN, AT) == []


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        (changed(starts_at=AT, answer_until=AT + timedelta(seconds=1)), "starts_at"),
        (changed(starts_at=AT + timedelta(days=400), ends_at=AT + timedelta(days=400, hours=1)), "starts_at"),
        (changed(ends_at=PLAN.starts_at), "ends_at"),
        (changed(ends_at=PLAN.starts_at + timedelta(days=1, seconds=1)), "ends_at"),
        (changed(answer_until=AT), "answer_until"),
        (changed(answer_until=PLAN.starts_at + timedelta(seconds=1)), "answer_until"),
    ],
)
def test_a_rule_broken_is_named_by_its_field(plan: Plan, field: str) -> None:
    assert field in {problem.field for problem in plan_problems(plan, AT)}


@pytest.mark.parametrize(
    ("meets", "latest"),
    [
        (date(2026, 3, 6), date(2026, 3, 2)),  # Friday; Thursday is a holiday: Wednesday, Tuesday, Monday
        (date(2026, 3, 13), date(2026, 3, 10)),  # Friday: Thursday, Wednesday, Tuesday
        (date(2026, 3, 9), date(2026, 3, 3)),  # Monday: Friday, (holiday) Wednesday, Tuesday
        (date(2026, 3, 8), date(2026, 3, 3)),  # Sunday: Friday, Wednesday, Tuesday
    ],
)
def test_three_working_days_before(meets: date, latest: date) -> None:
    assert latest_sending_day(meets, is_working) == latest


def test_the_earliest_day_is_in_time_and_the_one_before_is_not() -> None:
    for sent in (date(2026, 3, 1) + timedelta(days=n) for n in range(21)):
        earliest = earliest_meeting_day(sent, is_working)
        assert latest_sending_day(earliest, is_working) >= sent
        before = [d for d in (sent + timedelta(days=n) for n in range(1, (earliest - sent).days)) if is_working(d)]
        assert all(latest_sending_day(day, is_working) < sent for day in before)


@pytest.mark.parametrize(
    ("sent", "urgent_reason", "in_time"),
    [
        (datetime(2026, 3, 2, 16, 59, tzinfo=UTC), "", True),  # Monday, 23:59 in Vietnam
        (datetime(2026, 3, 2, 17, 0, tzinfo=UTC), "", False),  # Tuesday there
        (datetime(2026, 3, 5, 1, 0, tzinfo=UTC), "Phòng chống bão", True),
    ],
)
def test_late_invitations_need_the_reason_of_urgency(sent: datetime, urgent_reason: str, in_time: bool) -> None:
    problem = lead_time_problem(changed(urgent_reason=urgent_reason), sent, is_working)
    assert (problem is None) is in_time
    if problem:
        assert problem.field == "urgent_reason"
        assert "02/03/2026" in problem.message


@pytest.mark.parametrize(
    ("after", "new_revision", "new_answers"),
    [
        (PLAN, False, False),
        (changed(title="Họp khác", content="x"), False, False),
        (changed(place="Phòng 2"), True, False),
        (changed(starts_at=PLAN.starts_at + timedelta(minutes=30)), True, True),
        (changed(ends_at=PLAN.ends_at + timedelta(minutes=30)), True, True),
    ],
)
def test_what_a_change_means_for_calendars_and_answers(after: Plan, new_revision: bool, new_answers: bool) -> None:
    assert raises_sequence(PLAN, after) is new_revision
    assert moves(PLAN, after) is new_answers
