"""Dated rules: which of them hold for a dossier, and which may not be saved."""

from datetime import date

import pytest
from msgspec.structs import replace

from core.contracts.procedures import Limit
from plugins.onestop.clock.domain.rules import ClockRule, faults, rules_for

DAY = date(2017, 11, 20)
CAP = ClockRule("pause_cap", 10, subject="agency", valid_from=date(2017, 1, 1), source="Quy chế")


def cap(value: int, **changes: object) -> ClockRule:
    return replace(CAP, value=value, **changes)


@pytest.mark.parametrize(
    ("rules", "value"),
    [
        ([], None),
        ([cap(10)], 10),
        ([cap(10), cap(5, valid_from=date(2017, 6, 1))], 5),  # the later one
        ([cap(10), cap(5, valid_from=date(2017, 11, 21))], 10),  # not yet
        ([cap(10, valid_to=DAY)], None),  # no longer
        ([cap(10), cap(3, procedure="1.000001")], 3),  # the procedure's own
        ([cap(10), cap(3, procedure="1.000002")], 10),
        ([cap(3, procedure="1.000001", valid_from=date(2016, 1, 1)), cap(10)], 3),
    ],
)
def test_the_rule_of_the_day_of_reception(rules: list[ClockRule], value: int | None) -> None:
    found = rules_for(rules, "1.000001", DAY).limit("pause_cap", "agency")
    assert found == (None if value is None else Limit(value, "working_day"))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"value": 0}, ("value", "too_small")),
        ({"subject": ""}, ("subject", "no_subject")),
        ({"kind": "supplement_days"}, ("subject", "needless_subject")),
        ({"unit": "calendar_day"}, ("unit", "wrong_unit")),
        ({"valid_to": date(2017, 1, 1)}, ("valid_to", "ends_before")),
        ({"source": " "}, ("source", "no_source")),
    ],
)
def test_faults_name_the_field(changes: dict[str, object], fault: tuple[str, str]) -> None:
    assert [(found.field, found.kind) for found in faults(replace(CAP, **changes), [])] == [fault]


def test_one_rule_of_a_kind_begins_on_a_day() -> None:
    assert faults(CAP, []) == ()
    assert [found.kind for found in faults(CAP, [CAP])] == ["twice"]
    assert faults(replace(CAP, valid_from=DAY), [CAP]) == ()


def test_no_re_appointment_at_all_can_be_a_rule() -> None:
    assert faults(ClockRule("reappointments", 0, valid_from=DAY, source="x"), []) == ()
