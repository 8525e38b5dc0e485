"""The clock of the answer: 8 open hours, by a dated rule."""

from datetime import UTC, date, datetime

import pytest

from core.worktime import office_hours, vietnamese_calendar
from plugins.onestop.online.rules import answer_deadline, answer_rule, read_rules, rules

CALENDAR = vietnamese_calendar(office_hours([["07:30", "11:30"], ["13:00", "17:00"]]))


@pytest.mark.parametrize(
    ("filed", "due"),
    [
        ("2021-03-10T02:30", "2021-03-11T02:30"),  # Wednesday 09:30 -> Thursday 09:30
        ("2021-03-10T15:00", "2021-03-11T10:00"),  # 22:00 counts from the next opening: Thursday 17:00
        ("2021-03-12T09:00", "2021-03-15T09:00"),  # Friday 16:00 -> Monday 16:00
        ("2021-03-13T02:00", "2021-03-15T10:00"),  # Saturday: Monday 17:00
    ],
)
def test_eight_open_hours(filed: str, due: str) -> None:
    found = answer_deadline(CALENDAR, datetime.fromisoformat(f"{filed}:00+00:00"))
    assert found is not None
    assert found.due_at == datetime.fromisoformat(f"{due}:00+00:00")
    assert found.sentences()


def test_before_the_rule_nothing_is_due() -> None:
    assert answer_deadline(CALENDAR, datetime(2017, 11, 22, 2, 30, tzinfo=UTC)) is None


def test_the_latest_rule_that_has_begun_holds() -> None:
    text = """
    draft = {keep_days = 3}
    answer = [{from = 2022-01-01, hours = 4, source = "B"}, {from = 2020-01-01, hours = 8, source = "A"}]
    """
    known = read_rules(text)
    assert answer_rule(date(2019, 12, 31), known) is None
    assert [answer_rule(day, known).source for day in (date(2021, 1, 1), date(2022, 1, 1))] == ["A", "B"]  # type: ignore[union-attr]


def test_the_shipped_rule_has_a_source_and_says_that_nobody_checked_it() -> None:
    (rule,) = rules().answer
    assert (rule.hours, rule.verified) == (8, False)
    assert rule.source
