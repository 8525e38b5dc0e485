"""When which paper is called for, who may have it made, and who gave the dossier to whom."""

from datetime import UTC, datetime, timedelta

import pytest

from core.contracts.dossiers import Duty
from plugins.onestop.domain.ledger import LedgerLine
from plugins.onestop.domain.workflows import LEADER_SIGNS
from plugins.onestop.papers.domain.forms import Kind
from plugins.onestop.papers.domain.hops import hops
from plugins.onestop.papers.domain.marks import owner_mark
from plugins.onestop.papers.domain.occasions import Maker, may_make, occasions

AT = datetime(2017, 11, 22, 2, 30, tzinfo=UTC)
PEOPLE = {"hand_over": "clerk", "return": "clerk", "refuse": "clerk", "withdraw": "clerk", "sign": "leader"}


def ledger(*actions: str) -> list[LedgerLine]:
    """Return the ledger of a dossier that went this way; the specialist is "spec", everybody's id is 1."""
    lines = [LedgerLine(1, AT, "move", "receive", "", "accepted", 1, "clerk", "", "", None)]
    for number, action in enumerate(actions, start=2):
        source = lines[-1].target
        move = next(m for m in LEADER_SIGNS.transitions if (m.source, m.action) == (source, action))
        holder = "spec" if LEADER_SIGNS.state(move.target).holder == "specialist" else ""
        at, who = AT + timedelta(hours=number), PEOPLE.get(action, "spec")
        lines.append(LedgerLine(number, at, "move", action, source, move.target, 1, who, holder, f"r{number}", None))
    return lines


DONE = ("hand_over", "start", "submit", "sign", "to_desk")


@pytest.mark.parametrize(
    ("actions", "closed", "kinds"),
    [
        ((), False, ["receipt", "control", "apology"]),
        (("refuse",), True, ["receipt", "control", "refusal"]),
        (("withdraw",), True, ["receipt", "control", "stop"]),
        (("hand_over", "start", "ask_supplement"), False, ["receipt", "control", "supplement", "apology"]),
        (("hand_over", "start", "ask_supplement", "stop"), True, ["receipt", "control", "supplement", "stop"]),
        (DONE, False, ["receipt", "control", "apology", "result_receipt"]),
        ((*DONE, "return"), True, ["receipt", "control", "result_receipt"]),
    ],
)
def test_what_is_called_for(actions: tuple[str, ...], closed: bool, kinds: list[Kind]) -> None:
    found = occasions(LEADER_SIGNS, ledger(*actions), promised=True, closed=closed)
    assert [occasion.kind for occasion in found] == kinds


def test_a_paper_about_a_move_belongs_to_the_latest_one_with_its_reason() -> None:
    lines = ledger("hand_over", "start", "ask_supplement", "supplemented", "ask_supplement")
    found = occasions(LEADER_SIGNS, lines, promised=False, closed=False)
    asked = next(occasion for occasion in found if occasion.kind == "supplement")
    assert (asked.event, asked.reason) == (6, "r6")
    assert all(occasion.kind != "apology" for occasion in found)


def test_each_new_day_gets_an_apology_of_its_own() -> None:
    lines = ledger("hand_over", "start")
    for number in (7, 9):
        given = ("2017-11-29T09:30:00+07:00", "2017-12-01T17:00:00+07:00")
        lines.append(LedgerLine(number, AT, "clock", "reappointed", *given, 1, "spec", "", f"r{number}", None))
    found = occasions(LEADER_SIGNS, lines, promised=True, closed=False)
    [sorry] = [occasion for occasion in found if occasion.kind == "apology"]
    assert (sorry.event, sorry.reason) == (9, "r9")


@pytest.mark.parametrize(
    ("kind", "duties", "had_it", "allowed"),
    [
        ("receipt", {"reception"}, False, True),
        ("receipt", {"specialist"}, True, False),
        ("result_receipt", {"specialist"}, True, False),
        ("supplement", {"specialist"}, True, True),
        ("supplement", {"specialist"}, False, False),
        ("apology", {"leader"}, True, True),
        ("control", set(), True, False),
        ("refusal", {"reception"}, False, True),
    ],
)
def test_who_may(kind: Kind, duties: set[Duty], had_it: bool, allowed: bool) -> None:
    assert may_make(kind, Maker(frozenset(duties), had_it=had_it)) is allowed


def test_the_hops_of_a_whole_way() -> None:
    found = hops(LEADER_SIGNS, ledger(*DONE, "return"))
    assert [(hop.giver or hop.giver_duty, hop.receiver or hop.receiver_duty, hop.settles) for hop in found] == [
        ("citizen", "clerk", False),
        ("clerk", "spec", False),
        ("spec", "leader", False),
        ("leader", "spec", False),
        ("spec", "reception", True),
        ("clerk", "citizen", False),
    ]


def test_waiting_that_runs_out_is_no_hand_over() -> None:
    found = hops(LEADER_SIGNS, ledger("hand_over", "start", "ask_supplement", "stop"))
    assert [hop.receiver_duty for hop in found] == ["reception", "specialist", "citizen"]


def test_marks_find_the_same_number_under_the_same_key_only() -> None:
    assert owner_mark(b"k", " 080123456789 ") == owner_mark(b"k", "080123456789")
    assert owner_mark(b"k", "080123456789") != owner_mark(b"l", "080123456789")
    assert owner_mark(b"k", "080123456789") != owner_mark(b"k", "080123456780")
    assert owner_mark(b"k", "") == b""
