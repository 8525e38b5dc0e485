"""Linked procedures: members side by side and one after the other; days read off a calendar by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.onestop.clock.commands.members import linked_procedures
from plugins.onestop.clock.domain.linked import Choice, Linked, Member, plan
from tests.onestop.clock.cases import OFFICE, at

BIRTH, RESIDENCE, HEALTH, IDENTITY = "1.001193", "1.004222", "1.014137", "1.116410"


@pytest.fixture
def linked() -> Linked:
    return linked_procedures()["3.000722"]


def test_birth_then_residence_and_health_card_side_by_side_then_the_identity_card(linked: Linked) -> None:
    found = plan(OFFICE, at("20T10:00"), linked.member)
    due = {item.member.code: (item.start, item.deadline.due_at, item.waits_for) for item in found.members}
    assert due == {
        BIRTH: (at("20T10:00"), at("21T10:00"), ""),
        RESIDENCE: (at("21T10:00"), at("23T10:00"), BIRTH),
        HEALTH: (at("21T10:00"), at("23T10:00"), BIRTH),
        IDENTITY: (at("23T10:00"), at("30T10:00"), RESIDENCE),
    }
    assert found.due_at == at("30T10:00")


def test_residence_that_has_to_be_verified_takes_five_days_and_moves_what_waits_for_it(linked: Linked) -> None:
    found = plan(OFFICE, at("20T10:00"), linked.member, Choice({RESIDENCE: "phải xác minh"}))
    due = {item.member.code: item.deadline.due_at.day for item in found.members}
    assert (due[RESIDENCE], due[HEALTH]) == (28, 23)
    assert found.due_at is not None
    assert (found.due_at.month, found.due_at.day) == (12, 5)


def test_without_an_identity_card_the_whole_ends_with_the_last_of_the_others(linked: Linked) -> None:
    found = plan(OFFICE, at("20T10:00"), linked.member, Choice(left_out=frozenset({IDENTITY})))
    assert len(found.members) == 3
    assert found.due_at == at("23T10:00")


def test_who_is_done_early_lets_the_next_begin_early_and_who_is_late_late(linked: Linked) -> None:
    early = plan(OFFICE, at("20T10:00"), linked.member, done={BIRTH: at("20T14:00")})
    assert [item.start for item in early.members[1:3]] == [at("20T14:00")] * 2
    assert not early.members[1].expected
    late = plan(OFFICE, at("20T10:00"), linked.member, done={BIRTH: at("23T08:00")})
    assert late.members[1].deadline.due_at == at("27T08:00")
    assert late.members[3].expected


def test_a_birth_registered_at_the_weekends_edge_is_due_at_the_next_opening(linked: Linked) -> None:
    assert plan(OFFICE, at("24T10:00"), linked.member).members[0].deadline.due_at == at("27T07:30")


def test_one_left_out_in_the_middle_holds_nobody_up() -> None:
    chain = (
        Member("a", "A", 1, "working_day"),
        Member("b", "B", 1, "working_day", ("a",), optional=True),
        Member("c", "C", 1, "working_day", ("b",)),
    )
    found = plan(OFFICE, at("20T10:00"), chain, Choice(left_out=frozenset({"b"})))
    assert [(item.member.code, item.waits_for) for item in found.members] == [("a", ""), ("c", "a")]


@pytest.mark.parametrize(
    ("after", "words"), [({"a": ("b",), "b": ("a",)}, "wait for each other"), ({"a": ("z",)}, "not there")]
)
def test_members_that_can_never_begin_are_refused(after: dict[str, tuple[str, ...]], words: str) -> None:
    members = [Member(code, code, 1, "hour", before) for code, before in after.items()]
    with pytest.raises(ValueError, match=words):
        plan(OFFICE, at("20T10:00"), members)


def test_an_unknown_case_is_refused(linked: Linked) -> None:
    with pytest.raises(ValueError, match="no case"):
        plan(OFFICE, at("20T10:00"), linked.member, Choice({BIRTH: "gấp"}))


@st.composite
def graphs(draw: st.DrawFn) -> list[Member]:
    """Members in an order in which each waits only for earlier ones."""
    members: list[Member] = []
    for number in range(draw(st.integers(1, 6))):
        after = draw(st.lists(st.sampled_from([m.code for m in members]), unique=True)) if members else []
        members.append(Member(str(number), "M", draw(st.integers(1, 40)), "hour", tuple(after)))
    return members


@given(graphs(), st.randoms(use_true_random=False))
def test_the_whole_is_the_longest_way_through_whatever_the_order_of_the_list(members: list[Member], chance) -> None:  # type: ignore[no-untyped-def]
    """Oracle: hours add up along the longest chain."""
    longest: dict[str, int] = {}
    for member in members:
        longest[member.code] = member.value + max((longest[code] for code in member.after), default=0)
    shuffled = list(members)
    chance.shuffle(shuffled)
    from datetime import timedelta

    from core.worktime import add_open_time

    expected = add_open_time(OFFICE, at("20T10:00"), timedelta(hours=max(longest.values())))
    assert plan(OFFICE, at("20T10:00"), shuffled).due_at == expected
