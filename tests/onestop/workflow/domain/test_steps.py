"""What follows from a step, and which one may be taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from plugins.onestop.domain.ledger import LedgerLine, did
from plugins.onestop.domain.workflows import LEADER_SIGNS, LONG_WAY
from plugins.onestop.workflow.domain.steps import (
    asked_for,
    came_from,
    closes_supplement,
    recallable,
    settled_after,
)

AT = datetime(2017, 11, 22, 2, 0, tzinfo=UTC)
LATER = AT + timedelta(days=3)


def line(action: str, source: str, target: str, person: int | None = 1, kind: str = "move") -> LedgerLine:
    return LedgerLine(1, AT, kind, action, source, target, person, "A", "", "", None)


TAKEN = line("receive", "", "accepted")
HANDED = line("hand_over", "accepted", "assigned")


@pytest.mark.parametrize(
    ("source", "target", "before", "after"),
    [
        ("signed", "at_desk", None, LATER),
        ("submitted", "refused", None, LATER),
        ("accepted", "assigned", None, None),
        ("at_desk", "returned", AT, AT),
        ("returned", "correcting", AT, AT),
        ("correction_submitted", "at_desk", AT, AT),
    ],
)
def test_the_first_result_counts(source: str, target: str, before: datetime | None, after: datetime | None) -> None:
    assert settled_after(LEADER_SIGNS.state(source), LEADER_SIGNS.state(target), before, LATER) == after


def test_a_result_taken_back_to_work_is_not_there_any_more() -> None:
    assert settled_after(LEADER_SIGNS.state("at_desk"), LEADER_SIGNS.state("signed"), AT, LATER) is None


@pytest.mark.parametrize(
    ("ledger", "state", "person", "outcome"),
    [
        ([TAKEN], "accepted", 1, "nothing_to_recall"),
        ([TAKEN, HANDED], "assigned", 1, "hand_over"),
        ([TAKEN, HANDED], "assigned", 2, "not_yours"),
        ([TAKEN, HANDED], "assigned", None, "not_yours"),
        ([TAKEN, HANDED, line("printed", "", "", kind="slip")], "assigned", 1, "hand_over"),
        ([TAKEN, HANDED, line("claim", "", "", 2, kind="hold")], "assigned", 1, "begun"),
        ([TAKEN, HANDED, line("start", "assigned", "appraising", 2)], "appraising", 1, "not_yours"),
        ([TAKEN, HANDED, line("recall", "assigned", "accepted")], "accepted", 1, "nothing_to_recall"),
        ([TAKEN, line("refuse", "accepted", "refused")], "refused", 1, "ended"),
        ([TAKEN, line("ask_supplement", "appraising", "needs_supplement")], "needs_supplement", 1, "told"),
        ([TAKEN, line("to_desk", "signed", "at_desk")], "at_desk", 1, "ended"),
        ([], "accepted", 1, "nothing_to_recall"),
    ],
)
def test_recall(ledger: list[LedgerLine], state: str, person: int | None, outcome: str) -> None:
    found = recallable(LEADER_SIGNS, ledger, state, person)
    assert (found if isinstance(found, str) else found.action) == outcome


def test_the_way_back_is_where_it_came_from() -> None:
    asked = line("ask_supplement", "appraising", "needs_supplement")
    wish = line("ask_withdraw", "needs_supplement", "withdraw_requested")
    assert came_from([TAKEN, asked, wish], "withdraw_requested") == "needs_supplement"
    assert came_from([TAKEN], "accepted") == ""


@pytest.mark.parametrize(
    ("source", "target", "closes"),
    [
        ("needs_supplement", "appraising", True),
        ("needs_supplement", "stopped", True),
        ("needs_supplement", "withdraw_requested", False),
        ("withdraw_requested", "needs_supplement", False),
        ("withdraw_requested", "withdrawn", True),
        ("appraising", "submitted", False),
    ],
)
def test_a_detour_does_not_end_the_waiting_for_papers(source: str, target: str, closes: bool) -> None:
    flow = LONG_WAY
    assert closes_supplement(flow, flow.state(source), flow.state(target)) is closes


def test_the_citizen_reads_everything_at_once() -> None:
    text = asked_for([("Tờ khai", "ghi thiếu năm sinh"), ("", "Bản vẽ"), ("Giấy ủy quyền", "")], "Thiếu:", "Hạn: mai.")
    assert text == "Thiếu:\n1. Tờ khai: ghi thiếu năm sinh\n2. Bản vẽ\n3. Giấy ủy quyền\nHạn: mai."


def test_what_a_substitute_did_counts_for_both() -> None:
    stood_in = replace(line("submit", "appraising", "submitted", 2), on_behalf_of=1)
    assert did([stood_in], 1) == did([stood_in], 2) == {"submit"}
    assert did([stood_in], 3) == did([stood_in], None) == frozenset()
