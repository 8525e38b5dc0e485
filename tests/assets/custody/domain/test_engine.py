"""What can be done with a thing: the shipped transitions as tables of cases, and any course of them against a model."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec import ValidationError, convert

from plugins.assets.custody.domain.engine import Thing, Transition, after, faults, together
from plugins.assets.custody.rules import transitions

EAST, WEST, KHOA, HAN = 1, 2, 10, 11


@pytest.mark.parametrize(
    ("key", "thing", "expected"),
    [
        ("hand_over", {"status": "in_store"}, []),
        ("hand_over", {"status": "in_use", "holder_id": KHOA}, []),
        ("hand_over", {"status": "in_use", "holder_id": KHOA, "lent": True}, ["lent"]),
        ("hand_over", {"status": "in_repair"}, ["state"]),
        ("hand_over", {"status": "in_store", "busy": True}, ["busy"]),
        ("return", {"status": "in_use", "holder_id": KHOA, "lent": True}, []),
        ("return", {"status": "in_use"}, ["not_held"]),
        ("lend", {"status": "in_use", "holder_id": KHOA}, ["state"]),
        ("liquidate", {"status": "in_store"}, ["state"]),
        ("liquidate", {"status": "to_liquidate"}, []),
        ("find", {"status": "lost"}, []),
        ("lose", {"status": "liquidated"}, ["state"]),
    ],
)
def test_what_is_in_the_way(key: str, thing: dict[str, object], expected: list[str]) -> None:
    assert faults(transitions()[key], convert({"unit_id": EAST} | thing, Thing)) == expected


def test_minutes_are_of_one_unit_and_of_one_giver() -> None:
    things = [
        Thing(status="in_use", unit_id=EAST, holder_id=KHOA),
        Thing(status="in_use", unit_id=EAST, holder_id=HAN),
        Thing(status="in_use", unit_id=WEST, holder_id=KHOA),
    ]
    assert together(transitions()["return"], things, EAST) == [[], ["other_holder"], ["other_unit"]]


def test_every_transition_leads_somewhere_known_and_only_liquidation_is_the_end() -> None:
    begins = {status for one in transitions().values() for status in one.begins}
    ends = {one.to for one in transitions().values()}
    assert ends - begins == {"liquidated"}


@pytest.mark.parametrize(
    "facts", [{"asks": ["weight"]}, {"needs": ["blessed"]}, {"signs": ["mayor"]}, {"colour": "red"}]
)
def test_what_nobody_knows_is_refused(facts: dict[str, object]) -> None:
    usual = {"key": "k", "title": "t", "title_en": "t", "paper": "p", "mark": "M", "from": ["in_store"]}
    with pytest.raises((ValidationError, ValueError)):
        convert(usual | facts, Transition)


class Life(RuleBasedStateMachine):
    """A thing lives; the model is what an old inventory clerk keeps in mind."""

    @initialize()
    def buy(self) -> None:
        self.thing = Thing(status="in_store", unit_id=EAST)
        self.gone = self.borrowed = False

    @rule(key=st.sampled_from(sorted(transitions())), other=st.sampled_from([KHOA, HAN]))
    def do(self, key: str, other: int) -> None:
        one = transitions()[key]
        if faults(one, self.thing):
            with pytest.raises(ValueError, match=key):
                after(one, self.thing, other, WEST)
            return
        assert not self.gone, key
        assert not (self.borrowed and key in {"hand_over", "lend", "transfer", "propose"})
        self.thing = after(one, self.thing, other, WEST if key == "transfer" else None)
        self.gone = key == "liquidate"
        if key in {"return", "repaired", "find"}:
            self.borrowed = False
        elif key == "lend":
            self.borrowed = True

    @invariant()
    def nobody_holds_what_is_gone_or_in_store(self) -> None:
        if hasattr(self, "thing"):
            assert not (self.thing.status in {"in_store", "liquidated", "to_liquidate"} and self.thing.holder_id)
            assert self.thing.lent == self.borrowed


TestLife = Life.TestCase
