"""Which steps are offered for many, and which may be taken back."""

import pytest

from plugins.onestop.desk.domain.batches import can_be_undone, offers_for_all
from plugins.onestop.domain.workflows import SHIPPED

LEADER_SIGNS = next(workflow for workflow in SHIPPED if workflow.name == "leader_signs")


@pytest.mark.parametrize(
    ("source", "action", "expected"),
    [
        ("accepted", "hand_over", True),
        ("assigned", "start", True),
        ("assigned", "send_back", True),
        ("accepted", "refuse", False),
        ("appraising", "ask_supplement", False),
        ("needs_supplement", "supplemented", False),
        ("submitted", "sign", False),
        ("at_desk", "return", False),
        ("accepted", "no_such_step", False),
    ],
)
def test_what_may_be_taken_back(source: str, action: str, expected: bool) -> None:
    assert can_be_undone(LEADER_SIGNS, source, action) is expected


def test_steps_are_counted_and_the_most_possible_come_first() -> None:
    accepted, assigned = LEADER_SIGNS.exits("accepted"), LEADER_SIGNS.exits("assigned")
    found = offers_for_all([accepted, assigned, assigned])
    counts = {offer.action: offer.count for offer in found}
    assert counts["hand_over"] == 1
    assert counts["start"] == 2
    assert counts["withdraw"] == 3
    assert [offer.count for offer in found] == sorted((offer.count for offer in found), reverse=True)


def test_nothing_chosen_offers_nothing() -> None:
    assert offers_for_all([]) == []
