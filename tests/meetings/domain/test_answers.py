from datetime import UTC, datetime, timedelta

import pytest

from plugins.meetings.domain.answers import Answer, Tally, answer_problems, closed_because, tally

UNTIL = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("answer", "fields"),
    [
        (Answer("accepted"), []),
        (Answer("accepted", "Sẽ đến muộn"), []),
        (Answer("tentative"), []),
        (Answer("declined", "Đi công tác"), []),
        (Answer("declined", "Đi công tác", "Lê Văn Sáu"), []),
        (Answer("declined"), ["reason"]),
        (Answer("declined", "", "Lê Văn Sáu"), ["reason"]),
        (Answer("accepted", "", "Lê Văn Sáu"), ["substitute"]),
        (Answer("declined", "x" * 501), ["reason"]),
        (Answer("declined", "x" * 500, "y" * 101), ["substitute"]),
    ],
)
def test_who_cannot_come_says_why(answer: Answer, fields: list[str]) -> None:
    assert [problem.field for problem in answer_problems(answer)] == fields


def test_answers_are_open_until_the_deadline() -> None:
    assert closed_because("called", UNTIL, UNTIL) is None
    assert "hết hạn" in (closed_because("called", UNTIL, UNTIL + timedelta(seconds=1)) or "")


def test_a_cancelled_meeting_takes_no_answers() -> None:
    assert "hủy" in (closed_because("cancelled", UNTIL, UNTIL - timedelta(days=1)) or "")


def test_tally() -> None:
    counted = tally(["accepted", "waiting", "accepted", "declined"])
    assert counted == Tally(accepted=2, declined=1, waiting=1)
    assert (counted.invited, counted.answered) == (4, 3)
