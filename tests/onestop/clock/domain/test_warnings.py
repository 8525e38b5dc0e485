"""When rules of warnings are due."""

import pytest

from plugins.onestop.clock.domain.warnings import WarningRule, Watch, firings, moment_of
from tests.onestop.clock.cases import OFFICE, at

WATCH = Watch(1, "appraising", at("21T10:00"), at("22T10:00"))


@pytest.mark.parametrize(
    ("minutes", "moment"),
    [(0, "21T10:00"), (-120, "21T08:00"), (-240, "20T15:30"), (60, "21T11:00"), (480, "22T10:00")],
)
def test_open_hours_before_and_after(minutes: int, moment: str) -> None:
    assert moment_of(OFFICE, at("21T10:00"), minutes) == at(moment)


@pytest.mark.parametrize(
    ("rule", "now", "fires"),
    [
        (WarningRule(1, "step", -120, "holder"), "21T07:59", False),
        (WarningRule(1, "step", -120, "holder"), "21T08:00", True),
        (WarningRule(1, "step", -120, "holder"), "21T10:00", True),
        (WarningRule(1, "step", -120, "holder"), "21T10:01", False),  # late is another rule's matter
        (WarningRule(1, "step", 0, "head"), "21T09:59", False),
        (WarningRule(1, "step", 0, "head"), "25T10:00", True),
        (WarningRule(1, "whole", 0, "leader"), "21T12:00", False),
        (WarningRule(1, "whole", 0, "leader"), "22T10:00", True),
        (WarningRule(1, "step", 0, "head", state="submitted"), "25T10:00", False),
        (WarningRule(1, "step", 0, "head", state="appraising"), "25T10:00", True),
        (WarningRule(1, "step", 0, "head", active=False), "25T10:00", False),
    ],
)
def test_a_rule_fires_in_its_time(rule: WarningRule, now: str, fires: bool) -> None:
    assert bool(list(firings(OFFICE, WATCH, [rule], at(now)))) == fires


def test_without_a_due_time_nothing_fires() -> None:
    rules = [WarningRule(1, "step", 0, "head"), WarningRule(2, "whole", 0, "head")]
    assert list(firings(OFFICE, Watch(1, "x", None, None), rules, at("29T10:00"))) == []


def test_each_agency_that_has_not_answered_is_due_by_itself() -> None:
    watch = Watch(1, "appraising", agency_due=(at("21T10:00"), at("24T10:00")))
    rule = WarningRule(1, "agency", 0, "holder")
    assert [found.due_at for found in firings(OFFICE, watch, [rule], at("22T10:00"))] == [at("21T10:00")]
    assert len(list(firings(OFFICE, watch, [rule], at("27T10:00")))) == 2
