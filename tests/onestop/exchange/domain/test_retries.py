"""Tried again with growing, spread pauses; held in the end; nothing a receiver answers loses a message."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.onestop.exchange.domain.retries import JITTER, PAUSES_S, Outcome, judge, pause_s, verdict

AT = datetime(2017, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *((status, "taken") for status in (200, 201, 204)),
        *((status, "later") for status in (101, 301, 302, 307, 400, 404, 429, 500, 503)),
        (410, "gone"),
    ],
)
def test_only_a_2xx_is_taken(status: int, kind: str) -> None:
    assert judge(status).kind == kind


@pytest.mark.parametrize(
    ("sent", "wait"), [("120", 120), ("", 0), ("soon", 0), ("9" * 9, 0), ("999999", 86_400), ("-5", 0)]
)
def test_a_wish_to_wait_is_heard_within_reason(sent: str, wait: int) -> None:
    assert judge(503, sent).wait_s == wait


@given(st.integers(1, len(PAUSES_S)), st.text(max_size=20))
def test_pauses_are_spread_by_a_fifth_and_the_same_for_the_same_message(attempts: int, seed: str) -> None:
    pause = pause_s(attempts, seed)
    assert PAUSES_S[attempts - 1] * (1 - JITTER) <= pause <= PAUSES_S[attempts - 1] * (1 + JITTER)
    assert pause == pause_s(attempts, seed)


def test_messages_that_failed_together_do_not_come_back_together() -> None:
    assert len({round(pause_s(3, str(number))) for number in range(50)}) > 25


def test_the_ladder_ends_with_a_person() -> None:
    failed = Outcome("later", 500, "HTTP 500")
    for attempts in range(1, len(PAUSES_S) + 1):
        found = verdict(failed, attempts, AT, "1")
        assert found.state == "waiting"
        assert found.next_try_at is not None
        assert found.next_try_at > AT
    assert verdict(failed, len(PAUSES_S) + 1, AT, "1").state == "held"
    assert timedelta(seconds=sum(PAUSES_S)) > timedelta(days=3)


def test_a_wish_longer_than_the_pause_counts() -> None:
    found = verdict(Outcome("later", 429, "HTTP 429", 7200), 1, AT, "1")
    assert found.next_try_at == AT + timedelta(hours=2)


def test_gone_is_held_at_once_and_taken_is_sent() -> None:
    assert verdict(Outcome("gone", 410), 1, AT, "1").state == "held"
    assert verdict(Outcome("taken", 200), 1, AT, "1").state == "sent"
