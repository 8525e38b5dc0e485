"""What the ledger of a dossier tells."""

from datetime import UTC, datetime, timedelta

import pytest

from plugins.onestop.domain.ledger import NOBODY, Holder, LedgerLine, clock_action, did, next_holder, pauses
from plugins.onestop.domain.workflow import Transition
from plugins.onestop.domain.workflows import LEADER_SIGNS

START = datetime(2026, 11, 16, 2, tzinfo=UTC)
SPECIALIST, LEADER, CLERK = Holder(7, "Trần Thị Bích"), Holder(8, "Lê Văn Cường"), Holder(9, "Phạm Thu Hà")


def line(kind: str, action: str, hours: int, who: Holder = NOBODY, source: str = "") -> LedgerLine:
    at = START + timedelta(hours=hours)
    return LedgerLine(hours, at, kind, action, source, "", who.id, who.name, "", "", None)


def move(source: str, action: str) -> Transition:
    [found] = [move for move in LEADER_SIGNS.exits(source) if move.action == action]
    return found


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ([], []),
        ([("pause", 1)], [(1, 9)]),
        ([("pause", 1), ("resume", 3)], [(1, 3)]),
        ([("pause", 1), ("resume", 3), ("pause", 5)], [(1, 3), (5, 9)]),
        ([("pause", 1), ("resume", 3), ("pause", 5), ("resume", 6), ("stop", 7)], [(1, 3), (5, 6)]),
        ([("resume", 3)], []),
        ([("pause", 1), ("pause", 2), ("resume", 3)], [(1, 2), (2, 3)]),
    ],
)
def test_pauses(actions: list[tuple[str, int]], expected: list[tuple[int, int]]) -> None:
    ledger = [line("clock", action, hours) for action, hours in actions]
    found = pauses(ledger, START + timedelta(hours=9))
    assert [((p.start - START).seconds // 3600, (p.end - START).seconds // 3600) for p in found] == expected


def test_other_events_do_not_stop_the_clock() -> None:
    assert pauses([line("move", "pause", 1), line("fee", "pause", 2)], START) == []


def test_did_counts_only_ones_own_moves() -> None:
    ledger = [line("move", "start", 1, SPECIALIST), line("fee", "paid", 2, SPECIALIST), line("move", "sign", 3, LEADER)]
    assert did(ledger, SPECIALIST.id) == {"start"}
    assert did(ledger, None) == frozenset()


def test_clock_actions() -> None:
    assert [clock_action("runs", after) for after in ("runs", "paused", "stopped")] == ["", "pause", "stop"]
    assert clock_action("paused", "runs") == "resume"


LEDGER = [
    line("move", "receive", 0, CLERK),
    line("move", "hand_over", 1, CLERK, "accepted"),
    line("move", "start", 2, SPECIALIST, "assigned"),
    line("move", "submit", 3, SPECIALIST, "appraising"),
]


@pytest.mark.parametrize(
    ("source", "action", "mover", "receiver", "expected"),
    [
        ("accepted", "hand_over", CLERK, SPECIALIST, SPECIALIST),
        ("assigned", "start", SPECIALIST, None, SPECIALIST),
        ("appraising", "submit", SPECIALIST, None, NOBODY),
        ("submitted", "send_back", LEADER, None, SPECIALIST),
        ("submitted", "sign", LEADER, None, SPECIALIST),
        ("signed", "to_desk", SPECIALIST, None, NOBODY),
        ("appraising", "ask_supplement", SPECIALIST, None, NOBODY),
        ("needs_supplement", "supplemented", CLERK, None, SPECIALIST),
        ("at_desk", "return", CLERK, None, NOBODY),
    ],
)
def test_whose_it_is_next(source: str, action: str, mover: Holder, receiver: Holder | None, expected: Holder) -> None:
    assert next_holder(LEADER_SIGNS, move(source, action), mover, receiver, LEDGER) == expected
