"""Until when an applicant may bring what is missing."""

import pytest

from plugins.onestop.clock.domain.rules import ClockRule, ClockRules
from plugins.onestop.clock.domain.supplements import Allowance, allowance, supplement_due
from plugins.onestop.domain.workflows import LEADER_SIGNS
from tests.onestop.clock.cases import OFFICE, at, line

ASKED = [
    line("start", "20T09:00", "assigned", "appraising", kind="move"),
    line("ask_supplement", "20T10:00", "appraising", "needs_supplement", kind="move"),
    line("pause", "20T10:00", "appraising", "needs_supplement"),
]
PUBLISHED = ("supplement_7_working_days",)
GENERAL = ClockRule("supplement_days", 30)
OWN = ClockRule("supplement_days", 3, procedure="1.000001")


@pytest.mark.parametrize(
    ("rules", "published", "days"),
    [((), PUBLISHED, 7), ((GENERAL,), (), 30), ((GENERAL,), PUBLISHED, 7), ((OWN,), PUBLISHED, 3), ((), (), None)],
)
def test_the_procedure_itself_before_a_general_rule(
    rules: tuple[ClockRule, ...], published: tuple[str, ...], days: int | None
) -> None:
    found = allowance(ClockRules(rules), published)
    assert (found.days if found else None) == days


def test_the_day_of_asking_does_not_count_and_the_last_one_counts_whole() -> None:
    found = supplement_due(OFFICE, LEADER_SIGNS, "needs_supplement", ASKED, allowance(ClockRules(), PUBLISHED), None)
    assert found is not None
    assert found.due_at == at("29T17:00")


def test_each_round_has_its_own_time() -> None:
    again = [
        *ASKED,
        line("supplemented", "22T10:00", "needs_supplement", "appraising", kind="move"),
        line("ask_supplement", "23T10:00", "appraising", "needs_supplement", kind="move"),
    ]
    found = supplement_due(OFFICE, LEADER_SIGNS, "needs_supplement", again, allowance(ClockRules((OWN,)), ()), None)
    assert found is not None
    assert (found.asked_at, found.due_at) == (at("23T10:00"), at("28T17:00"))


def test_nothing_is_asked_elsewhere() -> None:
    assert supplement_due(OFFICE, LEADER_SIGNS, "appraising", ASKED, Allowance(7, None), at("29T17:00")) is None


@pytest.mark.parametrize(
    ("allowed", "told", "due", "by_rule"),
    [
        (Allowance(7, None), "29T17:00", "29T17:00", True),
        (Allowance(7, None), "24T17:00", "24T17:00", False),
        (Allowance(3, OWN), "30T17:00", "30T17:00", False),
        (None, "24T17:00", "24T17:00", False),
    ],
)
def test_the_date_that_the_applicant_was_told_holds(
    allowed: Allowance | None, told: str, due: str, by_rule: bool
) -> None:
    found = supplement_due(OFFICE, LEADER_SIGNS, "needs_supplement", ASKED, allowed, at(told))
    assert found is not None
    assert (found.due_at, found.counted is not None) == (at(due), by_rule)
